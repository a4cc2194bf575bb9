import Testing

@testable import PoolObservation

@Suite("The tail of a log")
struct LogTailTests {
  private func entry(_ text: String) -> LogTail.Entry {
    LogTail.Entry(time: .zero, line: LogLine(threadName: "w", threadID: 1, text: text))
  }

  @Test("forgets the oldest lines when there are too many, and counts them")
  func lines() {
    var log = LogTail(capacity: 2)
    for text in ["a", "b", "c"] { log.append(entry(text)) }
    #expect(log.entries.map(\.line.text) == ["b", "c"])
    #expect(log.totalCount == 3)
  }

  @Test("forgets as many of the oldest as a long line needs")
  func bytes() {
    var log = LogTail(byteCapacity: 10)
    for text in ["1234", "5678", "90"] { log.append(entry(text)) }
    #expect(log.entries.count == 3, "just as many as may be")
    log.append(entry("äöü"))
    #expect(log.entries.map(\.line.text) == ["90", "äöü"])
    log.append(entry("longer than all"))
    #expect(log.entries.isEmpty)
    log.append(entry("after"))
    #expect(log.entries.map(\.line.text) == ["after"])
    #expect(log.totalCount == 6)
  }

  @Test("of a pool keeps 64 MB of text at most")
  func usual() {
    #expect(LogTail().byteCapacity == 64 << 20)
  }
}
