import PoolObservation
import SeededRandom

/// What may happen in a pool of four workers, at random, as a core would tell it.
///
/// Jobs run inside others, are tried again, run over, make progress; ids have gaps.
struct Story {
  private struct Life {
    var name: String
    var submittedAt: UInt64
    var startedAt = FinishedRun.neverStarted
    var worker: Int32 = -1
    var attempt: Int32 = 0
  }

  private var generator: SeededRandom
  private var lives: [UInt64: Life] = [:]
  private var pending: [UInt64] = []
  /// The jobs of each worker, the innermost last.
  private var stacks: [[UInt64]] = Array(repeating: [], count: 4)
  private var late: Set<Int> = []
  private var nextID: UInt64 = 1_000
  private(set) var time: UInt64 = 0
  private(set) var totals = FutureCounts()

  init(seed: Int) {
    generator = SeededRandom(UInt64(seed))
  }

  /// Begins with the workers.
  mutating func begin(_ batch: inout EventBatch) {
    for worker in 0..<4 {
      batch.append(
        .workerStarted(worker: worker, name: "w_\(worker)", systemID: UInt64(worker)), at: .zero)
    }
  }

  /// Tells one thing, or two that belong together.
  mutating func step(_ batch: inout EventBatch) {
    time += generator.next() % 4 == 0 ? 0 : generator.next() % 400_000
    let worker = Int(generator.next() % 4)
    switch generator.next() % 32 {
    case 0..<8: if pending.count < 100 { submit(&batch) }
    case 8..<20: start(on: worker, &batch)
    case 20..<28: finish(on: worker, &batch)
    case 28: cancel(&batch)
    case 29: retry(on: worker, &batch)
    case 30: progress(on: worker, &batch)
    default: overrun(on: worker, &batch)
    }
  }

  private var instant: PoolInstant { PoolInstant(nanoseconds: time) }

  private mutating func submit(_ batch: inout EventBatch) {
    nextID += 1 + generator.next() % 3
    let name = generator.next() % 8 == 0 ? "a job with a longer name" : "job"
    let priority = generator.next() % 5 == 0 ? Int(generator.next() % 3) - 1 : 0
    let tags = generator.next() % 9 == 0 ? ["tagged"] : []
    lives[nextID] = Life(name: name, submittedAt: time)
    pending.append(nextID)
    totals.pending += 1
    batch.submitted(
      FutureID(rawValue: nextID), name: name, priority: priority, tags: tags, at: time)
  }

  private mutating func start(on worker: Int, _ batch: inout EventBatch) {
    guard !pending.isEmpty, !late.contains(worker) else { return }
    // One inside another, now and then.
    guard stacks[worker].isEmpty || (stacks[worker].count < 3 && generator.next() % 8 == 0)
    else { return }
    let id = pending.remove(at: generator.next() % 3 == 0 ? pending.count / 2 : 0)
    let attempt = (lives[id]?.attempt ?? 0) + 1
    lives[id]?.attempt = attempt
    lives[id]?.startedAt = time
    lives[id]?.worker = Int32(worker)
    stacks[worker].append(id)
    totals.pending -= 1
    totals.running += 1
    batch.started(FutureID(rawValue: id), worker: worker, attempt: Int(attempt), at: time)
  }

  private mutating func finish(on worker: Int, _ batch: inout EventBatch) {
    if late.remove(worker) != nil {
      return batch.append(.workerFreed(worker: worker), at: instant)
    }
    guard let id = stacks[worker].popLast() else { return }
    let outcomes: [FutureOutcome] = [.failed, .crashed, .timedOut]
    let isGood = generator.next() % 16 != 0
    totals.running -= 1
    end(id, isGood ? .succeeded : outcomes[Int(generator.next() % 3)], &batch)
  }

  private mutating func cancel(_ batch: inout EventBatch) {
    guard !pending.isEmpty else { return }
    totals.pending -= 1
    end(pending.remove(at: Int(generator.next() % UInt64(pending.count))), .cancelled, &batch)
  }

  private mutating func end(_ id: UInt64, _ outcome: FutureOutcome, _ batch: inout EventBatch) {
    guard let life = lives.removeValue(forKey: id) else { return }
    totals[outcome] += 1
    let previews: [ResultPreview] = [
      .none, .unit, .integer(Int(id)), .double(0.5), .bool(true), .text("text \(id)"),
    ]
    batch.finished(
      FinishedRun(
        id: FutureID(rawValue: id), name: life.name, submittedAt: life.submittedAt,
        startedAt: life.startedAt, finishedAt: time, worker: life.worker, attempt: life.attempt,
        outcome: outcome, preview: previews[Int(generator.next() % 6)]))
  }

  private mutating func retry(on worker: Int, _ batch: inout EventBatch) {
    guard let id = stacks[worker].popLast() else { return }
    pending.append(id)
    totals.running -= 1
    totals.pending += 1
    batch.append(
      .retrying(FutureID(rawValue: id), outcome: .failed, text: "again"), at: instant)
  }

  private mutating func progress(on worker: Int, _ batch: inout EventBatch) {
    guard let id = stacks[worker].last else { return }
    batch.append(
      .progressed(FutureID(rawValue: id), fraction: 0.25, note: "so far"), at: instant)
  }

  /// A job passes its time limit: its future is done, and the worker goes on with it.
  private mutating func overrun(on worker: Int, _ batch: inout EventBatch) {
    guard stacks[worker].count == 1, let id = stacks[worker].popLast() else { return }
    late.insert(worker)
    totals.running -= 1
    batch.append(.ranOver(FutureID(rawValue: id), worker: worker), at: instant)
    end(id, .timedOut, &batch)
  }
}
