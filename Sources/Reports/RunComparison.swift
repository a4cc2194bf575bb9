internal import PoolObservation

/// Two runs beside each other, figure by figure.
package struct RunComparison: Sendable {
  /// One figure of both.
  package struct Line: Sendable, Hashable {
    package var name: String
    package var first: String
    package var second: String
    package var isSame: Bool
  }

  /// What times may differ by.
  package struct Tolerance: Sendable, Hashable {
    /// A part of the longer one: 0.1 is a tenth.
    package var share: Double
    /// What never counts, however large a part it is.
    package var least: Duration

    package init(share: Double = 0.1, least: Duration = .milliseconds(50)) {
      self.share = share
      self.least = least
    }

    func covers(_ first: Duration, _ second: Duration) -> Bool {
      let difference = first > second ? first - second : second - first
      return difference <= least || difference <= max(first, second) * share
    }
  }

  package private(set) var lines: [Line] = []

  /// Whether nothing differs beyond what was tolerated.
  package var isSame: Bool { lines.allSatisfy(\.isSame) }
  package var differenceCount: Int { lines.count { !$0.isSame } }

  /// Compares two runs.
  package init(_ first: RunRecord, _ second: RunRecord, within tolerance: Tolerance) {
    let figures = (Figures(first), Figures(second))
    compareCounts(first, second)
    compareTimes(figures.0, figures.1, tolerance)
    compareOrder(first, second, figures)
    compareJobs(figures.0.jobs, figures.1.jobs)
  }
}

extension RunComparison {
  private mutating func add(_ name: String, _ first: String, _ second: String) {
    lines.append(Line(name: name, first: first, second: second, isSame: first == second))
  }

  private mutating func add(
    _ name: String, _ first: Duration, _ second: Duration, _ tolerance: Tolerance
  ) {
    lines.append(
      Line(
        name: name, first: first.reading, second: second.reading,
        isSame: tolerance.covers(first, second)))
  }

  private mutating func compareCounts(_ first: RunRecord, _ second: RunRecord) {
    let counts = (first.counts, second.counts)
    add("futures", "\(counts.0.total)", "\(counts.1.total)")
    for outcome in FutureOutcome.allCases {
      add(outcome.word, "\(counts.0[outcome])", "\(counts.1[outcome])")
    }
    add("not done", "\(counts.0.unfinished)", "\(counts.1.unfinished)")
    add("retried", "\(first.ledger.retriedCount)", "\(second.ledger.retriedCount)")
    add("end", Self.end(of: first), Self.end(of: second))
    add(
      "lost events", "\(first.snapshot.droppedEventCount)", "\(second.snapshot.droppedEventCount)")
  }

  private static func end(of record: RunRecord) -> String {
    guard let verdict = record.verdict else { return "cut off" }
    return verdict.isInterrupted ? "interrupted" : "judged"
  }

  private mutating func compareTimes(
    _ first: Figures, _ second: Figures, _ tolerance: Tolerance
  ) {
    add("makespan", first.makespan ?? .zero, second.makespan ?? .zero, tolerance)
    for (name, left, right) in [
      ("wait", first.waitTimes, second.waitTimes), ("run", first.runTimes, second.runTimes),
    ] {
      for percentage in [50, 95, 99] {
        add("\(name) p\(percentage)", left.at(percentage), right.at(percentage), tolerance)
      }
      add("\(name) max", left.maximum, right.maximum, tolerance)
    }
  }

  /// Futures are the same when they were submitted as the same: the ids of two programs may differ.
  private mutating func compareOrder(
    _ first: RunRecord, _ second: RunRecord, _ figures: (Figures, Figures)
  ) {
    let orders = (
      Self.submissions(of: figures.0.startOrder(of: first.ledger), first.ledger),
      Self.submissions(of: figures.1.startOrder(of: second.ledger), second.ledger)
    )
    guard let place = zip(orders.0, orders.1).enumerated().first(where: { $1.0 != $1.1 }) else {
      return add("order of starts", "\(orders.0.count) started", "\(orders.1.count) started")
    }
    add(
      "order of starts", "start \(place.offset + 1) was submission \(place.element.0 + 1)",
      "submission \(place.element.1 + 1)")
  }

  /// Which submissions these were, from 0.
  private static func submissions(of ids: [FutureID], _ ledger: RunLedger) -> [Int] {
    // Ids grow with submission.
    let all = ledger.pages.flatMap { $0.lives.map(\.id) }.sorted()
    return ids.compactMap { id in
      var (low, high) = (0, all.count)
      while low < high {
        let middle = (low + high) / 2
        if all[middle] < id { low = middle + 1 } else { high = middle }
      }
      return low < all.count && all[low] == id ? low : nil
    }
  }

  private mutating func compareJobs(_ first: [Figures.Job], _ second: [Figures.Job]) {
    func byName(_ jobs: [Figures.Job]) -> [String: FutureCounts] {
      Dictionary(jobs.map { ($0.name, $0.counts) }) { first, _ in first }
    }
    let counts = (byName(first), byName(second))
    for name in Set(counts.0.keys).union(counts.1.keys).sorted() {
      add(
        "job \(visible(name.isEmpty ? "(no name)" : name))",
        counts.0[name]?.outcomes ?? "none", counts.1[name]?.outcomes ?? "none")
    }
  }
}

extension FutureCounts {
  /// What came of them, in words: `5 succeeded, 1 failed`.
  fileprivate var outcomes: String {
    var parts = FutureOutcome.allCases.filter { self[$0] > 0 }.map { "\(self[$0]) \($0.word)" }
    if unfinished > 0 { parts.append("\(unfinished) not done") }
    return parts.joined(separator: ", ")
  }
}
