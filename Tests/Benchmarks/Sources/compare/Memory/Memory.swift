/// Resident bytes of a pending future with its job.
struct Memory {
  /// CPython's figure does not need as many, and would take 2 GB.
  static let pythonCount = 100_000

  let settings: Settings

  func measure() throws -> Table {
    let names: [(MemoryOf.Subject, name: String)] = [
      (.closure, "ConcurrentFutures"), (.job, "ConcurrentFutures, a Job"),
      (.bare, "bare closures in an array"),
    ]
    var samples = [Samples](repeating: Samples(), count: names.count)
    var python = Samples()
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "memory")
      for (index, (subject, _)) in names.enumerated() {
        let program = Program.itself("memory-of", subject.rawValue, "\(settings.pending)")
        samples[index].values.append(try program.number())
      }
      if Script.python.isAvailable {
        python.values.append(try Script.python.number(["pending", "\(Self.pythonCount)"]))
      }
    }
    var rows = names.enumerated().map { index, subject in
      let isLibrary = subject.0 != .bare
      // With fewer, what a pool keeps once and for all weighs more.
      let isJudged = isLibrary && settings.pending >= 1_000_000
      return row(
        subject.name, settings.pending, samples[index], target: isJudged ? .atMost(256) : nil,
        ratio: isLibrary ? nil : samples[0] / samples[index])
    }
    if !python.values.isEmpty {
      rows.append(
        row("CPython's Future", Self.pythonCount, python, ratio: samples[0] / python))
    }
    return Table(title: "Resident memory of each pending future with its job", rows: rows)
  }

  private func row(
    _ subject: String, _ count: Int, _ samples: Samples, target: Target? = nil,
    ratio: Samples? = nil
  ) -> Row {
    Row(
      subject: subject, setting: "\(Unit.count(count)) pending", unit: .bytes, samples: samples,
      target: target, ratio: ratio)
  }
}
