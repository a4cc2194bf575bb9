internal import Platform

/// Gives a pool to a body, and shuts it down on every way out.
///
/// Returns when all work is done and every worker is gone; what the body throws is thrown then.
///
/// Blocks the calling thread for that long, so it must not be called in a job of this pool: that
/// job would fail with ``InvalidStateError``, and the pool go on.
///
/// - Parameters:
///   - executor: The pool.
///   - body: Uses it.
/// - Returns: What the body returned.
/// - Throws: What the body threw.
/// - Source: the `with` statement of Python.
@available(*, noasync, message: "it blocks the thread; give it an async body")
// Otherwise a body that awaits nothing would take this form in async code, too, and be refused
// there.
@_disfavoredOverload
public func withExecutor<E: PoolExecutor, R>(_ executor: E, _ body: (E) throws -> R) rethrows -> R {
  defer { executor.shutdown(wait: true, cancelFutures: false) }
  return try body(executor)
}

/// Gives a pool to an async body, and shuts it down on every way out.
///
/// Waits for the pool's end on a thread of its own, so that no cooperative thread is blocked.
///
/// - Parameters:
///   - executor: The pool.
///   - body: Uses it.
/// - Returns: What the body returned.
/// - Throws: What the body threw.
public func withExecutor<E: PoolExecutor, R: Sendable>(
  _ executor: E, _ body: (E) async throws -> R
) async rethrows -> R {
  do {
    let result = try await body(executor)
    await shutDownElsewhere(executor)
    return result
  } catch {
    await shutDownElsewhere(executor)
    throw error
  }
}

private func shutDownElsewhere(_ executor: some PoolExecutor) async {
  await withCheckedContinuation { continuation in
    let waitForEnd: @Sendable () -> Void = {
      executor.shutdown(wait: true, cancelFutures: false)
      continuation.resume()
    }
    do {
      try OSThread.start(name: "shutdown", waitForEnd).detach()
    } catch {
      // No thread to wait on is no reason not to wait.
      waitForEnd()
    }
  }
}
