internal import Platform
private import Synchronization

/// Runs jobs on threads of its own.
///
/// Threads are started when there is work for them, at most ``maxWorkers``; an idle one is used
/// again. They are plain threads of the system: never Swift's cooperative ones, never Dispatch's,
/// so a job may block.
///
/// Dropping the executor without ``shutdown(wait:cancelFutures:)`` lets queued work run, then ends
/// the threads. **Returning from main does not wait for it**, unlike in Python: what is queued is
/// lost then. Use ``withExecutor(_:_:)-ia1z`` or call `shutdown()`.
///
/// - Source: `concurrent.futures.ThreadPoolExecutor` of Python.
public final class ThreadPoolExecutor: PoolExecutor {
  /// The pool's name: the prefix of its threads' names.
  public let name: String
  let core: ThreadPoolCore
  @usableFromInline let handle: OwnerHandle

  /// Makes a pool; starts no thread yet.
  ///
  /// - Parameters:
  ///   - maxWorkers: The greatest number of threads. `nil` takes the number of processors that this
  ///     process may use and 4 more, but 32 at most.
  ///   - threadNamePrefix: Threads are named `{prefix}_{n}`; empty takes `ThreadPoolExecutor-{k}`.
  ///   - capacity: How much may wait in the queue.
  ///   - helpWhileWaiting: Whether a job that waits for a future of this pool runs it itself, on
  ///     its own stack, as soon as that may start. Otherwise, and for what is held, the wait ends
  ///     with ``DeadlockError`` where no worker is left to run it.
  ///   - initializer: Runs in each thread before its first job. When it throws, the pool is broken.
  /// - Throws: ``InvalidArgumentError`` when `maxWorkers` or the capacity is 0 or less.
  public convenience init(
    maxWorkers: Int? = nil, threadNamePrefix: String = "", capacity: QueueCapacity = .unbounded,
    helpWhileWaiting: Bool = false, initializer: (@Sendable () throws -> Void)? = nil
  ) throws {
    if let maxWorkers { try Self.check(maxWorkers) }
    if let limit = capacity.limit, limit <= 0 {
      throw InvalidArgumentError("capacity must be greater than 0")
    }
    let settings = ThreadPoolCore.Settings(
      name: threadNamePrefix.isEmpty ? Self.nextName() : threadNamePrefix,
      maxWorkers: maxWorkers ?? Self.defaultMaxWorkers(processorCount: Processors.usableCount),
      capacity: capacity, helpsWhileWaiting: helpWhileWaiting, initializer: initializer)
    self.init(core: ThreadPoolCore(settings))
  }

  init(core: ThreadPoolCore) {
    self.core = core
    self.handle = core.handle
    self.name = core.name
  }

  deinit {
    core.abandon()
  }

  private static let madeCount = Atomic(0)

  private static func nextName() -> String {
    "ThreadPoolExecutor-\(madeCount.wrappingAdd(1, ordering: .relaxed).oldValue)"
  }

  /// How many threads a pool has at most of which nobody says how many.
  static func defaultMaxWorkers(processorCount: Int) -> Int { min(32, processorCount + 4) }

  private static func check(_ maxWorkers: Int) throws {
    guard maxWorkers > 0 else {
      throw InvalidArgumentError("maxWorkers must be greater than 0")
    }
  }

  /// The greatest number of threads.
  public var maxWorkers: Int { core.shared.withLock { $0.machine.maxWorkers } }
}

// MARK: - Submitting

extension ThreadPoolExecutor {
  /// Puts a closure in the queue.
  ///
  /// Never runs it on the calling thread. May be called from any thread, also in a job or a
  /// callback. Blocks only on a full queue of ``QueueCapacity/blocking(_:)``, until there is room.
  ///
  /// - Parameters:
  ///   - name: The future's name; empty takes the one of the options.
  ///   - options: How to treat it.
  ///   - work: What to run.
  /// - Returns: The future of what it returns.
  /// - Throws: ``ExecutorShutdownError`` after shutdown; ``BrokenExecutorError`` when the pool is
  ///   broken; ``QueueFullError``; ``ThreadStartError`` when a worker is needed and the system
  ///   refuses it. After each of them, nothing was put in the queue.
  /// - Complexity: O(1), plus the start of a thread while there are fewer than ``maxWorkers``.
  /// - Source: `Executor.submit` of Python.
  @inlinable
  @discardableResult
  public func submit<V: Sendable>(
    name: String = "", options: SubmitOptions = SubmitOptions(),
    _ work: consuming @escaping @Sendable () throws -> V
  ) throws -> Future<V> {
    let control = JobControl.make(for: options)
    let future = Future<V>(
      name: name.isEmpty ? options.name : name, control: control, owner: handle,
      body: Future<V>.Closure(work))
    try put(future)
    return future
  }

  /// Puts a closure in the queue that wants to know where it runs.
  ///
  /// - Parameters:
  ///   - name: The future's name; empty takes the one of the options.
  ///   - options: How to treat it.
  ///   - work: What to run.
  /// - Returns: The future of what it returns.
  /// - Throws: ``ExecutorShutdownError`` after shutdown; ``BrokenExecutorError`` when the pool is
  ///   broken; ``QueueFullError``; ``ThreadStartError`` when a worker is needed and the system
  ///   refuses it. After each of them, nothing was put in the queue.
  @inlinable
  @discardableResult
  public func submit<V: Sendable>(
    name: String = "", options: SubmitOptions = SubmitOptions(),
    _ work: @escaping @Sendable (JobContext) throws -> V
  ) throws -> Future<V> {
    let control = JobControl.make(for: options)
    let future = Future<V>(
      name: name.isEmpty ? options.name : name, control: control, owner: handle,
      body: Future<V>.Closure { try work(.current) })
    future.wantContext()
    try put(future)
    return future
  }

  /// Puts a job and its input in the queue.
  ///
  /// - Parameters:
  ///   - job: What to run.
  ///   - input: What to run it with.
  ///   - options: How to treat it.
  /// - Returns: The future of what it returns.
  /// - Throws: ``ExecutorShutdownError`` after shutdown; ``BrokenExecutorError`` when the pool is
  ///   broken; ``QueueFullError``; ``ThreadStartError`` when a worker is needed and the system
  ///   refuses it. After each of them, nothing was put in the queue.
  @inlinable
  @discardableResult
  public func submit<I, O>(
    _ job: Job<I, O>, _ input: I, options: SubmitOptions
  ) throws -> Future<O> {
    let control = JobControl.make(for: options)
    let future = Future<O>(
      name: options.name.isEmpty ? job.name : options.name, control: control, owner: handle,
      job: job, input: input)
    if job.body.wantsContext { future.wantContext() }
    try put(future)
    return future
  }

  @usableFromInline
  func put(_ future: AnyFuture) throws {
    try core.submit(future)
  }
}

// MARK: - The end

extension ThreadPoolExecutor {
  /// Takes no more work, and ends when the queue is empty.
  ///
  /// May be called again, with other flags, from any thread. Called in a job of this pool with
  /// `wait: true` it would wait for itself: then it shuts nothing down, and that job fails with
  /// ``InvalidStateError``.
  ///
  /// - Parameters:
  ///   - wait: Whether to return only when all work is done and every thread is joined.
  ///   - cancelFutures: Whether to cancel what has not started.
  /// - Source: `Executor.shutdown` of Python.
  public func shutdown(wait: Bool, cancelFutures: Bool) {
    core.shutdown(wait: wait, cancelFutures: cancelFutures)
  }

  /// Takes no more work, and ends what there is within a time.
  ///
  /// Blocks the calling thread until then. On a thread of this pool, in a job or a callback, it
  /// waits for all others, and joins none.
  ///
  /// For the first half of it, work goes on. Then what has not started is cancelled, and what runs
  /// is asked to stop. What still runs at the end is left behind: threads cannot be killed.
  ///
  /// - Parameter deadline: The longest time that this takes, but for the callbacks of what it
  ///   cancels, which run on the calling thread.
  /// - Returns: What became of the work.
  @discardableResult
  public func shutdown(deadline: Duration) -> ShutdownReport {
    core.shutdown(deadline: deadline)
  }
}

// MARK: - Control

extension ThreadPoolExecutor {
  /// Holds dispatch: what runs goes on, and nothing more starts.
  ///
  /// Does nothing on a pool that is held or ending. Shutting down resumes.
  public func pause() {
    core.pause()
  }

  /// Resumes dispatch.
  public func resume() {
    core.resume()
  }

  /// Lets exactly one future start while dispatch is held.
  ///
  /// - Returns: Which one; `nil` when dispatch is not held, or nothing waits.
  public func step() -> FutureID? {
    core.step()
  }

  /// Changes the greatest number of threads.
  ///
  /// With more, threads are started where work waits for them. With fewer, those too many end as
  /// soon as they have no job.
  ///
  /// - Parameter maxWorkers: The new maximum.
  /// - Throws: ``InvalidArgumentError`` when it is 0 or less; then nothing has changed.
  public func resize(maxWorkers: Int) throws {
    try Self.check(maxWorkers)
    core.resize(maxWorkers: maxWorkers)
  }

  /// Waits until all queued and running work is done; the pool stays open.
  ///
  /// Work that is submitted meanwhile is waited for, too. On a worker of this pool it would wait
  /// for itself: then it returns false at once.
  ///
  /// - Parameter timeout: The longest wait; `nil` waits for ever.
  /// - Returns: Whether all was done before the time was over.
  public func drain(timeout: Duration?) -> Bool {
    core.drain(timeout: timeout)
  }
}

// MARK: - Observing

extension ThreadPoolExecutor {
  /// Returns the pool as of this moment.
  ///
  /// May be called from any thread. Holds up workers only while it takes over what they recorded.
  ///
  /// - Complexity: What happened since the last snapshot.
  public func snapshot() -> PoolSnapshot {
    core.observer.snapshot(of: core)
  }

  /// The pool's name, kind, phase, workers, and counts.
  public var description: String {
    core.describe("ThreadPoolExecutor")
  }
}

/// Somebody who is given every event of a pool.
final class EventListener: Sendable {
  private let core: ThreadPoolCore

  init(_ core: ThreadPoolCore) {
    self.core = core
    core.observer.addListener(self, to: core)
  }

  deinit {
    core.observer.removeListener(self)
  }

  /// Returns what happened since the last time, and the pool as it is after it.
  func take() -> (events: [PoolEvent], snapshot: PoolSnapshot) {
    core.observer.take(for: self, of: core)
  }
}
