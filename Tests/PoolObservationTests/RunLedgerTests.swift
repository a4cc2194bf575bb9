import PoolObservation
import Testing

@Suite("A ledger of a run")
struct RunLedgerTests {
  private static func id(_ number: Int) -> FutureID { FutureID(rawValue: UInt64(number)) }
  private static func second(_ count: Int) -> PoolInstant {
    PoolInstant(nanoseconds: UInt64(count) * 1_000_000_000)
  }

  /// Futures that run one after the other, each for a second.
  private static func batch(
    _ ids: Range<Int>, names: (Int) -> String = { _ in "a" }
  ) -> EventBatch {
    var batch = EventBatch()
    for number in ids {
      let start = second(number).nanoseconds
      batch.submitted(id(number), name: names(number), priority: 0, tags: [], at: start)
      batch.started(id(number), worker: 0, attempt: 1, at: start)
      batch.finished(
        FinishedRun(
          id: id(number), name: names(number), submittedAt: start, startedAt: start,
          finishedAt: second(number + 1).nanoseconds, worker: 0, attempt: 1, outcome: .succeeded))
    }
    return batch
  }

  private static func batch(_ events: [(Int, PoolEvent.Change)]) -> EventBatch {
    var batch = EventBatch()
    for (time, change) in events { batch.append(change, at: second(time)) }
    return batch
  }

  private func lives(_ ledger: RunLedger) -> [(id: FutureID, name: String)] {
    ledger.pages.flatMap { page in page.lives.map { ($0.id, page.names[Int($0.name)]) } }
  }

  @Test("keeps every life with its name, however many there are")
  func all() {
    var ledger = RunLedger()
    ledger.take(Self.batch(0..<5_000) { "job \($0 % 3)" })
    ledger.take(Self.batch(5_000..<20_000) { "job \($0)" })
    let lives = lives(ledger)
    #expect(lives.map(\.id) == (0..<20_000).map(Self.id))
    #expect(lives[4_999].name == "job 1" && lives[19_999].name == "job 19999")
    #expect(ledger.pages[1].lives[0].runTime(at: .zero) == .seconds(1))
    #expect(ledger.forgottenCount == 0)
  }

  @Test("is the same however its batches are cut", arguments: 0..<4)
  func cuts(_ seed: Int) {
    let ledgers = [1, 7, 400, 4_000].map { length in
      var story = Story(seed: seed)
      var ledger = RunLedger()
      var batch = EventBatch()
      story.begin(&batch)
      for step in 0..<4_000 {
        story.step(&batch)
        guard (step + 1).isMultiple(of: length) || step == 3_999 else { continue }
        ledger.take(batch)
        batch.removeAll()
      }
      return ledger
    }
    for ledger in ledgers.dropFirst() {
      #expect(lives(ledger).map(\.id) == lives(ledgers[0]).map(\.id))
      #expect(ledger.earlierAttempts == ledgers[0].earlierAttempts)
      #expect(ledger.lateRuns(until: .zero) == ledgers[0].lateRuns(until: .zero))
      #expect(ledger.failures.map(\.row) == ledgers[0].failures.map(\.row))
    }
  }

  @Test("with a limit forgets the oldest, and counts them")
  func limit() {
    var ledger = RunLedger(limit: 10_000)
    for start in stride(from: 0, to: 50_000, by: 1_000) {
      ledger.take(Self.batch(start..<(start + 1_000)))
    }
    let lives = lives(ledger)
    #expect(lives.count >= 10_000 && lives.count < 20_000)
    #expect(lives.count + ledger.forgottenCount == 50_000)
    #expect(lives.last?.id == Self.id(49_999))
  }

  @Test("knows attempts that were followed by others, also of jobs that ran within one")
  func attempts() {
    var ledger = RunLedger()
    ledger.take(
      Self.batch([
        (0, .submitted(Self.id(0), name: "outer")), (0, .submitted(Self.id(1), name: "inner")),
        (1, .started(Self.id(0), worker: 2, attempt: 1)),
        (2, .started(Self.id(1), worker: 2, attempt: 1)),
      ]))
    ledger.take(Self.batch([(3, .retrying(Self.id(1), outcome: .failed, text: ""))]))
    ledger.take(
      Self.batch([
        (4, .started(Self.id(1), worker: 0, attempt: 2)),
        (5, .retrying(Self.id(1), outcome: .crashed, text: "")),
        (6, .retrying(Self.id(0), outcome: .timedOut, text: "")),
      ]))
    let attempts = ledger.earlierAttempts.map {
      "#\($0.future) on \($0.worker) \($0.start.nanoseconds / 1_000_000_000) "
        + "to \($0.end.nanoseconds / 1_000_000_000) \($0.outcome)"
    }
    #expect(
      attempts == ["#1 on 2 2 to 3 failed", "#1 on 0 4 to 5 crashed", "#0 on 2 1 to 6 timedOut"])
    #expect(ledger.retriedCount == 1, "of those that came again, one has")
  }

  @Test("knows how long workers were not back from jobs whose limits had passed")
  func late() {
    func finish(_ number: Int, at second: Int) -> EventBatch {
      var batch = EventBatch()
      batch.finished(
        FinishedRun(
          id: Self.id(number), name: "a", submittedAt: 0, startedAt: 0,
          finishedAt: Self.second(second).nanoseconds, worker: 1, attempt: 1, outcome: .timedOut))
      return batch
    }
    var ledger = RunLedger()
    ledger.take(Self.batch([(1, .ranOver(Self.id(0), worker: 1))]))
    ledger.take(finish(0, at: 2))
    #expect(ledger.lateRuns(until: Self.second(4)).map(\.end) == [Self.second(4)])
    ledger.take(Self.batch([(5, .workerFreed(worker: 1)), (6, .ranOver(Self.id(1), worker: 1))]))
    ledger.take(finish(1, at: 7))
    ledger.take(
      Self.batch([(7, .workerFreed(worker: 1)), (8, .ranOver(Self.id(2), worker: 1))]))
    ledger.take(Self.batch([(9, .workerEnded(worker: 1, reason: .released))]))
    let runs = ledger.lateRuns(until: Self.second(10)).map {
      "#\($0.future) \($0.start.nanoseconds / 1_000_000_000) \($0.end.nanoseconds / 1_000_000_000)"
    }
    #expect(runs == ["#0 2 5", "#2 8 9"], "what ended in time again is none")
  }

  @Test("keeps of what a failed job said the last lines, and no more bytes than a log has")
  func longLogs() throws {
    func line(_ text: String) -> PoolEvent.Change {
      .logged(LogLine(worker: 0, future: Self.id(0), threadName: "w", threadID: 1, text: text))
    }
    var ledger = RunLedger()
    ledger.take(Self.batch([(0, .started(Self.id(0), worker: 0, attempt: 1))]))
    for number in 0..<100 {
      let text = String(repeating: "x", count: 10_000) + " \(number)"
      ledger.take(Self.batch([(0, line(text))]))
    }
    var batch = EventBatch()
    batch.finished(
      FinishedRun(
        id: Self.id(0), name: "a", submittedAt: 0, startedAt: 0, finishedAt: 9, worker: 0,
        attempt: 1, outcome: .failed))
    ledger.take(batch)
    func log() throws -> LogTail { try #require(ledger.failures.first?.log) }
    #expect(try log().entries.count == 6 && log().totalCount == 100)
    #expect(try log().entries.last?.line.text.hasSuffix("x 99") == true)
    ledger.take(Self.batch([(10, line(String(repeating: "é", count: 100_000) + "end"))]))
    let last = try #require(log().entries.last?.line.text)
    #expect(last.utf8.count <= 64 << 10 && last.hasPrefix("é") && last.hasSuffix("éend"))
  }

  @Test(
    "takes a large batch in which every job says something in the time that it takes",
    .timeLimit(.minutes(5)))
  func talkative() {
    var batch = EventBatch()
    for number in 0..<100_000 {
      let time = UInt64(number)
      batch.submitted(Self.id(number), name: "a", priority: 0, tags: [], at: time)
      batch.started(Self.id(number), worker: 0, attempt: 1, at: time)
      batch.append(
        .logged(
          LogLine(worker: 0, future: Self.id(number), threadName: "w", threadID: 1, text: "so")),
        at: PoolInstant(nanoseconds: time))
      batch.finished(
        FinishedRun(
          id: Self.id(number), name: "a", submittedAt: time, startedAt: time, finishedAt: time,
          worker: 0, attempt: 1, outcome: number == 99_999 ? .failed : .succeeded))
    }
    var ledger = RunLedger()
    ledger.take(batch)
    #expect(ledger.failures.first?.log.entries.map(\.line.text) == ["so"])
  }

  @Test("keeps what failed jobs said, up to their end and late, and of no others")
  func logs() {
    func line(_ id: Int, _ text: String) -> PoolEvent.Change {
      .logged(LogLine(worker: 0, future: Self.id(id), threadName: "w", threadID: 1, text: text))
    }
    var ledger = RunLedger()
    ledger.take(
      Self.batch([
        (0, .started(Self.id(0), worker: 0, attempt: 1)), (0, line(0, "well")),
        (0, .started(Self.id(1), worker: 1, attempt: 1)), (0, line(1, "bad")),
      ]))
    var batch = EventBatch()
    for (number, outcome) in [(0, FutureOutcome.succeeded), (1, .failed)] {
      batch.finished(
        FinishedRun(
          id: Self.id(number), name: "a", submittedAt: 0, startedAt: 0, finishedAt: 9,
          worker: Int32(number), attempt: 1, outcome: outcome, preview: .text("oh")))
    }
    ledger.take(batch)
    ledger.take(Self.batch([(1, line(0, "late")), (1, line(1, "late"))]))
    #expect(ledger.failures.map(\.row.id) == [Self.id(1)])
    #expect(ledger.failures.first?.row.text == "oh")
    #expect(ledger.failures.first?.log.entries.map(\.line.text) == ["bad", "late"])
  }

  @Test("takes what is not done from the rows at the end")
  func unfinished() {
    var running = FutureSnapshot(id: Self.id(7), name: "b", submittedAt: .zero)
    running.state = .running
    running.startedAt = Self.second(1)
    running.worker = 3
    let waiting = FutureSnapshot(id: Self.id(8), name: "a", submittedAt: .zero)
    var ledger = RunLedger()
    ledger.take(Self.batch(0..<1))
    ledger.close(with: FutureTable([running, waiting]))
    #expect(lives(ledger).map(\.name) == ["a", "b", "a"])
    let lives = ledger.pages[0].lives
    #expect(lives[1].worker == 3 && lives[1].runTime(at: Self.second(3)) == .seconds(2))
    #expect(lives[2].startedAt == nil && lives[2].outcome == nil)
  }
}
