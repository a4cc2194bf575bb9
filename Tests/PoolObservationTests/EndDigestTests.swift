import Testing

@testable import PoolObservation

@Suite("Ends that are summed up as they come")
struct EndDigestTests {
  /// Tells a batch so many lives, one after the other on one worker, each in a time of its own.
  private func tell(
    _ count: UInt64, from first: UInt64 = 0, every interval: UInt64 = 10, idStep: UInt64 = 1,
    _ batch: inout EventBatch,
    name: (UInt64) -> String = { _ in "job" }, result: (UInt64) -> ResultPreview = { _ in .unit }
  ) {
    for number in first..<first + count {
      let (id, start) = (id(number * idStep), number * interval)
      batch.submitted(id, name: name(number), priority: 0, tags: [], at: start)
      batch.started(id, worker: 0, attempt: 1, at: start + 1)
      batch.finished(
        FinishedRun(
          id: id, name: name(number), submittedAt: start, startedAt: start + 1,
          finishedAt: start + 2, worker: 0, attempt: 1, outcome: .succeeded,
          preview: result(number)))
    }
  }

  private func batch(keeping count: Int) -> EventBatch {
    var batch = EventBatch()
    batch.sumUpEnds(keeping: count)
    return batch
  }

  @Test("take no room, but for the last ones")
  func held() {
    var batch = batch(keeping: 10)
    tell(1_000, &batch)
    #expect(batch.count == 3_000 && (1_020...1_030).contains(batch.heldCount))
  }

  @Test("are kept where something of each would stay: a text, a name, a number far from others")
  func kept() {
    var texts = batch(keeping: 10)
    tell(1_000, &texts, result: { .text("\($0)") })
    #expect(texts.heldCount == texts.count)

    var names = batch(keeping: 10)
    tell(3_000, &names, name: { "job \($0)" })
    #expect(names.heldCount > names.count - 2 * 1_100)

    var numbers = batch(keeping: 10)
    tell(20_000, idStep: 3, &numbers)
    #expect(numbers.heldCount > numbers.count - 2 * 16_400)
  }

  @Test("are read in their places as long as none is summed up")
  func reading() {
    var (summed, whole) = (batch(keeping: 10), EventBatch())
    tell(15, &summed)
    tell(15, &whole)
    #expect(Array(summed) == Array(whole) && summed.finishedRuns.count == 15)
  }

  @Test("leave a worker that knows since when it knows what it ran")
  func longPast() {
    var history = PoolHistory(pool: pool, retainedFutureLimit: 10)
    history.note(.workerStarted(worker: 0, name: "w", systemID: 1), at: 0)
    // A few that are older.
    var batch = EventBatch()
    tell(100, every: WorkerPast.quantumNanoseconds, &batch)
    history.apply(batch)
    batch = self.batch(keeping: 10)
    tell(4_000, from: 100, every: WorkerPast.quantumNanoseconds, &batch)
    history.apply(batch)
    let past = history.snapshot(at: seconds(1_025)).workers[0].past
    let first = past.quanta(in: 0..<4_100).first.map { Int($0.index) } ?? 0
    #expect(first > 1_000)
    #expect(WorkerPast.quantum(of: past.knownSince) == first)
  }
}
