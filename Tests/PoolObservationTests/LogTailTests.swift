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

  @Test("goes on from what an earlier one tells, whose lines keep their numbers")
  func follows() {
    var (log, former) = (LogTail(), LogTail())
    for time: UInt64 in [1, 3] {
      log.append(entry("said \(time)", at: time))
      former.append(entry("said \(time)", at: time))
      former.append(entry("happened \(time)", at: time, isEvent: true))
    }
    for time: UInt64 in [5, 6] { log.append(entry("said \(time)", at: time)) }
    let before = former.entries
    former = log.following(former)
    #expect(Array(former.entries.prefix(4)) == Array(before))
    #expect(former.entries.suffix(2).map(\.line.text) == ["said 5", "said 6"])
    #expect(former.entries.map(\.number) == Array(1...6) && former.totalCount == 6)
  }

  @Test("goes on where more happened than is kept, and more was said meanwhile")
  func followsMuch() throws {
    var (log, former) = (LogTail(), LogTail())
    for time: UInt64 in 1...15 {
      log.append(entry("said \(time)", at: time))
      former.append(entry("said \(time)", at: time))
    }
    for time: UInt64 in 16...1_015 {
      former.append(entry("happened \(time)", at: time, isEvent: true))
    }
    for number in 1_016...1_017 {
      log.append(entry("said late", at: UInt64(number)))
      let before = former.entries
      former = log.following(former)
      #expect(Array(former.entries.dropLast()) == Array(before))
      #expect(former.entries.last?.number == number && former.totalCount == number)
    }
    for number: UInt64 in 1_018...5_000 { log.append(entry("said \(number)", at: number)) }
    let last = log.following(former)
    #expect(last.entries.map(\.number) == Array(3_001...5_000) && last.totalCount == 5_000)
    #expect(last.entries.allSatisfy { $0.line.text == "said \($0.number)" })
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

extension LogTail {
  fileprivate func following(_ former: LogTail) -> LogTail {
    var log = self
    log.follow(former)
    return log
  }
}
