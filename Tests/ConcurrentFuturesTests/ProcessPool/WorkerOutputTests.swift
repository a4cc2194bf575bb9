import Foundation
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("What worker processes say", .timeLimit(.minutes(5)))
struct WorkerOutputTests {
  @Test("writes down what a job prints and logs, in order, as the job's")
  func output() async throws {
    try await withPool(.forTests(maxWorkers: 2)) { pool in
      let lines = (0..<200).map { "line \($0)" }
      let printed = try (0..<4).map { _ in try pool.submit(act, .printLines(lines)) }
      let logged = try pool.submit(act, .log(["one", "two"]))
      for future in printed + [logged] { _ = try future.result() }
      let log = pool.snapshot().log.entries.map(\.line)
      for future in printed {
        #expect(log.filter { $0.future == future.id }.map(\.text) == lines)
      }
      #expect(log.filter { $0.future == logged.id }.map(\.text) == ["one", "two"])
    }
  }

  @Test("keeps 64 KiB of what a job logs, and says how much more there was")
  func longLog() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let lines = [String](repeating: String(repeating: "x", count: 1_023), count: 100)
      let future = try pool.submit(act, .log(lines))
      _ = try future.result()
      let log = pool.snapshot().log.entries.map(\.line).filter { $0.future == future.id }
      #expect(log.count == 65)
      #expect(log.last?.text == "… \(36 << 10) more bytes of output were cut off")
    }
  }

  @Test("keeps the beginning of a line that is too long, says how long the rest was, and no more")
  func longLine() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let long = "head" + String(repeating: "ä", count: 100_000) + "tail"
      let future = try pool.submit(act, .printLines(["first", long, "behind it"]))
      _ = try future.result()
      let lines = pool.snapshot().log.entries.map(\.line).filter { $0.future == future.id }
      #expect(lines.first?.text == "first")
      let kept = lines.dropLast().reduce(0) { $0 + $1.text.utf8.count + 1 }
      #expect((64 << 10) - 2...64 << 10 ~= kept)
      #expect(lines.contains { $0.text.hasPrefix("headä") && $0.text.hasSuffix("ä") })
      #expect(!lines.contains { $0.text.contains("tail") || $0.text == "behind it" })
      #expect(lines.last?.text.hasSuffix(" more bytes of output were cut off") == true)
    }
  }

  @Test("takes no word of the initializer for a job's, whether its line has an end or not")
  func initializerOutput() async throws {
    let initializer = WorkerInitializer(act, .printPartial("half", error: "a line"))
    try await withPool(.forTests(maxWorkers: 1, initializer: initializer)) { pool in
      let future = try pool.submit(act, .printLines(["one"]))
      _ = try future.result()
      let log = pool.snapshot().log.entries.map(\.line)
      #expect(log.filter { $0.future == future.id }.map(\.text) == ["one"])
      #expect(Set(log.filter { $0.future == nil }.map(\.text)).isSuperset(of: ["half", "a line"]))
    }
  }

  @Test("hears all that a worker says while nothing runs, and goes on with it")
  func idleWords() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let before = try pool.submit(place, 0).result()[2]
      _ = try pool.submit(act, .leaveLogger(1_500)).result()
      try waitUntil {
        usleep(10_000)
        return pool.snapshot().log.entries.contains { $0.line.text == "late 1499" }
      }
      let texts = pool.snapshot().log.entries.map(\.line.text).filter { $0.hasPrefix("late ") }
      #expect(texts == (0..<1_500).map { "late \($0)" })
      #expect(try pool.submit(place, 0).result()[2] == before)
    }
  }

  @Test("takes what a job says after its end for nobody's, and not for the next job's")
  func lateWords() async throws {
    let (first, second) = (try SharedGate(), try SharedGate())
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      _ = try pool.submit(act, .leaveTalker(first.path)).result()
      let next = try pool.submit(act, .waitForGate(second.path))
      try waitUntil { next.isRunning }
      first.open()
      try waitUntil {
        usleep(10_000)
        return pool.snapshot().log.entries.contains { $0.line.text == "late" }
      }
      let snapshot = pool.snapshot()
      #expect(snapshot.log.entries.filter { $0.line.text == "late" }.map(\.line.future) == [nil])
      #expect(snapshot.futures[id: next.id]?.progress == nil)
      second.open()
      _ = try next.result()
    }
  }
}
