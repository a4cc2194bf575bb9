/// How a future ended, without its value.
enum Settlement: Sendable {
  case returned
  case raised
  case cancelled
}

/// Somebody who waits for futures and is told once of each.
///
/// Told on the thread that settled the future, with no lock held; must not call out.
protocol FutureWaiter: AnyObject, Sendable {
  func futureSettled(_ id: FutureID, _ settlement: Settlement)
}

/// Who wants to know that a future is done, in the order in which they came.
///
/// An object, so that a future that nobody waits for pays one word for it. Touched under the
/// future's lock until it is taken out, then by whoever took it.
final class FutureObservers: @unchecked Sendable {
  // @unchecked: see above.
  typealias Callback = @Sendable (AnyFuture) -> Void

  var waiters: [any FutureWaiter] = []
  var callbacks: [Callback] = []
}
