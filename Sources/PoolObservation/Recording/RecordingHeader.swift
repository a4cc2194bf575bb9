/// The first line of a recording: what was run, and when.
package struct RecordingHeader: Sendable, Hashable {
  /// The version of the format that this program writes.
  package static let currentVersion = 1
  /// The speeds that a run can have.
  package static let speeds = 0.001...1_000_000.0

  /// The version of the format; greater than ``currentVersion`` when a later program wrote it.
  package var version = RecordingHeader.currentVersion
  /// The scenario's or the program's name.
  package var title: String
  /// What the scenario says of itself, if it says something.
  package var description: String?
  /// The pool as it was when it was made; its `createdAt` is the time of the line.
  package var pool: PoolDescription
  /// What everything random was drawn from.
  package var seed: UInt64?
  /// How many seconds of the scenario passed in one.
  package var speed: Double?
  /// The program's process id.
  package var processID: Int?

  package init(title: String, pool: PoolDescription) {
    self.title = title
    self.pool = pool
  }
}

/// The last line of a recording: what the run came to.
package struct RecordedVerdict: Sendable, Hashable {
  /// One figure that was expected, beside what came.
  package struct Check: Sendable, Hashable {
    package var name: String
    package var expected: String
    package var actual: String
    package var isMet: Bool

    package init(name: String, expected: String, actual: String, isMet: Bool) {
      self.name = name
      self.expected = expected
      self.actual = actual
      self.isMet = isMet
    }
  }

  /// When it was judged.
  package var time: PoolInstant
  /// Whether a signal cut the run short.
  package var isInterrupted: Bool
  /// Whether everything was as expected.
  package var isMet: Bool
  /// The run in one sentence.
  package var sentence: String
  /// How many futures came to each outcome.
  package var counts: FutureCounts
  package var checks: [Check]

  package init(
    time: PoolInstant, isInterrupted: Bool = false, isMet: Bool, sentence: String,
    counts: FutureCounts, checks: [Check] = []
  ) {
    self.time = time
    self.isInterrupted = isInterrupted
    self.isMet = isMet
    self.sentence = sentence
    self.counts = counts
    self.checks = checks
  }
}
