internal import Synchronization

// MARK: - Telling

extension AnyFuture {
  /// Wakes those who wait, and returns the callbacks to run.
  final func tellObservers(_ settlement: Settlement) -> [FutureObservers.Callback] {
    guard marks.load(ordering: .sequentiallyConsistent) & Mark.isObserved != 0 else { return [] }
    let taken = FutureLocks.withLock(of: id) {
      defer { observers = nil }
      return observers
    }
    guard let taken else { return [] }
    for waiter in taken.waiters {
      waiter.futureSettled(id, settlement)
    }
    return taken.callbacks
  }

  /// Runs callbacks, in order, with no lock held.
  final func call(_ callbacks: [FutureObservers.Callback]) {
    for callback in callbacks { callback(self) }
  }
}

// MARK: - Observing

extension AnyFuture {
  /// Registers somebody who waits; false when the future is done and there is nothing to wait for.
  final func add(_ waiter: any FutureWaiter) -> Bool {
    observe(
      register: { $0.waiters.append(waiter) }, forget: { $0.waiters.removeLast() })
  }

  /// Registers a callback; false when the future is done.
  final func add(_ callback: @escaping FutureObservers.Callback) -> Bool {
    observe(
      register: { $0.callbacks.append(callback) }, forget: { $0.callbacks.removeLast() })
  }

  /// Forgets somebody who waits no longer.
  final func remove(_ waiter: any FutureWaiter) {
    FutureLocks.withLock(of: id) {
      observers?.waiters.removeAll { $0 === waiter }
    }
  }

  /// How many wait; for tests that nobody stays behind.
  final var waiterCount: Int {
    FutureLocks.withLock(of: id) { observers?.waiters.count ?? 0 }
  }

  private final func observe(
    register: (FutureObservers) -> Void, forget: (FutureObservers) -> Void
  ) -> Bool {
    let isRegistered = FutureLocks.withLock(of: id) {
      guard !isDone else { return false }
      let known = observers ?? FutureObservers()
      observers = known
      register(known)
      _ = marks.bitwiseOr(Mark.isObserved, ordering: .sequentiallyConsistent)
      guard status.load(ordering: .sequentiallyConsistent).isDone else { return true }
      // It was settled meanwhile. Whoever did so may not have seen that there is somebody to tell.
      forget(known)
      return false
    }
    if isRegistered { owner?.observed() }
    return isRegistered
  }
}
