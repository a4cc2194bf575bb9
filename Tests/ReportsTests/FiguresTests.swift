import PoolObservation
import Testing

@testable import Reports

@Suite("The figures of a run")
struct FiguresTests {
  @Test("count, time and explain what went on")
  func figures() throws {
    let record = try Story.record
    let figures = Figures(record)
    #expect(figures.makespan == .seconds(7))
    #expect(record.ledger.retriedCount == 1)
    #expect(figures.longestQueue == 2)
    #expect(figures.startOrder(of: record.ledger).map(\.rawValue) == [0, 1])
    #expect(figures.jobs.map(\.name) == ["a", "<script>alert(1)</script>"])
    #expect(figures.waitTimes.count == 2 && figures.waitTimes.maximum == .seconds(4))
    #expect(figures.runTimes.median == .seconds(1) && figures.runTimes.maximum == .seconds(2))
    #expect(figures.causes[.held] == .seconds(1))
    #expect(figures.causes[.workers] == .seconds(2))
    #expect(figures.causes[.pauses] == .milliseconds(1_500))
    #expect(figures.causes[.jobs] == .seconds(2))
    #expect(figures.causes[.submissions] == .milliseconds(500))
    #expect(figures.causes.values.reduce(.zero, +) == .seconds(7))
  }

  /// Jobs one after the other, each for a second, that were submitted together.
  private static func queue(_ count: Int) -> [(Double, PoolEvent.Change)] {
    let submissions = (0..<count).map {
      (0.0, PoolEvent.Change.submitted(Story.id(UInt64($0)), name: "a"))
    }
    let runs = (0..<count).flatMap { number -> [(Double, PoolEvent.Change)] in
      let id = Story.id(UInt64(number))
      return [
        (Double(number), .started(id, worker: 0, attempt: 1)),
        (Double(number + 1), .finished(id, outcome: .succeeded, text: "")),
      ]
    }
    return [(0, .workerStarted(worker: 0, name: "w", systemID: 1))] + submissions + runs
  }

  @Test("the queue's peak stands no longer than it did, however long nothing happens after it")
  func pause() throws {
    var events: [(Double, PoolEvent.Change)] = [
      (0, .workerStarted(worker: 0, name: "w", systemID: 1))
    ]
    for number in 0..<5 as Range<UInt64> {
      events.append((0, .submitted(Story.id(number), name: "a")))
    }
    for number in 0..<5 {
      let (id, start) = (Story.id(UInt64(number)), Double(number) / 100)
      events += [
        (start, .started(id, worker: 0, attempt: 1)),
        (start + 0.01, .finished(id, outcome: .succeeded, text: "")),
      ]
    }
    events.append((60, .submitted(Story.id(9), name: "late")))
    let levels = Figures(try Story.record(of: events)).levels
    #expect(levels.first?.pending == 4 && levels.first?.running == 1)
    let rest = try #require(levels.first { $0.pending == 0 && $0.running == 0 })
    #expect(rest.time < Story.seconds(0.2))
    #expect(levels.map(\.time) == levels.map(\.time).sorted())
    #expect(levels.last?.pending == 1)
  }

  @Test("a worker that comes late was none before: what waited, waited for those that were there")
  func resized() throws {
    let events = Self.queue(10) + [(10, .resized(maxWorkers: 4))]
    let figures = Figures(try Story.record(of: events))
    #expect(figures.causes[.workers] == .seconds(9) && figures.causes[.pauses] == nil)
  }

  @Test("a worker that is not back from a job past its limit is no free one")
  func late() throws {
    let events: [(Double, PoolEvent.Change)] = [
      (0, .workerStarted(worker: 0, name: "w", systemID: 1)),
      (0, .submitted(Story.id(0), name: "slow")), (0, .submitted(Story.id(1), name: "next")),
      (0, .started(Story.id(0), worker: 0, attempt: 1)), (1, .ranOver(Story.id(0), worker: 0)),
      (1, .finished(Story.id(0), outcome: .timedOut, text: "")), (9, .workerFreed(worker: 0)),
      (9, .started(Story.id(1), worker: 0, attempt: 1)),
      (10, .finished(Story.id(1), outcome: .succeeded, text: "")),
    ]
    let record = try Story.record(of: events)
    let figures = Figures(record)
    #expect(figures.causes[.workers] == .seconds(9) && figures.causes[.pauses] == nil)
    var page = ""
    try record.write(.html) { page += $0 }
    #expect(page.contains("<title>#0, 8.00 s after its time limit</title>"))
  }

  @Test("of what is tried again, every form tells the wait for the first start")
  func retriedWait() throws {
    let record = try Story.record(of: [
      (0, .workerStarted(worker: 0, name: "w", systemID: 1)),
      (0, .submitted(Story.id(0), name: "a")), (1, .started(Story.id(0), worker: 0, attempt: 1)),
      (2, .retrying(Story.id(0), outcome: .failed, text: "")),
      (5, .started(Story.id(0), worker: 0, attempt: 2)),
      (6, .finished(Story.id(0), outcome: .succeeded, text: "")),
    ])
    #expect(Figures(record).waitTimes.maximum == .seconds(1))
    #expect(
      record.snapshot.waitTimes.count == 1 && record.snapshot.waitTimes.maximum == .seconds(1))
    var (csv, trace) = ("", "")
    try record.write(.csv) { csv += $0 }
    try record.write(.trace) { trace += $0 }
    #expect(csv.contains(",5.000000000,6.000000000,1.000000000,1.000000000,"), "\(csv)")
    #expect(trace.contains(#""wait_s":1.000000000"#))
  }

  @Test(
    "durations read as people write them",
    arguments: [
      (Duration.zero, "0 s"), (.nanoseconds(7), "7 ns"), (.nanoseconds(12_340), "12.3 µs"),
      (.milliseconds(340), "340 ms"), (.milliseconds(1_250), "1.25 s"), (.seconds(59), "59.0 s"),
      (.seconds(125), "2 min 5 s"), (.seconds(7_384), "2 h 3 min"), (.seconds(-1), "−1.00 s"),
    ])
  func durations(_ duration: Duration, _ text: String) {
    #expect(duration.reading == text)
  }

  @Test("percentiles are the least that so many do not exceed")
  func percentiles() {
    var times = Percentiles()
    for second in 1...200 { times.add(.seconds(second)) }
    times.sort()
    #expect(times.median == .seconds(100) && times.at(95) == .seconds(190))
    #expect(times.at(99) == .seconds(198) && times.maximum == .seconds(200))
    #expect(Percentiles().median == .zero)
    var few = Percentiles()
    for second in 1...3 { few.add(.seconds(second)) }
    #expect(few.median == .seconds(2) && few.at(95) == .seconds(3))
  }

  @Test(
    "large numbers are written in groups of three",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1\u{202F}000"), (-12_345, "−12\u{202F}345"),
      (9_123_456, "9\u{202F}123\u{202F}456"),
    ])
  func grouping(_ number: Int, _ text: String) {
    #expect(grouped(number) == text)
  }
}
