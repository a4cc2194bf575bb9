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
  /// - Throws: The very error that the job threw, ``CancelledError``, or ``TimeoutError``.
  /// - Complexity: O(1), plus the wait.
  /// - Source: `Future.result` of Python.
  @available(*, noasync, message: "it blocks the thread; use 'try await future.value'")
  @inlinable
  public func result(timeout: Duration? = nil) throws -> Value {
    if hasReturned, let returned { return returned }
    return try awaitedResult(timeout: timeout)
  }

  @usableFromInline
  func awaitedResult(timeout: Duration?) throws -> Value {
    try outcome(within: timeout).get()
  }

  /// Waits for the error.
  ///
  /// - Parameter timeout: The longest wait; `nil` waits for ever, zero or less only looks.
  /// - Returns: What the job threw; `nil` when it returned a value.
  /// - Throws: ``CancelledError`` or ``TimeoutError``.
  /// - Source: `Future.exception` of Python.
  @available(*, noasync, message: "it blocks the thread; use 'try await future.value'")
  public func exception(timeout: Duration? = nil) throws -> (any Error)? {
    let outcome = try outcome(within: timeout)
    if isCancelled { throw CancelledError() }
    switch outcome {
    case .success: return nil
    case .failure(let error): return error
    }
  }

  private func outcome(within timeout: Duration?) throws -> Result<Value, any Error> {
    if let settled { return settled }
    let deadline = timeout.map { MonotonicClock.now.advanced(by: $0) }
    if timeout.map({ $0 > .zero }) ?? true, Spin.until({ isDone }), let settled { return settled }
    guard let worker = WorkerThread.current, timeout.map({ $0 > .zero }) ?? true else {
      return try outcome(before: deadline)
    }
    // A job that waits keeps its worker from other work; its pool must know.
    let isOwn = owner === worker.pool.handle
    while let run = try worker.pool.willWait(
      for: self, isOwn: isOwn, hasLimit: timeout != nil, on: worker)
    {
      worker.pool.carryOut(run, on: worker)
      if let settled { return settled }
    }
    defer { worker.pool.hasWaited(worker) }
    return try outcome(before: deadline)
  }

  private func outcome(
    before deadline: MonotonicClock.Instant?
  ) throws -> Result<Value, any Error> {
    let waiter = DoneWaiter()
    if add(waiter), !waiter.wait(until: deadline) {
      remove(waiter)
    }
    guard let settled else {
      throw TimeoutError("future \(id) is still \(state.rawValue); the time to wait is over")
    }
    return settled
  }
}

/// One thread that waits for one future.
private final class DoneWaiter: FutureWaiter {
  private let isDone = Monitor(false)

  func futureSettled(_ id: FutureID, _ settlement: Settlement) {
    isDone.withLock { $0 = true }
    isDone.signal()
  }

  /// Returns whether the future was done before the deadline.
  func wait(until deadline: MonotonicClock.Instant?) -> Bool {
    isDone.wait(until: deadline) { $0 ? true : nil } ?? false
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
