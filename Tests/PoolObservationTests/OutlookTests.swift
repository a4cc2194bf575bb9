import SeededRandom
import Testing

@testable import PoolObservation

@Suite("The outlook of a future that waits")
struct OutlookTests {
  /// A pool of so many workers in which jobs took so long and some run since then.
  private func history(
    workers: Int, took lengths: [(String, Double)], running: [String] = []
  ) -> PoolHistory {
    var history = PoolHistory(
      pool: PoolDescription(name: "pool", kind: .thread, maxWorkers: workers, createdAt: 0))
    for worker in 0..<workers {
      history.note(.workerStarted(worker: worker, name: "w", systemID: 1), at: 0)
    }
    var number: UInt64 = 0
    for (name, length) in lengths {
      history.note(.submitted(id(number), name: name), at: 0)
      history.note(.started(id(number), worker: 0, attempt: 1), at: 0)
      history.note(.finished(id(number), outcome: .succeeded, text: ""), at: length)
      number += 1
    }
    for (worker, name) in running.enumerated() {
      history.note(.submitted(id(number), name: name), at: 100)
      history.note(.started(id(number), worker: worker, attempt: 1), at: 100)
      number += 1
    }
    return history
  }

  @Test("counts those of greater priority first, then those submitted before", arguments: 0..<5)
  func position(_ seed: Int) {
    var generator = SeededRandom(UInt64(seed))
    var history = history(workers: 2, took: [])
    var pending: [(id: UInt64, priority: Int)] = []
    for number in UInt64(0)..<3_000 {
      let priority = seed == 0 ? 0 : Int(generator.next() % 4) - 1
      history.note(.submitted(id(number), name: "a", priority: priority), at: 1)
      if generator.next() % 5 == 0 {
        history.note(.finished(id(number), outcome: .cancelled, text: ""), at: 1)
      } else {
        pending.append((number, priority))
      }
    }
    let snapshot = history.snapshot(at: seconds(2))
    let order = pending.sorted { ($1.priority, $0.id) < ($0.priority, $1.id) }.map { id($0.id) }
    let outlooks = snapshot.outlooks(of: order)
    #expect(order.map { outlooks[$0]?.position } == Array(1...order.count))
    #expect(snapshot.outlook(of: order[7])?.position == 8)
  }

  @Test("is nothing for a future that does not wait")
  func notPending() {
    var history = history(workers: 1, took: [("a", 1)], running: ["a"])
    let snapshot = history.snapshot(at: seconds(101))
    #expect(snapshot.outlook(of: id(0)) == nil && snapshot.outlook(of: id(1)) == nil)
    #expect(snapshot.outlook(of: id(99)) == nil)
  }

  @Test("estimates from the run times of each job's own name")
  func estimate() {
    var history = history(
      workers: 2, took: [("short", 1), ("long", 10), ("short", 3)], running: ["long", "short"])
    for (number, name) in ["long", "short", "short", "short"].enumerated() {
      history.note(.submitted(id(UInt64(10 + number)), name: name), at: 100)
    }
    // One worker is free in 9 s, the other in 1 s; a short job takes 2 s, a long one 10 s.
    let snapshot = history.snapshot(at: seconds(101))
    let starts = (10..<14).map { snapshot.outlook(of: id($0))?.estimatedStart }
    #expect(starts == [.seconds(1), .seconds(9), .seconds(11), .seconds(11)])
  }

  @Test("estimates a long queue by what a part of it looks like")
  func longQueue() throws {
    var history = history(workers: 4, took: [("short", 1), ("long", 3)])
    for number in UInt64(10)..<10_010 {
      history.note(.submitted(id(number), name: number % 2 == 0 ? "short" : "long"), at: 100)
    }
    let start = try #require(history.snapshot(at: seconds(100)).outlook(of: id(10_009)))
    let exact = 9_999.0 * 2 / 4
    let estimate = try #require(start.estimatedStart) / .seconds(1)
    #expect(abs(estimate - exact) < exact / 4)
  }

  @Test("knows no start behind jobs of which nobody can tell when they end")
  func behindEndless() {
    let took = (0..<4).map { ("sleep 0.\($0)", 0.1) }
    var history = history(workers: 2, took: took, running: ["sleep 60", "sleep 61"])
    history.note(.submitted(id(10), name: "sleep 62"), at: 100)
    #expect(
      history.snapshot(at: seconds(115)).outlook(of: id(10))
        == PendingOutlook(position: 1, reason: .worker))
  }

  @Test("counts on no worker of which nobody can tell when it is free")
  func besideEndless() {
    var history = history(
      workers: 2, took: [("short", 1), ("short", 1), ("long", 10)], running: ["long", "short"])
    for number in UInt64(10)..<13 {
      history.note(.submitted(id(number), name: "short"), at: 100)
    }
    let snapshot = history.snapshot(at: seconds(105))
    let starts = (10..<13).map { snapshot.outlook(of: id($0))?.estimatedStart }
    #expect(starts == [.seconds(5), .seconds(6), .seconds(7)])
  }

  @Test("goes by how far jobs say they are")
  func progress() {
    var history = history(workers: 1, took: [("failure", 0.01)], running: ["hour"])
    history.note(.progressed(id(1), fraction: 0.005, note: ""), at: 118)
    for number in UInt64(10)..<12 { history.note(.submitted(id(number), name: "hour"), at: 118) }
    let snapshot = history.snapshot(at: seconds(125))
    #expect(snapshot.outlook(of: id(10))?.estimatedStart == .seconds(3_600 - 25))
    #expect(snapshot.outlook(of: id(11))?.estimatedStart == .seconds(7_200 - 25))
  }

  @Test("knows no start before any job has ended, nor while dispatch is held")
  func unknown() {
    var history = history(workers: 1, took: [])
    history.note(.submitted(id(0), name: "a"), at: 1)
    #expect(
      history.snapshot(at: seconds(1)).outlook(of: id(0))
        == PendingOutlook(position: 1, reason: .worker))
    history.note(.held, at: 2)
    #expect(
      history.snapshot(at: seconds(2)).outlook(of: id(0))
        == PendingOutlook(position: 1, reason: .hold))
  }

  @Test("says that a future pauses between two attempts while a worker is free")
  func pause() {
    var history = history(workers: 1, took: [], running: ["a"])
    history.note(.retrying(id(0), outcome: .failed, text: "again"), at: 101)
    #expect(history.snapshot(at: seconds(101)).outlook(of: id(0))?.reason == .retryPause)
  }

  @Test("run times are kept for the names of late, and in sum for all")
  func manyNames() {
    var times = JobRunTimes()
    times.record("often", count: 1, totalNanoseconds: 5)
    for number in 0..<5_000 {
      times.record("job \(number)", count: 1, totalNanoseconds: 10)
      if number.isMultiple(of: 100) { times.record("often", count: 1, totalNanoseconds: 5) }
    }
    #expect(times["often"]?.count == 51 && times["often"]?.mean == .nanoseconds(5))
    #expect(times["job 0"] == nil && times["job 4999"]?.total == .nanoseconds(10))
    #expect(times.overall.count == 5_051)
    #expect(times.names.count <= 2 * JobRunTimes.nameLimit)
  }
}
