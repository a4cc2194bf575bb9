internal import Platform

/// Gives futures as they are done.
///
/// Those that are done already come first, as they were given; the others follow in the order of
/// their completion, which includes being cancelled. Each comes once, even if it was given twice.
/// Of none, the sequence ends at once.
///
/// ```swift
/// let completed = asCompleted(futures, timeout: .seconds(60))
/// while let future = try completed.next() {
///   print(future.name, try future.result())
/// }
/// ```
///
/// In async code the same is `for try await future in asCompleted(futures)`.
///
/// - Parameters:
///   - futures: What to wait for; they may be of several executors.
///   - timeout: The longest time for all of them together, from this call on; `nil` waits for ever.
/// - Returns: The futures, one at a time.
/// - Complexity: O(n) in the futures.
/// - Source: `concurrent.futures.as_completed` of Python.
public func asCompleted<Value>(
  _ futures: some Sequence<Future<Value>>, timeout: Duration? = nil
) -> AsCompleted<Value> {
  let deadline = timeout.map { MonotonicClock.now.advanced(by: $0) }
  return AsCompleted(CompletionQueue(futures, deadline: deadline))
}

/// Futures as they are done, each once.
///
/// May be shared: whoever asks, thread or task, is given a future that nobody else is given. Holds
/// no future that it has given away. Dropping it, like ``close()``, leaves nothing behind on the
/// others.
///
/// - Source: what `concurrent.futures.as_completed` of Python returns.
public final class AsCompleted<Value: Sendable>: Sendable {
  private let queue: CompletionQueue<Value>

  init(_ queue: CompletionQueue<Value>) {
    self.queue = queue
  }

  deinit {
    queue.close()
  }

  /// Waits for the next future that is done.
  ///
  /// Throws for nothing but time: what a job threw is in its future. A future that is done is given
  /// even when the time is over.
  ///
  /// - Returns: A future that is done; `nil` after the last, after ``close()``, and after an error.
  /// - Throws: ``TimeoutError`` when the time is over before all are done, once.
  /// - Complexity: O(1), plus the wait.
  @available(*, noasync, message: "it blocks the thread; use 'for try await'")
  public func next() throws -> Future<Value>? {
    // Dropping this while a thread waits in it would close it.
    defer { withExtendedLifetime(self) {} }
    return try queue.blockingNext()
  }

  /// Ends the sequence, and waits for no future any more.
  ///
  /// Whoever waits for the next one is woken and given `nil`. May be called again, from any thread.
  public func close() {
    queue.close()
  }
}

// MARK: - Async

extension AsCompleted: AsyncSequence {
  /// Waits for futures without blocking a thread.
  public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
    fileprivate let completed: AsCompleted

    /// Waits for the next future that is done.
    ///
    /// - Returns: A future that is done; `nil` after the last.
    /// - Throws: ``TimeoutError`` when the time is over before all are done; `CancellationError`
    ///   when the waiting task is cancelled. Either is the end of the sequence; the futures go on.
    public func next() async throws -> Future<Value>? {
      defer { withExtendedLifetime(completed) {} }
      return try await completed.queue.next()
    }
  }

  /// Returns an iterator; all of them share the same futures.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(completed: self)
  }
}
