/// One worker of a pool, as of one moment.
public struct WorkerSnapshot: Sendable, Hashable, Codable {
  /// What a worker does.
  public enum State: String, Sendable, Hashable, Codable {
    /// Is being made fit for work: its process begins, or its initializer runs.
    case starting
    /// Waits for work.
    case idle
    /// Runs a job.
    case running
    /// Runs a job that passed its time limit and cannot be stopped.
    case late
    /// Gone, because the pool needed it no longer.
    case exited
    /// Died while it was needed.
    case lost
  }

  /// Its place in the pool, from 0; a place is not given twice.
  public var index: Int
  /// Its name, as its log lines bear it.
  public var name: String
  /// Its kernel thread id, or its process id.
  public var systemID: UInt64
  /// What it does.
  public var state: State
  /// What it runs, while it runs something.
  public var current: FutureID?
  /// The future that its job waits for, while it waits in a blocking call.
  public var waitsFor: FutureID?
  /// When it got into its state.
  public var since: PoolInstant
  /// When it was started.
  public var startedAt: PoolInstant
  /// How many jobs it ended well or badly.
  public var doneCount: Int
  /// How many of those did not end well.
  public var failedCount: Int
  /// How long it ran jobs, the current one not counted.
  public var finishedBusyTime: Duration
  /// What it ran last, oldest first; the current job stands last and has no end.
  public var spans: WorkerSpans
  /// How many spans have no end: more than one when a job runs another while it waits for it.
  var openSpanCount: Int
  /// How many older spans are no longer kept.
  public var forgottenSpanCount: Int
  /// What those came to, by quarters of a second.
  public var past: WorkerPast

  /// When it was gone, oldest first: a process that died comes back as another one.
  public var absences: [Absence]

  /// A stretch of time in which a worker was gone.
  public struct Absence: Sendable, Hashable, Codable {
    /// When it went.
    public var start: PoolInstant
    /// When it came back; `nil` while it is gone.
    public var end: PoolInstant?
    /// Whether it died, while it was needed.
    public var isDeath: Bool

    /// Makes a stretch of absence.
    public init(start: PoolInstant, end: PoolInstant? = nil, isDeath: Bool) {
      self.start = start
      self.end = end
      self.isDeath = isDeath
    }
  }

  /// Makes a worker that was just started and waits for work.
  public init(index: Int, name: String, systemID: UInt64, startedAt: PoolInstant) {
    self.index = index
    self.name = name
    self.systemID = systemID
    self.state = .idle
    self.current = nil
    self.waitsFor = nil
    self.since = startedAt
    self.startedAt = startedAt
    self.doneCount = 0
    self.failedCount = 0
    self.finishedBusyTime = .zero
    self.spans = []
    self.openSpanCount = 0
    self.forgottenSpanCount = 0
    self.past = WorkerPast(knownSince: startedAt)
    self.absences = []
  }

  /// Returns how long it ran jobs up to a moment, the current one counted.
  public func busyTime(at now: PoolInstant) -> Duration {
    state == .running || state == .late
      ? finishedBusyTime + since.duration(to: now) : finishedBusyTime
  }

  /// Returns the share of its life in which it ran jobs, from 0 to 1.
  ///
  /// The life of a worker that is gone ended when it went.
  public func busyShare(at now: PoolInstant) -> Double {
    let isGone = state == .exited || state == .lost
    let life = startedAt.duration(to: isGone ? since : now)
    guard life > .zero else { return 0 }
    return min(1, busyTime(at: now) / life)
  }
}
