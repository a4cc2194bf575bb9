// MARK: - Holding

extension ThreadPoolStateMachine {
  /// Starts nothing more; false when that is so already, or the pool is ending.
  mutating func hold() -> Bool {
    guard phase == .running, !isHeld else { return false }
    isHeld = true
    return true
  }

  /// Starts what waits; false when nothing was held.
  mutating func resume() -> Bool {
    guard isHeld else { return false }
    isHeld = false
    return true
  }

  /// Lets one future through while dispatch is held; `nil` when it is not, or nothing waits.
  mutating func step() -> AnyFuture? {
    guard isHeld, let future = queue.popFirst() else { return nil }
    released.append(future)
    return future
  }
}

// MARK: - The end

extension ThreadPoolStateMachine {
  /// Takes no more work, and goes on with what was held; returns what is cancelled.
  mutating func shutdown(cancelFutures: Bool) -> [AnyFuture] {
    let cancelled = cancelFutures ? removeAll() : []
    if cancelFutures { cancelsWhatWaits = true }
    guard phase == .running else { return cancelled }
    isHeld = false
    phase = .shuttingDown
    if livingWorkerCount == 0, isQuiet { phase = .shutDown }
    return cancelled
  }

  /// Runs nothing more; returns what will never run, once.
  mutating func broke(_ reason: String) -> [AnyFuture] {
    if case .broken = phase { return [] }
    phase = .broken(reason)
    isHeld = false
    return removeAll()
  }

  private mutating func removeAll() -> [AnyFuture] {
    defer { delayed = [:] }
    return released.removeAll() + queue.removeAll() + delayed.values.sorted { $0.id < $1.id }
  }
}
