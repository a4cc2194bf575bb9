import Foundation
import SeededRandom
import Testing

@testable import PoolObservation

@Suite("A pool's history, whatever happens")
struct InterleavingTests {
  @Test("agrees with a simple model, whatever happens in whatever order", arguments: 0..<20)
  func randomInterleavings(_ seed: Int) {
    var generator = SeededRandom(UInt64(seed))
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
    var generator = SeededRandom(UInt64(seed))
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
    var generator = SeededRandom(1)
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

  @Test(
    "is the same whether events come one by one or in batches, however these are cut",
    arguments: [(0, 10), (1, 100), (2, 1_000), (3, 12_000), (4, 3), (5, 400)])
  func batches(_ seed: Int, _ length: Int) {
    var story = Story(seed: seed)
    var single = PoolHistory(pool: pool, retainedFutureLimit: 60)
    var batched = single
    var batch = EventBatch()
    story.begin(&batch)
    for round in 0..<max(3, 3_000 / length) {
      for _ in 0..<length { story.step(&batch) }
      var encoder = RecordingEncoder(createdAt: 0)
      for event in batch {
        single.apply(event)
        encoder.append(event)
      }
      let lines = encoder.take()
      encoder.append(batch)
      #expect(encoder.take() == lines)
      batched.apply(batch)
      batch.removeAll()
      guard length >= 100 || round.isMultiple(of: 20) else { continue }
      let now = PoolInstant(nanoseconds: story.time)
      let difference = single.snapshot(at: now).difference(from: batched.snapshot(at: now))
      #expect(difference == [], "in round \(round)")
      let snapshot = batched.snapshot(at: now)
      #expect(snapshot.counts == story.totals)
      #expect(snapshot.forgottenCounts.done + snapshot.futures.count == snapshot.counts.total)
    }
    #expect(single.unplacedEventCount == 0 && batched.unplacedEventCount == 0)
  }
}

extension InterleavingTests {
  @Test(
    "is the same where so many jobs run that most leave nothing but numbers", arguments: 0..<4)
  func busy(_ seed: Int) {
    var story = BusyStory(seed: seed)
    var single = PoolHistory(pool: pool, retainedFutureLimit: 60)
    for event in story.beginning { single.apply(event) }
    var batched = single
    for round in 0..<4 {
      let batch = story.batch(steps: 12_000)
      for event in batch { single.apply(event) }
      batched.apply(batch)
      let now = PoolInstant(nanoseconds: story.time)
      let difference = single.snapshot(at: now).difference(from: batched.snapshot(at: now))
      #expect(difference == [], "in round \(round)")
    }
    #expect(single.unplacedEventCount == 0 && batched.unplacedEventCount == 0)
  }

  @Test(
    "is the same where old ends are summed up as they come",
    arguments: 0..<4, [(60, 700), (60, 8_000), (3_000, 24_000)])
  func summedUp(_ seed: Int, _ size: (rows: Int, steps: Int)) {
    let isCalm = seed.isMultiple(of: 2)
    var story = BusyStory(seed: seed, isCalm: isCalm)
    var same = story
    var single = PoolHistory(pool: pool, retainedFutureLimit: size.rows)
    for event in story.beginning { single.apply(event) }
    var summed = single
    var (batch, next) = (EventBatch(), EventBatch())
    var summedCount = 0
    for round in 0..<3 {
      for event in story.batch(steps: size.steps) { single.apply(event) }
      batch.sumUpEnds(keeping: size.rows)
      same.tell(steps: size.steps, &batch)
      batch.close(before: &next)
      summedCount += batch.count - batch.heldCount
      summed.apply(batch)
      swap(&batch, &next)
      next.removeAll()
      let now = PoolInstant(nanoseconds: story.time)
      let difference = single.snapshot(at: now).difference(from: summed.snapshot(at: now))
      #expect(difference == [], "in round \(round)")
    }
    // What is not calm soon keeps all: before three thousand rows are full, if there are so many.
    #expect(isCalm ? summedCount > size.steps : (summedCount > 0) == (size.rows < 1_000))
    #expect(single.unplacedEventCount == 0 && summed.unplacedEventCount == 0)
  }

  @Test("is the same where nothing happens but jobs, which a loop of its own goes through")
  func usual() {
    var single = PoolHistory(pool: pool, retainedFutureLimit: 60)
    single.note(.workerStarted(worker: 0, name: "w", systemID: 1), at: 0)
    var batched = single
    var batch = EventBatch()
    for number in 0..<3_000 as Range<UInt64> {
      let name = number < 2_000 ? "a" : "b"
      batch.submitted(id(number), name: name, priority: 0, tags: [], at: number * 10)
      batch.started(id(number), worker: 0, attempt: 1, at: number * 10 + number % 7)
      batch.finished(
        FinishedRun(
          id: id(number), name: name, submittedAt: number * 10,
          startedAt: number * 10 + number % 7, finishedAt: number * 10 + 9, worker: 0, attempt: 1,
          outcome: .succeeded, preview: .integer(1)))
    }
    let fold = BatchFold(
      plan: BatchPlan(batch, retainedCount: 60, failureCount: 0, workerCount: 1), batch,
      batched.workers)
    var (times, lanes) = (fold.times, fold.lanes)
    for finish in batch.finishes.prefix(300) { times.record(finish, hadWaited: false) }
    var span = lanes.mutableSpan
    let end = times.takeUsual(
      batch.finishes.span, from: 300, before: .max, until: .max, fold.plan, &span)
    #expect(end == 300 + 3_000 - WorkerSnapshot.spanLimit, "as many as the worker shows no more")
    for event in batch { single.apply(event) }
    batched.apply(batch)
    let (left, right) = (single.snapshot(at: seconds(1)), batched.snapshot(at: seconds(1)))
    #expect(left.difference(from: right) == [])
  }
}

extension PoolSnapshot {
  /// Says in few words what is not the same.
  fileprivate func difference(from other: PoolSnapshot) -> [String] {
    guard self != other else { return [] }
    var result: [String] = []
    for (left, right) in zip(workers, other.workers) where left != right {
      result.append("worker \(left) \(right)".prefix(1_500).description)
    }
    for (left, right) in zip(futures, other.futures) where left != right {
      result.append("row \(left) \(right)")
      break
    }
    if futures.count != other.futures.count { result.append("number of rows") }
    if counts != other.counts { result.append("\(counts) \(other.counts)") }
    if forgottenCounts != other.forgottenCounts { result.append("forgotten") }
    if waitTimes != other.waitTimes { result.append("\(waitTimes) \(other.waitTimes)") }
    if runTimes != other.runTimes { result.append("\(runTimes) \(other.runTimes)") }
    if jobRunTimes != other.jobRunTimes { result.append("\(jobRunTimes) \(other.jobRunTimes)") }
    if completionsPerSecond != other.completionsPerSecond { result.append("rate") }
    return result.isEmpty ? ["something else"] : result
  }
}
