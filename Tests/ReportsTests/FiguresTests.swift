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
  }
}
