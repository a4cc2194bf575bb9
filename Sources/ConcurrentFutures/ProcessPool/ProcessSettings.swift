internal import Platform

/// How worker processes are started.
public enum StartMethod: Sendable, Hashable {
  /// This program is started again.
  case reexec
  /// Another program, at a path, that knows the same jobs.
  case executable(String)
}

/// What the death of a worker process costs.
public enum FailurePolicy: Sendable, Hashable {
  /// The job that it ran; a new worker takes its place.
  case respawn
  /// The pool: every future that is not done, as in Python.
  case breakPool
}

/// How a process pool was asked to be.
struct ProcessSettings: Sendable {
  /// Marks a process that is started as a worker, until
  /// ``ProcessPoolExecutor/runWorkerIfRequested(_:)``.
  static let marker = "CONCURRENT_FUTURES_WORKER"
  /// The longest time that a worker without a job may take to leave.
  static let leaveLimit = Duration.seconds(2)
  /// The longest time that a process may take to end whose socket is closed.
  ///
  /// Longer lets a slow machine tell how it ended; shorter ends one sooner that closed it and
  /// lives.
  static let deathLimit = Duration.seconds(5)
  /// The time from asking a process to end to ending it, where nobody says another.
  static let usualGrace = CommandRun.usualGrace
  /// How many workers may die in a row before they are ready, until the pool is broken.
  static let startDeathLimit = 3
  /// How many workers one job may end until it is not tried again.
  static let poisonLimit = 2
  /// How many processes in a row may be gone before they have read a run, until it counts as what
  /// they died of.
  ///
  /// One that died while it rested is nobody's fault; an input that no process can hold ends them
  /// all.
  static let unheardLimit = 3
  /// The longest time from one wait for a result to the next that makes the next likely.
  ///
  /// Longer leaves what nobody waits for lying longer, where it lies twice as long at most; shorter
  /// has the pool's watch look more often while results are waited for.
  static let hiddenSpan = Duration.milliseconds(1)
  /// Bytes of a job's output that are kept; what is cut off shows.
  static let outputLimit = 64 << 10
  /// Bytes of a job's last words on standard error that an error holds.
  static let tailLimit = 4 << 10
  /// What a worker's backtrace is like, where the program's user does not say: short, so that the
  /// error's own line is among the last words.
  static let backtrace =
    "interactive=no,color=no,threads=crashed,registers=none,images=none,limit=12,sanitize=no"

  var jobs: JobRegistry
  var startMethod: StartMethod
  var failurePolicy: FailurePolicy
  var maxTasksPerWorker: Int?
  var initializer: (job: String, input: [UInt8])?
  /// The longest time from the start of a process to its first word.
  ///
  /// Longer forgives a slow machine; shorter tells sooner of a program that forgets its first line.
  var handshakeLimit: Duration
}
