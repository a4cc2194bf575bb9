// A million of these may lie in a table, so a row is 96 bytes: times without a byte that says
// whether they are there, a worker and an attempt of 32 bits, and what only few futures have
// (tags, progress, a note) in an object of its own. A result is kept as what it is, and becomes a
// text when somebody reads it.

/// One future, as of one moment.
public struct FutureSnapshot: Sendable, Identifiable {
  /// Which future it is.
  public let id: FutureID
  /// The job's name, or what the submitter gave.
  public var name: String
  /// When it was submitted.
  public var submittedAt: PoolInstant
  /// `absent` when it never started.
  private var start: UInt64
  /// `absent` while it is not done.
  private var finish: UInt64
  /// `noWorker` when no worker took it.
  private var workerIndex: Int32
  private var attemptNumber: Int32
  /// Higher starts first.
  public var priority: Int
  private var remarks: Remarks?
  private var result: ResultPreview
  /// Where it stands.
  public var state: FutureState
  /// What came of it, once it is done.
  public var outcome: FutureOutcome?

  private static let absent = UInt64.max
  private static let noWorker = Int32.min

  /// What few futures have.
  private final class Remarks: Sendable {
    let progress: Double?
    let progressedAt: PoolInstant?
    let tags: [String]

    init?(progress: Double?, at time: PoolInstant?, tags: [String]) {
      guard progress != nil || !tags.isEmpty else { return nil }
      self.progress = progress
      progressedAt = time
      self.tags = tags
    }
  }

  /// Makes a future that was just submitted.
  public init(
    id: FutureID, name: String, submittedAt: PoolInstant, tags: [String] = [], priority: Int = 0
  ) {
    self.id = id
    self.name = name
    self.submittedAt = submittedAt
    self.start = Self.absent
    self.finish = Self.absent
    self.workerIndex = Self.noWorker
    self.attemptNumber = 0
    self.priority = priority
    self.remarks = tags.isEmpty ? nil : Remarks(progress: nil, at: nil, tags: tags)
    self.result = .none
    self.state = .pending
    self.outcome = nil
  }

  /// Whether nothing is known of it but its name, its priority and when it was submitted.
  var isUntouched: Bool {
    guard state == .pending, start == Self.absent, attemptNumber == 0, remarks == nil else {
      return false
    }
    if case .none = result { return true }
    return false
  }

  /// Makes a future that is done.
  package init(_ run: FinishedRun, tags: [String]? = nil, priority: Int? = nil) {
    self.init(
      id: run.id, name: run.name, submittedAt: PoolInstant(nanoseconds: run.submittedAt),
      tags: tags ?? run.tags, priority: priority ?? Int(run.priority))
    finish(run)
  }

  /// Notes that it is done, and how it got there.
  package mutating func finish(_ run: FinishedRun) {
    // A future that waits for another attempt has a start that the end of its life does not tell.
    if run.startedAt != FinishedRun.neverStarted {
      start = run.startedAt
      workerIndex = run.worker < 0 ? Self.noWorker : run.worker
      attemptNumber = run.attempt
    }
    finish(run.outcome, run.preview, at: PoolInstant(nanoseconds: run.finishedAt))
  }

  /// Notes that it is done.
  mutating func finish(_ outcome: FutureOutcome, _ result: ResultPreview, at time: PoolInstant) {
    finish = time.nanoseconds
    self.result = result
    self.outcome = outcome
    state = outcome == .cancelled ? .cancelled : .finished
  }
}

// MARK: - What is kept in another form

extension FutureSnapshot {
  /// When a worker began to run it, the last time.
  public var startedAt: PoolInstant? {
    get { start == Self.absent ? nil : PoolInstant(nanoseconds: start) }
    set { start = newValue?.nanoseconds ?? Self.absent }
  }

  /// When it was done.
  public var finishedAt: PoolInstant? {
    get { finish == Self.absent ? nil : PoolInstant(nanoseconds: finish) }
    set { finish = newValue?.nanoseconds ?? Self.absent }
  }

  /// Which worker runs it or ran it last.
  public var worker: Int? {
    get { workerIndex == Self.noWorker ? nil : Int(workerIndex) }
    set { workerIndex = newValue.map(Int32.init(clamping:)) ?? Self.noWorker }
  }

  /// Which attempt this is, from 1; 0 before the first.
  public var attempt: Int {
    get { Int(attemptNumber) }
    set { attemptNumber = Int32(clamping: newValue) }
  }

  /// How far the job says it is, from 0 to 1.
  public var progress: Double? { remarks?.progress }

  /// When the job said how far it is.
  public var progressedAt: PoolInstant? { remarks?.progressedAt }

  /// Notes how far the job says it is, and when it said so.
  package mutating func progress(to fraction: Double, at time: PoolInstant?) {
    remarks = Remarks(progress: fraction, at: time, tags: tags)
  }

  /// Forgets how far the job was: it begins anew.
  mutating func forgetProgress() {
    if progress != nil { remarks = Remarks(progress: nil, at: nil, tags: tags) }
  }

  /// What the submitter marked it with.
  public var tags: [String] {
    get { remarks?.tags ?? [] }
    set { remarks = Remarks(progress: progress, at: progressedAt, tags: newValue) }
  }

  /// A short form of its value or its error, once it is done; before, what the job says it does, or
  /// how its last attempt ended.
  ///
  /// Made when it is read. The text of a value that nobody holds any more is empty, unless the
  /// value is nothing, a number, a truth value or a text.
  public var text: String {
    get { result.text }
    set { result = newValue.isEmpty ? .none : .text(newValue) }
  }

  /// Returns how long it waited, or has waited until a moment, before it ran.
  public func waitTime(at now: PoolInstant) -> Duration {
    submittedAt.duration(to: startedAt ?? finishedAt ?? now)
  }

  /// Returns how long it ran, or has run until a moment; `nil` while it waits, also for another
  /// attempt, and when it was cancelled, which nothing is that runs.
  public func runTime(at now: PoolInstant) -> Duration? {
    guard state == .running || state == .finished else { return nil }
    return startedAt.map { $0.duration(to: finishedAt ?? now) }
  }
}
