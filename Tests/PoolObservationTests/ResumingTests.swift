import Testing

@testable import PoolObservation

@Suite("A history that goes on from a snapshot")
struct ResumingTests {
  /// What a pool that nobody observed knows: its counts, its workers, what it runs, the last lives.
  private func baseline(done: Int) -> PoolSnapshot {
    var snapshot = PoolSnapshot(pool: pool, takenAt: seconds(10))
    snapshot.counts.succeeded = done
    snapshot.counts.running = 1
    snapshot.forgottenCounts = snapshot.counts.ofDone
    var worker = WorkerSnapshot(index: 0, name: "w", systemID: 1, startedAt: .zero)
    for number in 0..<UInt64(done) {
      worker.begin(id(number), at: seconds(0))
      worker.finish(id(number), .succeeded, at: seconds(0))
    }
    worker.begin(id(500), at: seconds(9))
    worker.forgetSpans()
    snapshot.workers = [worker]
    var row = FutureSnapshot(id: id(500), name: "now", submittedAt: seconds(8))
    row.state = .running
    row.startedAt = seconds(9)
    row.worker = 0
    snapshot.futures = FutureTable([row])
    return snapshot
  }

  private func runs(_ numbers: Range<UInt64>) -> [FinishedRun] {
    numbers.map {
      FinishedRun(
        id: id($0), name: "then", submittedAt: 1_000_000_000, startedAt: 3_000_000_000,
        finishedAt: 4_000_000_000, worker: 0, attempt: 1, outcome: .succeeded,
        preview: .integer(Int($0)))
    }
  }

  @Test("has rows, times, spans and the rate of the futures that were done last")
  func recent() {
    var history = PoolHistory(resuming: baseline(done: 7), recent: runs(4..<7))
    let snapshot = history.snapshot(at: seconds(10))
    #expect(snapshot.futures.map(\.id.rawValue) == [4, 5, 6, 500])
    #expect(snapshot.futures[id: id(5)]?.text == "5")
    #expect(snapshot.counts.succeeded == 7 && snapshot.forgottenCounts.succeeded == 4)
    #expect(snapshot.forgottenFutureCount == 4)
    #expect(snapshot.waitTimes.count == 3 && snapshot.waitTimes.maximum == .seconds(2))
    #expect(snapshot.runTimes.maximum == .seconds(1))
    #expect(snapshot.jobRunTimes["then"]?.count == 3)
    #expect(snapshot.completionsPerSecond == [0, 0, 0, 0, 3, 0, 0, 0, 0, 0])
    #expect(snapshot.workers[0].spans.map(\.future.rawValue) == [4, 5, 6, 500])
    #expect(snapshot.workers[0].forgottenSpanCount == 4)
  }

  @Test("goes on with what runs, and forgets the oldest when there are too many")
  func goesOn() {
    var history = PoolHistory(
      resuming: baseline(done: 7), recent: runs(4..<7), retainedFutureLimit: 2)
    history.note(.finished(id(500), outcome: .failed, text: "no"), at: 11)
    history.note(.submitted(id(501), name: "next"), at: 11)
    let snapshot = history.snapshot(at: seconds(12))
    #expect(snapshot.futures.map(\.id.rawValue) == [6, 500, 501])
    #expect(snapshot.forgottenCounts.succeeded == 6 && snapshot.forgottenCounts.failed == 0)
    #expect(snapshot.counts.total == 9 && history.unplacedEventCount == 0)
  }
}
