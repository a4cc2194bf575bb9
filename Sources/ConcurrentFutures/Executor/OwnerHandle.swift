internal import Platform

/// The pool that decides about a future.
protocol FutureOwner: AnyObject, Sendable {
  /// Takes a future that still waits out of the queue; false when it waits no longer.
  func cancel(_ future: AnyFuture) -> Bool
  /// Tells the running job of a future that it shall stop; false when none runs.
  func stop(_ future: AnyFuture) -> Bool
  /// Ends the running job of a future with its worker.
  func kill(_ future: AnyFuture, grace: Duration) -> KillOutcome
  /// Waits for a future where its answer comes, if that can be; it need not be done afterwards.
  func attend(_ future: AnyFuture, until deadline: MonotonicClock.Instant?)
  /// Hears that somebody will be told of the end of a future, and does not wait where it comes.
  func observed()
}

/// What a future knows of its pool.
///
/// A small object of its own: a weak reference in each future would cost three times as much to
/// make, and a strong one would keep the pool for as long as anybody keeps a result of it.
@usableFromInline
final class OwnerHandle: Sendable {
  private weak let owner: (any FutureOwner)?

  /// Whether what it runs may end within microseconds.
  let isQuick: Bool

  init(_ owner: any FutureOwner, isQuick: Bool) {
    self.owner = owner
    self.isQuick = isQuick
  }

  /// Takes a future that still waits out of its pool's queue; false when it waits no longer.
  ///
  /// A pool that is gone has nothing that waits.
  func cancel(_ future: AnyFuture) -> Bool {
    owner?.cancel(future) ?? false
  }

  /// Tells the running job of a future that it shall stop; false when none runs.
  func stop(_ future: AnyFuture) -> Bool {
    owner?.stop(future) ?? false
  }

  /// Ends the running job of a future with its worker.
  func kill(_ future: AnyFuture, grace: Duration) -> KillOutcome {
    owner?.kill(future, grace: grace) ?? .notRunning
  }

  /// Waits for a future where its answer comes, if that can be; it need not be done afterwards.
  func attend(_ future: AnyFuture, until deadline: MonotonicClock.Instant?) {
    if !isQuick { owner?.attend(future, until: deadline) }
  }

  /// Hears that somebody will be told of the end of a future, and does not wait where it comes.
  func observed() {
    if !isQuick { owner?.observed() }
  }
}
