internal import DequeModule
internal import Platform

/// The results of one job for many inputs, in the order of the inputs.
///
/// Dropping it, like ``close()``, cancels what has not started. Belongs to one thread at a time.
///
/// - Source: what `Executor.map` of Python returns.
public final class MapResults<Output: Sendable> {
  /// Submitted and not taken, in the order of the inputs.
  private var submitted: Deque<Future<Output>> = []
  /// Pulls one input and submits it; `nil` once there is nothing more to pull.
  private var submitNext: (() throws -> Future<Output>?)?
  /// Why the inputs ended early; thrown after the results of what was submitted.
  private var failure: (any Error)?
  private let deadline: MonotonicClock.Instant?
  private var takenCount = 0
  /// Where the results come from instead, when inputs travel in chunks.
  private var chunks: ChunkedResults<Output>?

  /// Submits all inputs, or as many as the buffer takes.
  ///
  /// - Parameters:
  ///   - inputs: Are pulled one by one, just before they are submitted.
  ///   - timeout: The longest time for all results together, from now on.
  ///   - bufferSize: The greatest number of futures that are submitted and not taken.
  ///   - submit: Makes the future of an input.
  /// - Throws: What submitting threw; then what was submitted before is cancelled.
  init<Input>(
    _ inputs: some Sequence<Input>, timeout: Duration?, bufferSize: Int?,
    submit: @escaping (Input) throws -> Future<Output>
  ) throws {
    deadline = timeout.map { MonotonicClock.now.advanced(by: $0) }
    var inputs = inputs.makeIterator()
    submitNext = { try inputs.next().map(submit) }
    // When this throws, the object ends here, and `deinit` cancels what was submitted.
    while submitted.count < bufferSize ?? .max, try submitOneMore() {}
  }

  /// Begins with nothing; futures are added.
  init(timeout: Duration?) {
    deadline = timeout.map { MonotonicClock.now.advanced(by: $0) }
  }

  /// Gives the results of chunks one by one.
  init(_ chunks: ChunkedResults<Output>) {
    deadline = nil
    self.chunks = chunks
  }

  deinit {
    close()
  }

  /// Waits for the next result.
  ///
  /// An error of a job does not end the results: the next call goes on with the following input. A
  /// result that is there is given even when the time is over.
  ///
  /// - Returns: What the job returned for the next input; `nil` after the last one, after
  ///   ``close()``, and after a ``TimeoutError`` of the time for all.
  /// - Throws: What the job threw for this input; ``TimeoutError`` when the time for all is over:
  ///   then what has not started is cancelled; what submitting a further input threw, once, after
  ///   the results of those before it; ``DeadlockError`` in a job that would wait for ever for one
  ///   of its own pool: the next call waits for the same result.
  /// - Complexity: O(1), plus the wait.
  @available(*, noasync, message: "it blocks the thread")
  public func next() throws -> Output? {
    // Dropping this while its thread waits would cancel what it waits for.
    defer { withExtendedLifetime(self) {} }
    if let chunks { return try chunks.next() }
    guard let first = submitted.first else { return try end() }
    if !first.isDone {
      try waitFor(first)
    }
    guard first.isDone else {
      close()
      throw TimeoutError(
        "result \(takenCount), counted from 0, is not there; the time for all of them is over")
    }
    submitted.removeFirst()
    takenCount += 1
    refill()
    return try first.result()
  }

  /// Adds a future behind those that were submitted.
  func add(_ future: Future<Output>) {
    submitted.append(future)
  }

  /// Waits for a future; in a job of the same pool, as any wait for one result.
  private func waitFor(_ future: Future<Output>) throws {
    if let deadline {
      wait([future], timeout: MonotonicClock.now.duration(to: deadline))
      return
    }
    do {
      _ = try future.exception()
    } catch is CancelledError {
      // It is thrown with the result.
    }
  }

  /// Cancels what has not started; there are no more results.
  public func close() {
    chunks?.close()
    let rest = submitted
    submitted = []
    submitNext = nil
    failure = nil
    for future in rest {
      future.cancel()
    }
  }
}

// The inputs are pulled on the thread that takes the results, and need not be safe to share.
@available(*, unavailable)
extension MapResults: Sendable {}

// MARK: - Submitting

extension MapResults {
  /// Submits the next input; false when there is none.
  private func submitOneMore() throws -> Bool {
    guard let future = try submitNext?() else {
      submitNext = nil
      return false
    }
    submitted.append(future)
    return true
  }

  /// Submits one input in place of the result that was taken, and keeps the error if it cannot.
  private func refill() {
    do {
      _ = try submitOneMore()
    } catch {
      submitNext = nil
      failure = error
    }
  }

  private func end() throws -> Output? {
    defer { failure = nil }
    if let failure { throw failure }
    return nil
  }
}
