import Foundation
import Testing

@testable import PoolObservation

@Suite("A pool's history")
struct PoolHistoryTests {
  @Test("follows one future from its submission to its end")
  func oneFuture() throws {
    var history = PoolHistory(pool: pool)
    history.note(.workerStarted(worker: 0, name: "w_0", systemID: 77), at: 0)
    history.note(.submitted(id(4), name: "fetch"), at: 1)
    #expect(history.snapshot(at: seconds(2)).oldestPendingSince == seconds(1))
    history.note(.started(id(4), worker: 0, attempt: 1), at: 3)
    history.note(.progressed(id(4), fraction: 0.5, note: ""), at: 4)

    let running = history.snapshot(at: seconds(5))
    let row = try #require(running.futures[id: id(4)])
    #expect(row.state == .running && row.worker == 0 && row.progress == 0.5 && row.attempt == 1)
    #expect(row.waitTime(at: seconds(5)) == .seconds(2))
    #expect(row.runTime(at: seconds(5)) == .seconds(2))
    #expect(running.workers[0].current == id(4) && running.workers[0].state == .running)
    #expect(running.workers[0].busyShare(at: seconds(5)) == 0.4)
    #expect(running.oldestPendingSince == nil)

    history.note(.finished(id(4), outcome: .failed, text: "Boom: 4"), at: 7)
    let done = history.snapshot(at: seconds(10))
    #expect(done.futures[id: id(4)]?.text == "Boom: 4")
    #expect(done.futures[id: id(4)]?.outcome == .failed)
    #expect(done.workers[0].failedCount == 1 && done.workers[0].doneCount == 1)
    #expect(done.workers[0].finishedBusyTime == .seconds(4))
    #expect(
      done.workers[0].spans == [
        WorkerSpan(future: id(4), start: seconds(3), end: seconds(7), outcome: .failed)
      ])
    #expect(done.counts.failed == 1 && done.counts.total == 1 && done.counts.unfinished == 0)
    #expect(done.waitTimes.count == 1 && done.waitTimes.maximum == .seconds(2))
    #expect(done.completionsPerSecond == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
  }

  @Test("keeps workers by index, though a later one may announce itself first")
  func workerOrder() {
    var history = PoolHistory(pool: pool)
    history.note(.workerStarted(worker: 1, name: "w_1", systemID: 2), at: 0)
    history.note(.submitted(id(0), name: "a"), at: 0)
    history.note(.started(id(0), worker: 1, attempt: 1), at: 0)
    history.note(.workerStarted(worker: 0, name: "w_0", systemID: 1), at: 1)
    history.note(.finished(id(0), outcome: .succeeded, text: ""), at: 2)
    let snapshot = history.snapshot(at: seconds(2))
    #expect(snapshot.workers.map(\.index) == [0, 1])
    #expect(snapshot.workers.map(\.doneCount) == [0, 1])
  }

  @Test("a worker starts until it is ready, or has a job")
  func starting() {
    var history = PoolHistory(pool: pool)
    for index in 0..<2 {
      history.note(.workerStarted(worker: index, name: "w_\(index)", systemID: 1), at: 0)
      history.note(.workerStarting(worker: index), at: 1)
    }
    #expect(history.snapshot(at: seconds(2)).workers.map(\.state) == [.starting, .starting])
    #expect(history.snapshot(at: seconds(2)).workers[0].since == seconds(1))
    history.note(.workerReady(worker: 0), at: 3)
    // A recording may lack a line.
    history.note(.submitted(id(0), name: "a"), at: 4)
    history.note(.started(id(0), worker: 1, attempt: 1), at: 4)
    history.note(.workerReady(worker: 1), at: 5)
    let workers = history.snapshot(at: seconds(6)).workers
    #expect(workers.map(\.state) == [.idle, .running])
    #expect(workers.map(\.since) == [seconds(3), seconds(4)])
    history.note(.workerEnded(worker: 1, reason: .died("x")), at: 7)
    history.note(.workerStarting(worker: 1), at: 8)
    #expect(history.snapshot(at: seconds(9)).workers[1].state == .lost)
  }

  @Test("what happens to workers and attempts stands in the log, in the order of time")
  func eventsInTheLog() {
    var history = PoolHistory(pool: pool)
    let said = LogLine(worker: 0, future: id(0), threadName: "w_0", threadID: 7, text: "said")
    let changes: [PoolEvent.Change] = [
      .workerStarted(worker: 0, name: "w_0", systemID: 7), .submitted(id(0), name: "a"),
      .started(id(0), worker: 0, attempt: 1), .logged(said),
      .retrying(id(0), outcome: .failed, text: "Boom: 1"),
      .started(id(0), worker: 0, attempt: 2), .ranOver(id(0), worker: 0),
      .finished(id(0), outcome: .timedOut, text: ""), .workerFreed(worker: 0),
      .workerStarted(worker: 1, name: "w_1", systemID: 8),
      .workerEnded(worker: 1, reason: .released), .broke(reason: "no more"),
      .workerEnded(worker: 0, reason: .released),
    ]
    for (second, change) in changes.enumerated() { history.note(change, at: Double(second)) }
    let log = history.snapshot(at: seconds(20)).log.entries
    #expect(
      log.map(\.line.text) == [
        "started, thread 7", "said", "#0 failed in attempt 1, tried again: Boom: 1",
        "#0 ran over its time limit, and goes on",
        "#0, which ran over its time limit, has ended", "started, thread 8",
        "ended, for the pool needs it no longer", "the pool can run nothing more: no more",
      ])
    #expect(log.map(\.line.worker) == [0, 0, 0, 0, 0, 1, 1, nil])
    #expect(log.map(\.line.future) == [nil, id(0), id(0), id(0), id(0), nil, nil, nil])
    #expect(log.map(\.time) == [0, 3, 4, 6, 8, 9, 10, 11].map(seconds))
  }

  @Test("what was said stays in the log, however often a job is tried again")
  func retriesInTheLog() {
    var history = PoolHistory(pool: pool)
    history.note(.workerStarted(worker: 0, name: "w_0", systemID: 7), at: 0)
    history.note(.submitted(id(0), name: "a"), at: 0)
    let said = LogLine(worker: 0, future: id(0), threadName: "w_0", threadID: 7, text: "said")
    history.note(.logged(said), at: 1)
    for attempt in 1...5_000 {
      history.note(.started(id(0), worker: 0, attempt: attempt), at: 2)
      history.note(.retrying(id(0), outcome: .failed, text: "no"), at: 2)
    }
    let log = history.snapshot(at: seconds(3)).log
    #expect(log.entries.first?.line == said && log.totalCount == 5_002)
    #expect(log.entries.last?.line.text == "#0 failed in attempt 5000, tried again: no")
  }

  @Test("counts no cancellation as work done")
  func throughput() {
    var history = PoolHistory(pool: pool)
    for number in UInt64(0)..<3 { history.note(.submitted(id(number), name: "a"), at: 0) }
    history.note(.finished(id(0), outcome: .cancelled, text: ""), at: 1)
    history.note(.finished(id(1), outcome: .failed, text: ""), at: 1)
    #expect(history.snapshot(at: seconds(3)).completionsPerSecond == [0, 1, 0])
  }

  @Test("takes the pool through its phases")
  func phases() {
    var history = PoolHistory(pool: pool)
    var phases: [PoolDescription.Phase] = []
    for change in [
      PoolEvent.Change.held, .resumed, .resized(maxWorkers: 9), .shutdownBegan(cancelFutures: true),
      .held, .shutDown,
    ] {
      history.note(change, at: 1)
      phases.append(history.snapshot(at: seconds(1)).pool.phase)
    }
    #expect(phases == [.held, .running, .running, .shuttingDown, .shuttingDown, .shutDown])
    #expect(history.snapshot(at: seconds(1)).pool.maxWorkers == 9)
  }

  @Test("forgets the oldest that are done, failures last, and counts them on")
  func retention() {
    var history = PoolHistory(pool: pool, retainedFutureLimit: 3)
    for number in UInt64(0)..<8 {
      history.note(.submitted(id(number), name: "a"), at: 0)
      let outcome: FutureOutcome = number == 1 ? .failed : .succeeded
      if number < 7 { history.note(.finished(id(number), outcome: outcome, text: ""), at: 1) }
    }
    let snapshot = history.snapshot(at: seconds(2))
    #expect(snapshot.futures.map(\.id.rawValue) == [1, 5, 6, 7])
    #expect(snapshot.forgottenFutureCount == 4)
    #expect(snapshot.counts.succeeded == 6 && snapshot.counts.pending == 1)
  }

  @Test("counts what fits nothing it knows, and changes nothing by it")
  func foreignEvents() {
    var history = PoolHistory(pool: pool)
    history.note(.submitted(id(3), name: "a"), at: 0)
    let before = history.snapshot(at: seconds(1))
    history.note(.submitted(id(3), name: "again"), at: 0)
    history.note(.submitted(id(1), name: "too late"), at: 0)
    history.note(.started(id(3), worker: 5, attempt: 1), at: 0)
    history.note(.started(id(9), worker: 0, attempt: 1), at: 0)
    history.note(.finished(id(9), outcome: .failed, text: ""), at: 0)
    history.note(.workerEnded(worker: 2, reason: .released), at: 0)
    #expect(history.unplacedEventCount == 6)
    #expect(history.snapshot(at: seconds(1)) == before)
  }

  @Test("gives percentiles within 1 %")
  func percentiles() {
    var history = PoolHistory(pool: pool)
    history.note(.workerStarted(worker: 0, name: "w", systemID: 1), at: 0)
    for number in 1...1_000 {
      history.note(.submitted(id(UInt64(number)), name: "a"), at: 0)
      history.note(.started(id(UInt64(number)), worker: 0, attempt: 1), at: Double(number) / 1_000)
      history.note(
        .finished(id(UInt64(number)), outcome: .succeeded, text: ""), at: Double(number) / 1_000)
    }
    let waits = history.snapshot(at: seconds(2)).waitTimes
    for (value, exact) in [
      (waits.median, 0.5), (waits.percentile95, 0.95), (waits.percentile99, 0.99),
    ] {
      #expect(abs(value / .seconds(1) - exact) <= exact / 100)
    }
    #expect(waits.maximum == .seconds(1) && waits.count == 1_000)
  }

  @Test("a worker that died stays dead, whether its job's end or its own comes first")
  func death() {
    func history(_ changes: [PoolEvent.Change]) -> WorkerSnapshot {
      var history = PoolHistory(pool: pool)
      history.note(.workerStarted(worker: 0, name: "w_0", systemID: 1), at: 0)
      history.note(.submitted(id(0), name: "a"), at: 0)
      history.note(.started(id(0), worker: 0, attempt: 1), at: 1)
      for change in changes { history.note(change, at: 3) }
      return history.snapshot(at: seconds(9)).workers[0]
    }
    let died = PoolEvent.Change.workerEnded(worker: 0, reason: .died("signal 11"))
    let crashed = PoolEvent.Change.finished(id(0), outcome: .crashed, text: "signal 11")
    for worker in [history([died, crashed]), history([crashed, died])] {
      #expect(worker.state == .lost && worker.since == seconds(3) && worker.current == nil)
      #expect(worker.finishedBusyTime == .seconds(2))
      #expect(worker.spans.first?.end == seconds(3) && worker.failedCount == 1)
    }
  }
}
