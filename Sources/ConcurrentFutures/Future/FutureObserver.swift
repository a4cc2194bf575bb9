/// How a future ended, without its value.
enum Settlement: Sendable {
  case returned
  case raised
  case cancelled
}

extension Result {
  var settlement: Settlement {
    switch self {
    case .success: .returned
    case .failure: .raised
    }
  }
}

/// Somebody who waits for futures and is told once of each.
///
/// Told on the thread that settled the future, with no lock held; must not call out.
protocol FutureWaiter: AnyObject, Sendable {
  func futureSettled(_ id: FutureID, _ settlement: Settlement)
}

/// Who wants to know that a future is done, in the order in which they came.
struct FutureObservers<Value: Sendable> {
  typealias Callback = @Sendable (Future<Value>) -> Void

  var waiters: [any FutureWaiter] = []
  var callbacks: [Callback] = []
}
