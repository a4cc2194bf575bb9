internal import Platform
internal import Synchronization

// MARK: - Blocking

extension Future {
  /// Waits for the value.
  ///
  /// Returns at once when the future is done. A time-out cancels nothing.
  ///
  /// - Parameter timeout: The longest wait; `nil` waits for ever, zero or less only looks.
  /// - Returns: What the job returned.
  /// - Throws: The very error that the job threw, ``CancelledError``, ``TimeoutError``; or
  ///   ``DeadlockError`` in a job that would wait for ever for one of its own pool.
  /// - Complexity: O(1), plus the wait.
  /// - Source: `Future.result` of Python.
  @available(*, noasync, message: "it blocks the thread; use 'try await future.value'")
  @inlinable
  public func result(timeout: Duration? = nil) throws -> Value {
    if !hasReturned { try waitForValue(timeout: timeout) }
    guard let returned else { preconditionFailure("future \(id) returned, and has no value") }
    return returned
  }

  /// Waits for the error.
  ///
  /// - Parameter timeout: The longest wait; `nil` waits for ever, zero or less only looks.
  /// - Returns: What the job threw; `nil` when it returned a value.
  /// - Throws: ``CancelledError``, ``TimeoutError`` or ``DeadlockError``, as ``result(timeout:)``.
  /// - Source: `Future.exception` of Python.
  @available(*, noasync, message: "it blocks the thread; use 'try await future.value'")
  public func exception(timeout: Duration? = nil) throws -> (any Error)? {
    try waitForEnd(timeout: timeout)
    if isCancelled { throw CancelledError() }
    return error
  }
}

// Waiting knows nothing of the value: in code that did, its type would be looked up at run time for
// each wait, 60 to 100 ns.

extension AnyFuture {
  /// Waits until there is a value, and throws what there is instead.
  @usableFromInline
  final func waitForValue(timeout: Duration?) throws {
    try waitForEnd(timeout: timeout)
    if isCancelled { throw CancelledError() }
    if let error { throw error }
  }

  /// How many later ones make a future one of many.
  private static var many: UInt64 { 64 }

  /// Waits until the future is done.
  ///
  /// - Throws: ``TimeoutError``, or ``DeadlockError`` when it would never be.
  fileprivate final func waitForEnd(timeout: Duration?) throws {
    if isDone { return }
    let deadline = timeout.map { MonotonicClock.now.advanced(by: $0) }
    let mayBlock = timeout.map { $0 > .zero } ?? true
    // An answer from another process is not there so soon, and the processor is its to have.
    if mayBlock, owner?.isQuick ?? true {
      // Who waits for one of many waits for the next one, too, and had better let some gather than
      // look at each while it is written.
      if id.laterCount > Self.many { Spin.rest() }
      if Spin.until({ isDone }) { return }
    }
    guard let worker = WorkerThread.current, mayBlock else { return try block(until: deadline) }
    // A job that waits keeps its worker from other work; its pool must know.
    let isOwn = owner === worker.pool.handle
    let turn = Turn()
    while !isDone {
      if let facts = try worker.pool.willWait(
        for: self, isOwn: isOwn, hasLimit: timeout != nil, by: turn, on: worker)
      {
        worker.pool.carryOut(self, facts, on: worker)
      } else {
        defer { worker.pool.hasWaited(worker) }
        try block(until: deadline, turn)
      }
    }
  }

  /// Waits until the future is done, or somebody opens the turn.
  private final func block(
    until deadline: MonotonicClock.Instant?, _ turn: Turn = Turn()
  ) throws {
    if deadline.map({ $0 > MonotonicClock.now }) ?? true {
      owner?.attend(self, until: deadline)
      if isDone { return }
    }
    guard add(turn) else { return }
    let isInTime = turn.take(until: deadline)
    if isInTime, isDone { return }
    remove(turn)
    guard isInTime || isDone else {
      throw TimeoutError("future \(id) is still \(state.rawValue); the time to wait is over")
    }
  }
}

// MARK: - Async

extension Future {
  /// The value, once it is there; the async form of ``result(timeout:)``.
  ///
  /// Waits without blocking a thread. When the waiting task is cancelled, the wait ends with
  /// `CancellationError` and the future goes on: cancelling it is ``AnyFuture/cancel()``'s.
  public var value: Value {
    get async throws {
      if let settled { return try settled.get() }
      let waiter = ContinuationWaiter()
      // The task may be cancelled before the waiter is added.
      defer { remove(waiter) }
      try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          waiter.start(continuation)
          if !add(waiter) { waiter.resume(with: .success(())) }
        }
      } onCancel: {
        waiter.resume(with: .failure(CancellationError()))
      }
      guard let settled else { throw CancellationError() }
      return try settled.get()
    }
  }
}

/// One task that waits for one future; resumed once, by whoever comes first.
final class ContinuationWaiter: FutureWaiter {
  private enum Stage {
    case created
    case waiting(CheckedContinuation<Void, any Error>)
    case resumed(Result<Void, any Error>)
  }

  private let stage = Monitor(Stage.created)

  func start(_ continuation: CheckedContinuation<Void, any Error>) {
    let early: Result<Void, any Error>? = stage.withLock {
      switch $0 {
      case .created:
        $0 = .waiting(continuation)
        return nil
      case .resumed(let result):
        return result
      case .waiting:
        preconditionFailure("a waiter waits for one continuation only")
      }
    }
    if let early { continuation.resume(with: early) }
  }

  func resume(with result: Result<Void, any Error>) {
    let continuation: CheckedContinuation<Void, any Error>? = stage.withLock { stage in
      switch stage {
      case .created:
        stage = .resumed(result)
        return nil
      case .resumed:
        return nil
      case .waiting(let continuation):
        stage = .resumed(result)
        return continuation
      }
    }
    continuation?.resume(with: result)
  }

  func futureSettled(_ id: FutureID, _ settlement: Settlement) {
    resume(with: .success(()))
  }
}
