internal import PoolObservation

/// What the futures are sorted by, in the order of the columns.
enum SortColumn: Sendable, Hashable, CaseIterable {
  case id
  /// Failed, running, pending, finished; the usual order.
  case state
  case worker
  case wait
  case run
  case attempt

  /// What the menu calls it.
  var title: String {
    switch self {
    case .id: "id, the order of submission"
    case .state: "state: failed, running, pending, finished"
    case .worker: "worker"
    case .wait: "wait, longest first"
    case .run: "run time, longest first"
    case .attempt: "attempt, most first"
    }
  }

  /// What a sentence calls it.
  var word: String {
    switch self {
    case .id: "id"
    case .state: "state"
    case .worker: "worker"
    case .wait: "wait"
    case .run: "run time"
    case .attempt: "attempt"
    }
  }

  /// Returns the column that stands so many further to the right, at most the last.
  func moved(by step: Int) -> SortColumn {
    let all = Self.allCases
    let place = all.firstIndex(of: self) ?? 0
    return all[min(max(0, place + step), all.count - 1)]
  }

  /// Returns what comes first when it is small.
  func rank(of row: FutureSnapshot, at now: PoolInstant) -> UInt64 {
    switch self {
    case .id: row.id.rawValue
    case .state: UInt64(FutureGroup(row).rawValue)
    case .worker: row.worker.map { UInt64(clamping: $0) } ?? .max
    case .wait: Self.descending(row.waitTime(at: now))
    case .run: row.runTime(at: now).map(Self.descending) ?? .max
    case .attempt: UInt64.max - UInt64(clamping: row.attempt)
    }
  }

  private static func descending(_ duration: Duration) -> UInt64 {
    UInt64(Int64.max) - UInt64(clamping: max(0, duration.nanoseconds))
  }
}

/// The groups of the usual order.
enum FutureGroup: Int, Sendable, Hashable, CaseIterable {
  case failed
  case running
  case pending
  case finished

  init(_ row: FutureSnapshot) {
    self.init(row.state, row.outcome)
  }

  init(_ state: FutureState, _ outcome: FutureOutcome?) {
    switch (state, outcome) {
    case (.running, _): self = .running
    case (.pending, _): self = .pending
    case (_, .failed?), (_, .crashed?), (_, .timedOut?): self = .failed
    case (.finished, _), (.cancelled, _): self = .finished
    }
  }
}
