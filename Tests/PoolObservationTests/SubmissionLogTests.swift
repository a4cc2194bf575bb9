import Testing

@testable import PoolObservation

@Suite("A log of submissions")
struct SubmissionLogTests {
  @Test("keeps one run of those that follow each other and are alike")
  func runs() {
    var log = SubmissionLog()
    for number in 10..<20 { note(UInt64(number), "a", &log) }
    for number in 20..<23 { note(UInt64(number), "b", &log) }
    note(25, "b", &log)
    #expect(log.runs.map(\.ids) == [10..<20, 20..<23, 25..<26])
    #expect(log.labels.map(\.name) == ["a", "b"])
    #expect(told(log) == (10..<20).map { "\($0) a" } + ["20 b", "21 b", "22 b", "25 b"])
  }

  @Test("keeps priorities and tags apart")
  func labels() {
    var log = SubmissionLog()
    note(1, "a", &log)
    note(2, "a", priority: 1, &log)
    note(3, "a", priority: 1, tags: ["x"], &log)
    note(4, "a", priority: 1, tags: ["x"], &log)
    note(5, "a", priority: 1, &log)
    #expect(log.labels.map(\.priority) == [0, 1, 1, 1, 1])
    #expect(log.labels.map(\.tags) == [[], [], ["x"], ["x"], []])
    #expect(log.runs.count == 5)
  }

  @Test("takes in another one, as if all had been noted in it")
  func appending() {
    var whole = SubmissionLog()
    var first = SubmissionLog()
    var second = SubmissionLog()
    for (number, name) in [(1, "a"), (2, "a"), (3, "a"), (4, "b"), (6, "b"), (7, "a")] {
      note(UInt64(number), name, &whole)
      if number < 3 {
        note(UInt64(number), name, &first)
      } else {
        note(UInt64(number), name, &second)
      }
    }
    first.append(second, from: UInt32(first.count))
    #expect(told(first) == told(whole))
    #expect(first.runs.map(\.ids) == whole.runs.map(\.ids))
    #expect(first.labels.map(\.name) == ["a", "b", "a"])
    #expect(first.runs.map(\.firstPlace) == whole.runs.map(\.firstPlace))
  }

  @Test("stands in a batch between what came before it and what came after")
  func inBatch() {
    var log = SubmissionLog()
    for number in 1..<4 { note(UInt64(number), "a", &log) }
    var batch = EventBatch()
    batch.append(.held, at: .zero)
    batch.submitted(log)
    batch.append(.resumed, at: .zero)
    batch.submitted(FutureID(rawValue: 4), name: "a", priority: 0, tags: [], at: 4)
    let expected: [PoolEvent.Change] = [
      .held, .submitted(FutureID(rawValue: 1), name: "a"),
      .submitted(FutureID(rawValue: 2), name: "a"), .submitted(FutureID(rawValue: 3), name: "a"),
      .resumed, .submitted(FutureID(rawValue: 4), name: "a"),
    ]
    #expect(Array(batch).map(\.change) == expected)
    #expect(batch.submissions.runs.count == 2)
  }

  private func note(
    _ number: UInt64, _ name: String, priority: Int = 0, tags: [String] = [],
    _ log: inout SubmissionLog
  ) {
    log.append(
      FutureID(rawValue: number), name: name, priority: priority, tags: tags, at: number * 10,
      place: UInt32(log.count))
  }

  /// Each submission in few words.
  private func told(_ log: SubmissionLog) -> [String] {
    var cursor = log.cursor
    var told: [String] = []
    while let submission = cursor.next() {
      #expect(submission.time == submission.id.rawValue * 10)
      #expect(submission.place == UInt32(told.count))
      told.append("\(submission.id) \(log.labels[Int(submission.label)].name)")
    }
    return told
  }
}
