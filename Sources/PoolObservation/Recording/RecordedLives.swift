// A line that says that a future is done tells only how; that it was submitted and started stood in
// earlier lines. After a seek these lie before the place where reading begins anew: the rows of the
// history as of there speak for them, so that a seek copies nothing.

/// The futures that are not done, as far as a recording was read.
struct RecordedLives: Sendable {
  /// One future that is not done.
  struct Life: Sendable {
    var name: String
    var tags: [String]
    var submittedAt: UInt64
    var startedAt = FinishedRun.neverStarted
    var priority: Int32
    var worker: Int32 = -1
    var attempt: Int32 = 0
    var isDone = false
  }

  /// Rows of futures that were submitted before reading began.
  private let earlier: FutureTable
  private let newestEarlier: FutureID?
  /// Those of the earlier ones that changed since, also those that are done.
  private var changed: [FutureID: Life] = [:]
  /// Those that were submitted since.
  private var later = LifeQueue()
  private var newest: FutureID?

  /// Begins with the futures of a history.
  init(_ history: PoolHistory? = nil) {
    earlier = history?.futures ?? FutureTable()
    newestEarlier = history?.newestID
    newest = newestEarlier
  }

  /// Notes a submission; returns false when the id is not greater than all before.
  mutating func submit(_ id: FutureID, _ life: Life) -> Bool {
    if let newest, newest >= id { return false }
    newest = id
    later.append(id, life)
    return true
  }

  /// Whether a submission can be of this future.
  func isNew(_ id: FutureID) -> Bool { newest.map { $0 < id } ?? true }

  /// Whether a future is far greater than all before.
  @inline(__always)
  func isFarAhead(_ id: FutureID) -> Bool {
    guard let newest else { return false }
    return id.rawValue > newest.rawValue && id.rawValue &- newest.rawValue > RecordingDecoder.idLeap
  }

  /// Whether a worker runs a future.
  func isRunning(_ id: FutureID, on worker: Int) -> Bool {
    (isEarlier(id) ? earlierLife(of: id) : later[id]).map { Int($0.worker) == worker } ?? false
  }

  private func isEarlier(_ id: FutureID) -> Bool { newestEarlier.map { id <= $0 } ?? false }

  /// The life of a future that was submitted before reading began, and is not done.
  private func earlierLife(of id: FutureID) -> Life? {
    if let life = changed[id] { return life.isDone ? nil : life }
    guard let row = earlier[id: id], row.outcome == nil else { return nil }
    return Life(row)
  }

  /// Notes a start; returns false when the future does not wait.
  mutating func start(_ id: FutureID, worker: Int, attempt: Int, at time: UInt64) -> Bool {
    change(id) { life in
      guard life.worker < 0 else { return false }
      life.startedAt = time
      life.worker = Int32(truncatingIfNeeded: worker)
      life.attempt = Int32(truncatingIfNeeded: attempt)
      return true
    }
  }

  /// Notes that it waits again; returns false when it does not run.
  mutating func wait(_ id: FutureID) -> Bool {
    change(id) { life in
      guard life.worker >= 0 else { return false }
      life.startedAt = FinishedRun.neverStarted
      life.worker = -1
      life.attempt = 0
      return true
    }
  }

  /// Changes the life of a future that is not done; returns whether there is one that could be.
  private mutating func change(_ id: FutureID, _ change: (inout Life) -> Bool) -> Bool {
    guard isEarlier(id) else { return later.change(id, change) }
    guard var life = earlierLife(of: id), change(&life) else { return false }
    changed[id] = life
    return true
  }

  /// Notes that it is done; returns how it got there, or `nil` when it was done before.
  mutating func end(_ id: FutureID) -> Life? {
    guard isEarlier(id) else { return later.remove(id) }
    guard var life = earlierLife(of: id) else { return nil }
    life.isDone = true
    changed[id] = life
    return life
  }
}

extension RecordedLives.Life {
  /// The life of a row that is not done.
  fileprivate init(_ row: FutureSnapshot) {
    self.init(
      name: row.name, tags: row.tags, submittedAt: row.submittedAt.nanoseconds,
      priority: Int32(clamping: row.priority))
    guard row.state == .running else { return }
    startedAt = row.startedAt?.nanoseconds ?? FinishedRun.neverStarted
    worker = row.worker.map(Int32.init(clamping:)) ?? -1
    attempt = Int32(clamping: row.attempt)
  }
}
