import Testing

@testable import PoolObservation

@Suite("The tail of a log")
struct LogTailTests {
  private func entry(
    _ text: String, at nanoseconds: UInt64 = 0, isEvent: Bool = false
  ) -> LogTail.Entry {
    LogTail.Entry(
      time: PoolInstant(nanoseconds: nanoseconds),
      line: LogLine(threadName: "w", threadID: 1, text: text), isEvent: isEvent)
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

  @Test("keeps what was said, however much happens, and its last events")
  func events() {
    var log = LogTail(capacity: 100)
    for number in 1...60 { log.append(entry("said \(number)")) }
    for number in 1...1_000 { log.append(entry("happened \(number)", isEvent: true)) }
    let said = log.entries.filter { !$0.isEvent }
    let events = log.entries.filter(\.isEvent)
    #expect(said.map(\.line.text) == (1...60).map { "said \($0)" })
    #expect(said.map(\.number) == Array(1...60))
    #expect((12...25).contains(events.count))
    #expect(events.map(\.number) == Array(1_061 - events.count...1_060))
    for number in 61...200 { log.append(entry("said \(number)")) }
    #expect(log.entries.count == 100 && log.totalCount == 1_200)
    #expect(log.entries.first?.line.text == "said 101")
    log.forget(downTo: 0)
    #expect(log.entries.isEmpty)
  }

  @Test("takes in what another tells of the pool, in the order of time")
  func taken() {
    var log = LogTail()
    for time: UInt64 in [1, 3, 5] { log.append(entry("said \(time)", at: time)) }
    var former = LogTail()
    former.append(entry("began", at: 0, isEvent: true))
    former.append(entry("said 1", at: 1))
    former.append(entry("failed", at: 4, isEvent: true))
    former.append(entry("ended", at: 9, isEvent: true))
    log.takeEvents(of: former)
    #expect(
      log.entries.map(\.line.text) == ["began", "said 1", "said 3", "failed", "said 5", "ended"])
    #expect(log.entries.map(\.number) == Array(1...6) && log.totalCount == 6)
  }

  @Test("counts no fewer lines once it has taken in what another tells")
  func takenOfMany() {
    var (log, former) = (LogTail(), LogTail())
    for time: UInt64 in 1...15 {
      log.append(entry("said \(time)", at: time))
      former.append(entry("said \(time)", at: time))
    }
    for time: UInt64 in 16...1_015 {
      former.append(entry("happened \(time)", at: time, isEvent: true))
    }
    log.append(entry("said late", at: 2_000))
    for total in [1_016, 1_017] {
      var next = log
      next.takeEvents(of: former)
      #expect(next.totalCount == total)
      #expect(
        next.entries.map(\.number) == Array(total - next.entries.count + 1...total))
      former = next
      log.append(entry("said later", at: 3_000))
    }
  }

  @Test("keeps the last event, however few lines it keeps", arguments: 1...8)
  func small(_ capacity: Int) {
    var log = LogTail(capacity: capacity)
    for number in 1...20 {
      log.append(entry("happened \(number)", isEvent: true))
      #expect(log.entries.last?.line.text == "happened \(number)")
    }
  }

  @Test("of a pool keeps 64 MB of text at most")
  func usual() {
    #expect(LogTail().byteCapacity == 64 << 20)
  }
}
