internal import Platform
private import Synchronization

// Who runs what, and what travels.
//
//   this process                                        worker process n, its own session
//   ┌───────────────────────────────────────────┐       ┌────────────────────────────────┐
//   │ submit ──► ThreadPoolCore: queue, rules,  │       │ main: runWorkerIfRequested     │
//   │    │       limits, retries, snapshots     │       │   reads run, runs the job,     │
//   │    └ n is idle: encodes, sends run ───────┼─socket┼─► answers; log and progress    │
//   │ result ──► reads the answer to it ◄───────┼─pair──┼── between                      │
//   │   worker thread n ── ProcessTender ◄──────┼───────┼                                │
//   │     sends what waits, reads its answers   │       │                                │
//   │                                           │ page ─┼─► stop? which item of a chunk? │
//   │ worker-watch: one thread for all workers ◄┼─pipes─┼── stdout, stderr, line by line │
//   │     reads lines, sees deaths, kills late  │       │ a thread: the parent is gone?  │
//   │ worker-spawner: one thread for ever,      │       │   then the whole session ends  │
//   │     starts processes (posix_spawn)        │       └────────────────────────────────┘
//   └───────────────────────────────────────────┘
//
// Who submits to an idle worker sends the job to its process himself, and who then waits for its
// result reads the answer himself: two wake-ups for a round trip, as a bare pair of sockets has.
// The worker's thread sleeps on. It rests where it sees the socket, and so wakes for the answer
// when nobody reads it; it takes from the queue, and sends, what came meanwhile.
//
// A pool's thread for each worker, rather than one that serves all: a callback that takes long, or
// a result that takes long to decode, keeps one worker and no other. The queue and its rules are
// those of the thread pool, so both behave alike; what a process adds is in Parent/ and Worker/.

/// Runs jobs in processes of their own: one job's crash costs one job.
///
/// Each worker is this program, started again. Its jobs are registered by name, and the first line
/// of main makes a worker of the process where it was started as one:
///
/// ```swift
/// let jobs = JobRegistry(thumbnail)
/// ProcessPoolExecutor.runWorkerIfRequested(jobs)
///
/// let pool = try ProcessPoolExecutor(maxWorkers: 4, jobs: jobs)
/// let future = try pool.submit(thumbnail, "cat.png")
/// ```
///
/// A job is given to one idle worker, and nothing is sent ahead: as many run as there are workers,
/// and all others can be cancelled. What a job prints becomes lines of its log.
///
/// Dropping the executor without ``shutdown(wait:cancelFutures:)`` lets queued work run, then ends
/// the workers. **Returning from main does not wait for it**, unlike in Python: the workers end
/// with their parent. Use ``withExecutor(_:_:)-ia1z`` or call `shutdown()`.
///
/// - Source: `concurrent.futures.ProcessPoolExecutor` of Python.
public final class ProcessPoolExecutor: PoolExecutor {
  /// The pool's name: the prefix of its workers' names.
  public let name: String
  let core: ThreadPoolCore
  let hosting: ProcessHosting

  /// Makes a pool; starts no process yet.
  ///
  /// - Parameters:
  ///   - maxWorkers: The greatest number of processes. `nil` takes the number of processors that
  ///     this process may use.
  ///   - jobs: What can be submitted: the same as in ``runWorkerIfRequested(_:)``.
  ///   - maxTasksPerWorker: After how many jobs a worker is replaced; `nil` keeps it.
  ///   - capacity: How much may wait in the queue.
  ///   - startMethod: Which program the workers are.
  ///   - failurePolicy: What the death of a worker costs.
  ///   - initializer: Runs in each worker before its first job. When it throws, the pool is broken.
  /// - Throws: ``InvalidArgumentError`` when a number is 0 or less, or the initializer is not
  ///   registered; ``JobCodingError`` when its input cannot be encoded; ``InvalidStateError`` in a
  ///   worker process whose program did not call ``runWorkerIfRequested(_:)``;
  ///   ``ProcessStartError`` when the system refuses what every pool needs.
  public convenience init(
    maxWorkers: Int? = nil, jobs: JobRegistry, maxTasksPerWorker: Int? = nil,
    capacity: QueueCapacity = .unbounded, startMethod: StartMethod = .reexec,
    failurePolicy: FailurePolicy = .respawn, initializer: WorkerInitializer? = nil
  ) throws {
    try self.init(
      name: Self.nextName(), maxWorkers: maxWorkers, jobs: jobs,
      maxTasksPerWorker: maxTasksPerWorker, capacity: capacity, startMethod: startMethod,
      failurePolicy: failurePolicy, initializer: initializer)
  }

  /// Makes a pool with a name, and with a time that each process has to say its first word; as the
  /// public form otherwise.
  package init(
    name: String, maxWorkers: Int? = nil, jobs: JobRegistry, maxTasksPerWorker: Int? = nil,
    capacity: QueueCapacity = .unbounded, startMethod: StartMethod = .reexec,
    failurePolicy: FailurePolicy = .respawn, initializer: WorkerInitializer? = nil,
    handshakeLimit: Duration = .seconds(10)
  ) throws {
    guard !WorkerSide.hasVariable(ProcessSettings.marker) else {
      throw InvalidStateError(
        "this process was started as a worker of a process pool, and would start workers for ever: "
          + "make ProcessPoolExecutor.runWorkerIfRequested(jobs) the first line of main")
    }
    if let maxWorkers { try Self.check(maxWorkers) }
    if let limit = capacity.limit, limit <= 0 {
      throw InvalidArgumentError("capacity must be greater than 0")
    }
    if let maxTasksPerWorker, maxTasksPerWorker <= 0 {
      throw InvalidArgumentError("maxTasksPerWorker must be greater than 0")
    }
    let settings = ProcessSettings(
      jobs: jobs, startMethod: startMethod, failurePolicy: failurePolicy,
      maxTasksPerWorker: maxTasksPerWorker,
      initializer: try initializer.map { try Self.prepare($0, jobs) },
      handshakeLimit: handshakeLimit)
    do {
      hosting = try ProcessHosting(settings)
    } catch {
      throw ProcessStartError(code: error.code, description: "cannot make a process pool: \(error)")
    }
    self.name = name
    core = ThreadPoolCore(
      ThreadPoolCore.Settings(
        name: name, maxWorkers: maxWorkers ?? Processors.usableCount, capacity: capacity,
        hosting: hosting))
  }

  deinit {
    core.abandon()
  }

  private static let madeCount = Atomic(0)

  /// The name of a pool that nobody names.
  package static func nextName() -> String {
    "ProcessPoolExecutor-\(madeCount.wrappingAdd(1, ordering: .relaxed).oldValue)"
  }

  private static func check(_ maxWorkers: Int) throws {
    guard maxWorkers > 0 else {
      throw InvalidArgumentError("maxWorkers must be greater than 0")
    }
  }

  private static func prepare(
    _ initializer: WorkerInitializer, _ jobs: JobRegistry
  ) throws -> (job: String, input: [UInt8]) {
    guard jobs.jobs[initializer.job]?.signature == initializer.signature else {
      throw InvalidArgumentError(
        "the initializer's job '\(initializer.job)' is not registered: add it to the JobRegistry")
    }
    do {
      return (initializer.job, try initializer.encodeInput(jobs.coder))
    } catch {
      throw JobCodingError("the input of the initializer cannot be encoded: \(error)")
    }
  }

  /// The greatest number of processes.
  public var maxWorkers: Int { core.shared.withLock { $0.machine.maxWorkers } }
}

// MARK: - Workers

extension ProcessPoolExecutor {
  /// Makes a worker of this process, if it was started as one.
  ///
  /// The first line of main. Returns at once where the process was not started as a worker; in a
  /// worker it never returns, so nothing after it runs there.
  ///
  /// - Parameter jobs: The jobs that can be run: the same as the pool is made with.
  public static func runWorkerIfRequested(_ jobs: JobRegistry) {
    guard let marker = WorkerSide.takeVariable(ProcessSettings.marker) else { return }
    WorkerMain.run(jobs, marker: marker)
  }

  /// Asks every worker process to end, by SIGTERM; none takes its place.
  ///
  /// What waits is cancelled; what runs fails with ``WorkerDiedError`` when its worker is gone.
  /// What it started is asked, too, and has three seconds after it. Takes no more work from
  /// then on. Does nothing where nothing runs.
  ///
  /// - Source: `ProcessPoolExecutor.terminate_workers` of Python.
  public func terminateWorkers() {
    end(.terminate, "it was ended by terminateWorkers()")
  }

  /// Ends every worker process, by SIGKILL; none takes its place.
  ///
  /// What waits is cancelled; what runs fails with ``WorkerDiedError``. Takes no more work from
  /// then on.
  ///
  /// - Source: `ProcessPoolExecutor.kill_workers` of Python.
  public func killWorkers() {
    end(.kill, "it was ended by killWorkers()")
  }

  /// Ends the process of one worker, as if something outside had; another takes its place.
  ///
  /// - Parameter index: The worker's place, from 0.
  /// - Returns: The process id; `nil` when the place has no process.
  package func killWorker(_ index: Int) -> Int32? {
    hosting.killWorker(index)
  }

  private func end(_ signal: Signal, _ reason: String) {
    core.shutdown(wait: false, cancelFutures: true)
    hosting.terminate(signal, reason)
  }
}

// MARK: - Submitting

extension ProcessPoolExecutor {
  /// Puts a job and its input in the queue.
  ///
  /// The input is encoded when a worker takes the job, at once where one is idle; the result is
  /// decoded when it comes back.
  ///
  /// - Parameters:
  ///   - job: What to run; it must be registered.
  ///   - input: What to run it with.
  ///   - options: How to treat it. A time limit ends the job's process.
  /// - Returns: The future of what it returns.
  /// - Throws: ``InvalidArgumentError`` when the job is not registered; ``ExecutorShutdownError``
  ///   after shutdown; ``BrokenExecutorError`` when the pool is broken; ``QueueFullError``;
  ///   ``ProcessStartError`` when a worker is needed and the system refuses it. After each of them,
  ///   nothing was put in the queue.
  /// - Complexity: O(1), plus the start of a process while there are fewer than ``maxWorkers``:
  ///   about a millisecond.
  /// - Source: `Executor.submit` of Python.
  @discardableResult
  public func submit<I, O>(
    _ job: Job<I, O>, _ input: I, options: SubmitOptions
  ) throws -> Future<O> {
    let call = RemoteCall(job, input, try codecs(of: job), hosting)
    let future = Future<O>(
      name: options.name.isEmpty ? job.name : options.name,
      control: JobControl.make(for: options), owner: core.handle, call: call)
    if let worker = try core.submit(future, mayGive: true) {
      (worker.host as? ProcessTender)?.handOver(future) { try call.message(future, 1) }
    }
    return future
  }

  func codecs<I, O>(of job: Job<I, O>) throws -> JobCodecs<I, O> {
    if let codecs = hosting.codecs(of: job) { return codecs }
    throw InvalidArgumentError(
      "the job «\(RegisteredJob.signature(of: job))» is not registered: add it to the JobRegistry that "
        + "the pool and ProcessPoolExecutor.runWorkerIfRequested are given")
  }
}

// MARK: - The end

extension ProcessPoolExecutor {
  /// Takes no more work, and ends when the queue is empty.
  ///
  /// May be called again, with other flags, from any thread, but in a callback on a worker's thread
  /// with `wait: true`, which would wait for itself.
  ///
  /// - Parameters:
  ///   - wait: Whether to return only when all work is done and every worker process is gone.
  ///   - cancelFutures: Whether to cancel what has not started.
  /// - Source: `Executor.shutdown` of Python.
  public func shutdown(wait: Bool, cancelFutures: Bool) {
    core.shutdown(wait: wait, cancelFutures: cancelFutures)
  }

  /// Takes no more work, and ends what there is within a time.
  ///
  /// For the first half of it, work goes on. Then what has not started is cancelled, and what runs
  /// is asked to stop; after three quarters, it is killed. In a callback on a worker's thread, it
  /// waits for all other workers.
  ///
  /// - Parameter deadline: The longest time that this takes, but for the callbacks of what it
  ///   cancels, which run on the calling thread, and for two seconds that a worker may take to
  ///   leave.
  /// - Returns: What became of the work.
  @discardableResult
  public func shutdown(deadline: Duration) -> ShutdownReport {
    core.shutdown(deadline: deadline)
  }
}

// MARK: - Control

extension ProcessPoolExecutor {
  /// Holds dispatch: what runs goes on, and nothing more starts.
  public func pause() {
    core.pause()
  }

  /// Resumes dispatch.
  public func resume() {
    core.resume()
  }

  /// Lets exactly one future start while dispatch is held; returns which.
  public func step() -> FutureID? {
    core.step()
  }

  /// Changes the greatest number of processes.
  ///
  /// - Parameter maxWorkers: The new maximum.
  /// - Throws: ``InvalidArgumentError`` when it is 0 or less; then nothing has changed.
  public func resize(maxWorkers: Int) throws {
    try Self.check(maxWorkers)
    core.resize(maxWorkers: maxWorkers)
  }

  /// Waits until all queued and running work is done; the pool stays open.
  ///
  /// - Parameter timeout: The longest wait; `nil` waits for ever.
  /// - Returns: Whether all was done before the time was over.
  public func drain(timeout: Duration?) -> Bool {
    core.drain(timeout: timeout)
  }
}

// MARK: - Observing

extension ProcessPoolExecutor {
  /// Returns the pool as of this moment.
  ///
  /// - Complexity: What happened since the last snapshot.
  public func snapshot() -> PoolSnapshot {
    core.observer.snapshot(of: core)
  }

  /// The pool's name, kind, phase, workers, and counts.
  public var description: String {
    core.describe("ProcessPoolExecutor")
  }
}
