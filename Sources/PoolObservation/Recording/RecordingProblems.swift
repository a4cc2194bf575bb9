/// What was wrong with a recording, in sentences that name the line.
package struct RecordingProblems: Sendable, Hashable {
  /// The first of them.
  package private(set) var sentences: [String] = []
  /// How many there were.
  package private(set) var count = 0

  /// How many sentences are kept.
  ///
  /// More tells more of a file that is broken all over; fewer can be read.
  private static let limit = 20

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// Notes what is wrong with a line, counted from 1.
  mutating func note(line: Int, _ sentence: String) {
    note("line \(line): \(sentence)")
  }

  /// Notes what is wrong with all of it.
  package mutating func note(_ sentence: String) {
    count += 1
    if sentences.count < Self.limit { sentences.append(sentence) }
  }

  /// The sentences, and how many more there are.
  package var lines: [String] {
    count > sentences.count
      ? sentences + ["and \(count - sentences.count) more lines like these"] : sentences
  }
}
