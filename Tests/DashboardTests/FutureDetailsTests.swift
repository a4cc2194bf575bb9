import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

/// What is told of one future, line by line.
@Suite("the details of a future")
struct FutureDetailsTests {
  private static let id = FutureID(rawValue: 0)

  /// The lines of a job's own log in its details.
  private func log(_ texts: [String], columns: Int) -> [String] {
    var history = PoolHistory(pool: Script(workers: 1).pool)
    history.apply(
      PoolEvent(time: .zero, change: .submitted(Self.id, name: "job")))
    history.apply(
      PoolEvent(time: .zero, change: .started(Self.id, worker: 0, attempt: 1)))
    for text in texts {
      let line = LogLine(worker: 0, future: Self.id, threadName: "w", threadID: 1, text: text)
      history.apply(PoolEvent(time: instant(1), change: .logged(line)))
    }
    let snapshot = history.snapshot(at: instant(2))
    var model = Model(title: "")
    _ = update(&model, .sampled(snapshot))
    let scene = Scene(model, snapshot, Size(columns: 80, rows: 24))
    let lines = snapshot.futures[id: Self.id].map {
      FutureDetails($0, scene).lines(columns: columns).map { $0.runs.map(\.text).joined() }
    }
    return Array((lines ?? []).drop { $0 != "log" }.dropFirst())
  }

  @Test("a long line of its log can be read to its end", arguments: [120, 60, 20])
  func longLine(_ columns: Int) {
    let text = (1...24).map { "word\($0)" }.joined(separator: "  ")
    #expect(text.count > 170)
    let lines = log(["short", text], columns: columns)
    let time = "15:07:39.600 "
    #expect(lines.first == "\(time)short")
    #expect(lines.allSatisfy { $0.count <= columns })
    #expect(lines.dropFirst().first?.hasPrefix("\(time)word1") == true)
    let indent = String(repeating: " ", count: time.count)
    let isIndented = lines.dropFirst(2).allSatisfy { $0.hasPrefix(indent) }
    #expect(isIndented)
    #expect(lines.dropFirst().map { $0.dropFirst(time.count) }.joined() == text)
  }

  @Test("what is said in several lines stands in as many")
  func severalLines() {
    #expect(
      log(["a\n  b\n\nc\n"], columns: 60) == [
        "15:07:39.600 a", "               b", "             ", "             c",
      ])
  }

  @Test("of a long log the last lines are told, also where they are long themselves")
  func longLog() {
    let long = String(repeating: "x", count: 50)
    let lines = log((1...150).map { "\($0) \(long)" }, columns: 60)
    #expect(lines.count == 200)
    #expect(lines.first?.contains("51 ") == true && lines.last?.hasSuffix("xxx") == true)
  }
}
