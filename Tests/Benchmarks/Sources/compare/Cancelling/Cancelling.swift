internal import ConcurrentFutures
internal import Contestants

/// `cancel()` of one among many, and the end of a pool with all of them.
struct Cancelling {
  /// How many of them are cancelled one by one, twice: at a stretch, and each timed for itself.
  static let cancelCount = 2_500

  let settings: Settings

  func measure() throws -> Table {
    let sizes = [settings.pending / 100, settings.pending / 10, settings.pending]
      .filter { $0 >= 4 * Self.cancelCount }
    var times = [CancelTimes](repeating: CancelTimes(), count: sizes.count)
    // Whoever comes first touches memory that the program did not have: that does not count.
    if let size = sizes.first {
      var warming = CancelTimes()
      try warming.measure(pending: size, round: settings.rounds)
    }
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "cancel")
      for place in sizes.indices {
        let index = (place + round) % sizes.count
        try times[index].measure(pending: sizes[index], round: round)
      }
    }
    var rows: [Row] = []
    for (size, times) in zip(sizes, times) {
      let setting = "of \(Unit.count(size)) pending"
      rows += [
        Row(subject: "cancel(), mean", setting: setting, unit: .nanoseconds, samples: times.means),
        Row(
          subject: "cancel(), slowest", setting: setting, unit: .microseconds,
          samples: times.slowest),
        Row(
          subject: "reading a future's state, mean", setting: setting, unit: .nanoseconds,
          samples: times.reads, ratio: times.means / times.reads),
        Row(
          subject: "shutdown(cancelFutures: true)", setting: setting, unit: .seconds,
          samples: times.shutdowns, target: size == 1_000_000 ? .atMost(1) : nil),
      ]
    }
    var remarks: [String] = []
    if let few = times.first, let many = times.last {
      remarks.append(
        "From the fewest pending to the most, `cancel()` takes "
          + "\(Row.times((many.means / few.means).median)) times as long, and reading a state, which "
          + "shows what it costs that memory is no longer cached, "
          + "\(Row.times((many.reads / few.reads).median)) times.")
    }
    return Table(
      title: "Cancelling \(Unit.count(2 * Self.cancelCount)) at random, then all others",
      rows: rows,
      remarks: remarks)
  }
}
