/// A pool of workers, whatever the workers are.
///
/// Code that takes one of these does not care whether jobs run on threads or in processes.
///
/// - Source: `concurrent.futures.Executor` of Python.
public protocol PoolExecutor: AnyObject, Sendable, CustomStringConvertible {
  /// The greatest number of workers.
  var maxWorkers: Int { get }

  /// Puts a job and its input in the queue.
  ///
  /// Never runs it on the calling thread, and blocks only on a full queue that is made so.
  ///
  /// - Parameters:
  ///   - job: What to run.
  ///   - input: What to run it with.
  ///   - options: How to treat it.
  /// - Returns: The future of what it returns.
  /// - Throws: ``ExecutorShutdownError``, ``BrokenExecutorError``, ``QueueFullError``, or what the
  ///   system says to a worker that cannot be started.
  @discardableResult
  func submit<I, O>(_ job: Job<I, O>, _ input: I, options: SubmitOptions) throws -> Future<O>

  /// Runs a job for each input, and gives the results in the order of the inputs.
  func map<I, O>(
    _ job: Job<I, O>, _ inputs: some Sequence<I>, timeout: Duration?, chunkSize: Int,
    bufferSize: Int?
  ) throws -> MapResults<O>

  /// Takes no more work, and ends when the queue is empty.
  ///
  /// May be called again, with other flags, from any thread.
  ///
  /// - Parameters:
  ///   - wait: Whether to return only when all work is done and every worker is gone.
  ///   - cancelFutures: Whether to cancel what has not started.
  func shutdown(wait: Bool, cancelFutures: Bool)

  /// Returns the pool as of this moment.
  func snapshot() -> PoolSnapshot

  /// Holds dispatch: what runs goes on, and nothing more starts.
  func pause()

  /// Resumes dispatch.
  func resume()

  /// Lets exactly one future start while dispatch is held; returns which.
  func step() -> FutureID?

  /// Changes the greatest number of workers.
  ///
  /// - Parameter maxWorkers: The new maximum.
  /// - Throws: ``InvalidArgumentError`` when it is 0 or less.
  func resize(maxWorkers: Int) throws

  /// Waits until all queued and running work is done; the pool stays open.
  ///
  /// - Parameter timeout: The longest wait; `nil` waits for ever.
  /// - Returns: Whether all was done before the time was over.
  func drain(timeout: Duration?) -> Bool

  /// Takes no more work, lets it end, asks what still runs to stop, and ends what does not.
  ///
  /// - Parameter deadline: The longest time that this takes.
  /// - Returns: What became of the work.
  @discardableResult
  func shutdown(deadline: Duration) -> ShutdownReport
}

extension PoolExecutor {
  /// Puts a job and its input in the queue, with the usual options.
  @inlinable
  @discardableResult
  public func submit<I, O>(_ job: Job<I, O>, _ input: I) throws -> Future<O> {
    try submit(job, input, options: SubmitOptions())
  }

  /// Takes no more work, and returns when all of it is done and every worker is gone.
  public func shutdown() {
    shutdown(wait: true, cancelFutures: false)
  }

  /// Takes no more work; what is queued still runs.
  public func shutdown(wait: Bool) {
    shutdown(wait: wait, cancelFutures: false)
  }

  /// Takes no more work, and returns when all that remains is done and every worker is gone.
  public func shutdown(cancelFutures: Bool) {
    shutdown(wait: true, cancelFutures: cancelFutures)
  }

  /// Waits until all queued and running work is done; the pool stays open.
  @discardableResult
  public func drain() -> Bool {
    drain(timeout: nil)
  }
}
