import Testing

@testable import PoolObservation

@Suite("What a worker ran before the spans it keeps")
struct WorkerPastTests {
  private func worker(running count: Int, every milliseconds: UInt64) -> WorkerSnapshot {
    var worker = WorkerSnapshot(index: 0, name: "w", systemID: 1, startedAt: .zero)
    for number in 0..<UInt64(count) {
      let id = FutureID(rawValue: number)
      let start = number * milliseconds * 1_000_000
      worker.begin(id, at: PoolInstant(nanoseconds: start))
      worker.finish(
        id, number % 100 == 99 ? .failed : .succeeded,
        at: PoolInstant(nanoseconds: start + 500_000))
    }
    worker.forgetOldSpans()
    return worker
  }

  @Test("is summed up by quarters of a second, and nothing is left out")
  func sums() {
    let worker = worker(running: 10_000, every: 5)
    #expect(worker.past.knownSince == .zero)
    #expect(worker.past.quanta.map(\.index) == Array(0..<UInt32(worker.past.quanta.count)))
    let started = worker.past.quanta.reduce(0) { $0 + Int($1.startedCount) }
    #expect(started == worker.forgottenSpanCount && started + worker.spans.count == 10_000)
    #expect(worker.past.quanta.prefix(100).allSatisfy { $0.startedCount == 50 })
    #expect(worker.past.quanta.prefix(10).map(\.failedCount) == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1])
  }

  @Test("says since when it is known, once it is longer than is kept")
  func limit() {
    let worker = worker(running: 30_000, every: 25)
    #expect(worker.past.quanta.count <= WorkerPast.quantumLimit * 9 / 8)
    let first = worker.past.quanta.first.map { UInt64($0.index) * WorkerPast.quantumNanoseconds }
    #expect(worker.past.knownSince.nanoseconds == first)
  }

  @Test("a job of many quanta is in each of them, and started once")
  func longJob() {
    var past = WorkerPast(knownSince: .zero)
    past.add(
      WorkerSpan(
        future: FutureID(rawValue: 1), start: PoolInstant(nanoseconds: 300_000_000),
        end: PoolInstant(nanoseconds: 1_000_000_000), outcome: .failed))
    #expect(past.quanta.map(\.index) == [1, 2, 3])
    #expect(past.quanta.map(\.startedCount) == [1, 0, 0])
    #expect(past.quanta.map(\.failedCount) == [0, 0, 1])
    #expect(past.quanta(in: 2..<9).map(\.index) == [2, 3])
  }

  @Test("a job that waited for thousands of others on its worker ends, too")
  func openJobIsKept() {
    var worker = WorkerSnapshot(index: 0, name: "w", systemID: 1, startedAt: .zero)
    let outer = FutureID(rawValue: 0)
    worker.begin(outer, at: .zero)
    for number in 1...5_000 as ClosedRange<UInt64> {
      worker.begin(FutureID(rawValue: number), at: PoolInstant(nanoseconds: number * 10))
      worker.finish(
        FutureID(rawValue: number), .succeeded, at: PoolInstant(nanoseconds: number * 10 + 5))
      if number % 100 == 0 { worker.forgetOldSpans() }
    }
    #expect(worker.spans.first?.future == outer)
    worker.finish(outer, .succeeded, at: PoolInstant(nanoseconds: 60_000))
    #expect(worker.state == .idle && worker.doneCount == 5_001)
  }

  @Test("of a pool that was not observed, the past is not taken for idleness")
  func unobserved() {
    var worker = WorkerSnapshot(index: 0, name: "w", systemID: 1, startedAt: .zero)
    worker.doneCount = 3
    worker.since = PoolInstant(nanoseconds: 2_000_000_000)
    var snapshot = PoolSnapshot(pool: pool)
    snapshot.workers = [worker]
    var history = PoolHistory(resuming: snapshot)
    let resumed = history.snapshot(at: seconds(3)).workers[0]
    #expect(resumed.past.knownSince == seconds(2) && resumed.forgottenSpanCount == 3)
  }
}
