// A job is expected to run as long as others of its name do on average, or, where none of them has
// ended, as all do. One that says how far it is is known better than by any mean, and counts in the
// means as if it had ended.
//
// One that runs longer than that is expected to be as late again as it is. From twice its length on
// nobody can tell when it ends, and a mean counts only while more runs stand for it than run on
// beyond its double.

/// How long jobs can be expected to run, in nanoseconds; infinite where nobody can tell.
struct ExpectedLengths {
  /// What is known of the jobs of one name, or of all.
  private struct Figure {
    /// How many runs ended, or say how far they are.
    var count = 0
    var total = 0.0
    /// How many run on beyond twice the mean.
    var endlessCount = 0

    init(_ ended: JobRunTimes.Figure?) {
      count = ended?.count ?? 0
      total = Double(ended?.nanoseconds ?? 0)
    }

    var length: Double { count > endlessCount ? total / Double(count) : .infinity }
  }

  private let runTimes: JobRunTimes
  private let now: PoolInstant
  /// The names of jobs that run.
  private var running: [String: Figure] = [:]
  private var all: Figure

  init(_ snapshot: PoolSnapshot) {
    runTimes = snapshot.jobRunTimes
    now = snapshot.takenAt
    all = Figure(runTimes.overall)
    let rows = snapshot.workers.compactMap { $0.job(in: snapshot.futures) }
    for row in rows {
      guard let length = toldLength(of: row) else { continue }
      change(row.name) { figure in
        figure.count += 1
        figure.total += length
      }
    }
    // Looked for among all before they count, so that their order says nothing.
    let endless = rows.filter { toldLength(of: $0) == nil && rest(of: $0) == .infinity }
    for row in endless { change(row.name) { $0.endlessCount += 1 } }
  }

  /// Whether anything is known of any job.
  var isEmpty: Bool { all.count == 0 }

  /// Returns how long a job of a name runs.
  func length(_ name: String) -> Double {
    let own = running[name] ?? Figure(runTimes[name])
    return own.count + own.endlessCount > 0 ? own.length : all.length
  }

  /// Returns how long a job still runs.
  func rest(of row: FutureSnapshot) -> Double {
    let length = toldLength(of: row) ?? length(row.name)
    let elapsed = elapsed(of: row)
    guard length < .infinity else { return .infinity }
    if elapsed <= length { return length - elapsed }
    return elapsed <= 2 * length ? elapsed - length : .infinity
  }

  /// Returns how long a job will have run in the end, going by how far it said it was; `nil` where
  /// it did not say, or has refuted it since.
  private func toldLength(of row: FutureSnapshot) -> Double? {
    row.toldLength.flatMap { elapsed(of: row) <= 2 * $0 ? $0 : nil }
  }

  /// Returns how long a job has run.
  func elapsed(of row: FutureSnapshot) -> Double {
    row.startedAt.map { now.nanoseconds(since: $0) } ?? .infinity
  }

  private mutating func change(_ name: String, _ change: (inout Figure) -> Void) {
    change(&running[name, default: Figure(runTimes[name])])
    change(&all)
  }
}

extension WorkerSnapshot {
  /// The job it runs, while it runs one.
  func job(in futures: FutureTable) -> FutureSnapshot? {
    state == .running || state == .late ? current.flatMap { futures[id: $0] } : nil
  }
}

extension FutureSnapshot {
  /// How long it will have run in the end, going by how far it said it was.
  fileprivate var toldLength: Double? {
    guard let progress, progress > 0, let startedAt, let progressedAt else { return nil }
    return progressedAt.nanoseconds(since: startedAt) / progress
  }
}

extension PoolInstant {
  fileprivate func nanoseconds(since start: PoolInstant) -> Double {
    max(0, Double(nanoseconds) - Double(start.nanoseconds))
  }
}
