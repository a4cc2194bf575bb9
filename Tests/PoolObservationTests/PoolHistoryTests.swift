import Foundation
import Testing

@testable import PoolObservation

private let pool = PoolDescription(name: "pool", kind: .thread, maxWorkers: 4, createdAt: 0)

private func seconds(_ count: Double) -> PoolInstant {
  PoolInstant(nanoseconds: UInt64(count * 1e9))
}

private func id(_ number: UInt64) -> FutureID { FutureID(rawValue: number) }

extension PoolHistory {
  fileprivate mutating func note(_ change: PoolEvent.Change, at time: Double) {
    apply(PoolEvent(time: seconds(time), change: change))
  }
}

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

  @Test("agrees with a simple model, whatever happens in whatever order", arguments: 0..<20)
  func randomInterleavings(_ seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    var history = PoolHistory(pool: pool, retainedFutureLimit: .max)
    var model = Model()
    for worker in 0..<4 {
      history.note(.workerStarted(worker: worker, name: "w", systemID: UInt64(worker)), at: 0)
    }
    for step in 0..<500 {
      let change = model.step(&generator)
      history.note(change, at: Double(step) / 100)
      guard step.isMultiple(of: 50) else { continue }
      model.check(history.snapshot(at: seconds(Double(step) / 100)))
    }
    #expect(history.unplacedEventCount == 0)
    model.check(history.snapshot(at: seconds(5)))
  }

  @Test("goes on from a snapshot as if it had seen everything before", arguments: 0..<5)
  func resuming(_ seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    var whole = PoolHistory(pool: pool, retainedFutureLimit: 40)
    var model = Model()
    for worker in 0..<4 {
      whole.note(.workerStarted(worker: worker, name: "w", systemID: UInt64(worker)), at: 0)
    }
    for _ in 0..<100 { whole.note(model.step(&generator), at: 1) }
    var second = PoolHistory(resuming: whole.snapshot(at: seconds(1)), retainedFutureLimit: 40)
    for _ in 0..<200 {
      let change = model.step(&generator)
      whole.note(change, at: 2)
      second.note(change, at: 2)
    }
    let (left, right) = (whole.snapshot(at: seconds(2)), second.snapshot(at: seconds(2)))
    #expect(left.counts == right.counts && left.workers == right.workers)
    #expect(left.forgottenFutureCount == right.forgottenFutureCount)
    #expect(left.futures.filter { $0.outcome == nil } == right.futures.filter { $0.outcome == nil })
    #expect(left.oldestPendingSince == right.oldestPendingSince)
  }

  @Test("is the same after a trip through JSON")
  func coding() throws {
    var generator = SplitMix(state: 1)
    var history = PoolHistory(pool: pool)
    var model = Model()
    for worker in 0..<4 {
      history.note(.workerStarted(worker: worker, name: "w", systemID: UInt64(worker)), at: 0)
    }
    var events: [PoolEvent] = []
    for _ in 0..<100 {
      events.append(PoolEvent(time: seconds(1), change: model.step(&generator)))
    }
    let copies = try JSONDecoder().decode([PoolEvent].self, from: JSONEncoder().encode(events))
    #expect(copies == events)
    for event in events { history.apply(event) }
    let snapshot = history.snapshot(at: seconds(1))
    let copy = try JSONDecoder().decode(PoolSnapshot.self, from: JSONEncoder().encode(snapshot))
    #expect(copy == snapshot)
  }
}

/// A pool as simple as can be: lists of numbers.
private struct Model {
  var next: UInt64 = 0
  var pending: [UInt64] = []
  var running: [Int: UInt64] = [:]
  var done: [FutureOutcome: Int] = [:]

  mutating func step(_ generator: inout SplitMix) -> PoolEvent.Change {
    let idle = (0..<4).filter { running[$0] == nil }
    switch generator.next() % 4 {
    case 0 where !pending.isEmpty && !idle.isEmpty:
      let number = pending.remove(at: Int(generator.next() % UInt64(pending.count)))
      let worker = idle[Int(generator.next() % UInt64(idle.count))]
      running[worker] = number
      return .started(id(number), worker: worker, attempt: 1)
    case 1 where !pending.isEmpty:
      let number = pending.remove(at: Int(generator.next() % UInt64(pending.count)))
      done[.cancelled, default: 0] += 1
      return .finished(id(number), outcome: .cancelled, text: "")
    case 2 where !running.isEmpty:
      let worker = running.keys.sorted()[Int(generator.next() % UInt64(running.count))]
      let number = running.removeValue(forKey: worker) ?? 0
      let outcome: FutureOutcome = generator.next() % 5 == 0 ? .failed : .succeeded
      done[outcome, default: 0] += 1
      return .finished(id(number), outcome: outcome, text: "\(number)")
    default:
      defer { next += 1 }
      pending.append(next)
      return .submitted(id(next), name: "job")
    }
  }

  func check(_ snapshot: PoolSnapshot) {
    #expect(snapshot.counts.total == Int(next))
    #expect(snapshot.counts.pending == pending.count)
    #expect(snapshot.counts.running == running.count)
    for outcome in FutureOutcome.allCases {
      #expect(snapshot.counts[outcome] == done[outcome, default: 0])
    }
    #expect(snapshot.futures.count == Int(next))
    let waiting = snapshot.futures.filter { $0.state == .pending }.map(\.id.rawValue)
    #expect(waiting == pending.sorted())
    for worker in snapshot.workers {
      #expect(worker.current?.rawValue == running[worker.index])
    }
    let oldest = pending.min().flatMap { snapshot.futures[id: id($0)]?.submittedAt }
    #expect(snapshot.oldestPendingSince == oldest)
  }
}
