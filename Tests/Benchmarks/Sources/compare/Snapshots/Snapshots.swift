/// What a snapshot costs of a pool in which very many are pending.
struct Snapshots {
  /// How many futures change between two snapshots.
  static let changeCount = 1_000
  /// Snapshots of each kind in a round.
  static let snapshotCount = 20

  let settings: Settings

  func measure() throws -> Table {
    var first = Samples()
    var idle = Samples()
    var replaced = Samples()
    var scattered = Samples()
    var run = Samples()
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "snapshots")
      var pool = try PausedPool(pending: settings.pending)
      first.values.append(pool.millisecondsOfSnapshot())
      var times = (idle: Samples(), replaced: Samples(), run: Samples())
      var scatteredTimes = Samples()
      for _ in 0..<Self.snapshotCount {
        times.idle.values.append(pool.millisecondsOfSnapshot())
        try pool.replace(Self.changeCount / 2)
        times.replaced.values.append(pool.millisecondsOfSnapshot())
        try pool.run(Self.changeCount)
        times.run.values.append(pool.millisecondsOfSnapshot())
      }
      idle.values.append(times.idle.median)
      replaced.values.append(times.replaced.median)
      run.values.append(times.run.median)
      // Last, for those that are run must be the oldest.
      for _ in 0..<Self.snapshotCount {
        try pool.replaceAnywhere(Self.changeCount / 2)
        scatteredTimes.values.append(pool.millisecondsOfSnapshot())
      }
      scattered.values.append(scatteredTimes.median)
      pool.stop()
    }
    let half = Unit.count(Self.changeCount / 2)
    return Table(
      title: "snapshot() with \(Unit.count(settings.pending)) pending",
      rows: [
        row("nothing changed", idle, target: .atMost(1)),
        row("the newest \(half) cancelled, \(half) submitted", replaced, target: .atMost(1)),
        row("\(half) cancelled anywhere, \(half) submitted", scattered, target: .atMost(1)),
        row("\(Unit.count(Self.changeCount)) run", run, target: .atMost(1)),
        row("the first, of all of them", first),
      ])
  }

  private func row(_ setting: String, _ samples: Samples, target: Target? = nil) -> Row {
    Row(
      subject: "snapshot()", setting: setting, unit: .milliseconds, samples: samples,
      target: target)
  }
}
