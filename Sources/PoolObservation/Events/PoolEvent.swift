/// One thing that happened in a pool, and when.
///
/// Every change of a pool is one of these, so whoever has all of them can build every
/// ``PoolSnapshot``: ``PoolHistory`` does. Order is exact for each future and each worker.
public struct PoolEvent: Sendable, Hashable, Codable {
  /// When it happened.
  public var time: PoolInstant
  /// What happened.
  public var change: Change

  /// Makes an event.
  public init(time: PoolInstant, change: Change) {
    self.time = time
    self.change = change
  }

  /// What can happen in a pool.
  public enum Change: Sendable, Hashable, Codable {
    /// A worker exists. Its id is its kernel thread id, or its process id.
    case workerStarted(worker: Int, name: String, systemID: UInt64)
    /// A worker is being made fit for its first job: its process begins, or its initializer runs.
    case workerStarting(worker: Int)
    /// A worker that was being made fit can take jobs.
    case workerReady(worker: Int)
    /// A worker is gone.
    case workerEnded(worker: Int, reason: WorkerEndReason)
    /// A future was put in the queue.
    case submitted(FutureID, name: String, tags: [String] = [], priority: Int = 0)
    /// A worker began to run a future; attempts count from 1.
    case started(FutureID, worker: Int, attempt: Int)
    /// A running job told how far it is, from 0 to 1.
    case progressed(FutureID, fraction: Double, note: String)
    /// An attempt ended badly, and another will come; the future waits again.
    case retrying(FutureID, outcome: FutureOutcome, text: String)
    /// A job passed its time limit while it runs on a thread, which nobody can stop.
    case ranOver(FutureID, worker: Int)
    /// The job that ran over has ended at last; what it returned is dropped.
    case workerFreed(worker: Int)
    /// The job on a worker waits for a future; `nil` when it waits no longer.
    case waiting(worker: Int, for: FutureID?)
    /// A job, or the program around the pool, said something.
    case logged(LogLine)
    /// A future is done. The text is a short form of its value or its error.
    case finished(FutureID, outcome: FutureOutcome, text: String)
    /// Dispatch was held: nothing starts until it is resumed.
    case held
    /// Dispatch goes on.
    case resumed
    /// The greatest number of workers changed.
    case resized(maxWorkers: Int)
    /// Nothing more can be submitted.
    case shutdownBegan(cancelFutures: Bool)
    /// The last worker is gone, and nothing more will happen.
    case shutDown
    /// The pool can run nothing more, for this reason.
    case broke(reason: String)
  }
}

/// Why a worker is gone.
public enum WorkerEndReason: Sendable, Hashable, Codable {
  /// The pool needed it no longer.
  case released
  /// It died while it was needed.
  case died(String)
}

/// Something that a job or a program said, and who said it.
public struct LogLine: Sendable, Hashable, Codable {
  /// The pool's worker on which it was said, if it was a worker.
  public var worker: Int?
  /// The future whose job said it, if a job did.
  public var future: FutureID?
  /// The name of the thread that said it.
  public var threadName: String
  /// The kernel's id of that thread.
  public var threadID: UInt64
  /// What was said, as it was said: one line or more, with whatever bytes it held.
  public var text: String

  /// Makes a line.
  public init(
    worker: Int? = nil, future: FutureID? = nil, threadName: String, threadID: UInt64, text: String
  ) {
    self.worker = worker
    self.future = future
    self.threadName = threadName
    self.threadID = threadID
    self.text = text
  }
}
