import PoolObservation
import SeededRandom

/// What happens in a pool of two workers that have thousands of tiny jobs, almost all alike.
struct BusyStory {
  private struct Life {
    var id: UInt64
    var name: String
    var submittedAt: UInt64
    var start: UInt64 = 0
  }

  private var generator: SeededRandom
  private var waiting: [Life] = []
  private var running: [Life?] = [nil, nil]
  private var nextID: UInt64 = 0
  private(set) var time: UInt64 = 0
  /// Whether nothing happens but jobs that come and go well.
  private let isCalm: Bool

  init(seed: Int, isCalm: Bool = false) {
    generator = SeededRandom(UInt64(seed))
    self.isCalm = isCalm
  }

  /// The workers come.
  var beginning: [PoolEvent] {
    (0..<2).map { worker in
      PoolEvent(
        time: .zero, change: .workerStarted(worker: worker, name: "w", systemID: UInt64(worker)))
    }
  }

  /// Tells so many things, or a few more.
  mutating func batch(steps: Int) -> EventBatch {
    var batch = EventBatch()
    tell(steps: steps, &batch)
    return batch
  }

  /// Tells a batch so many things, or a few more.
  mutating func tell(steps: Int, _ batch: inout EventBatch) {
    for _ in 0..<steps {
      time += generator.next() % 2_000
      let worker = Int(generator.next() % 2)
      switch generator.next() % 1_024 {
      case 0..<3 where isCalm: break
      case 0: batch.append(.held, at: PoolInstant(nanoseconds: time))
      case 1: if let life = running[worker] { progress(life, &batch) }
      case 2: if !waiting.isEmpty { cancel(&batch) }
      // A long pause, which begins another second or another quantum of a lane.
      case 3: time += generator.next() % 3_000_000_000
      case 4..<32: submit(count: 1 + Int(generator.next() % 40), &batch)
      default: if running[worker] == nil { start(worker, &batch) } else { end(worker, &batch) }
      }
    }
  }

  /// A burst, as an intake writes it down.
  private mutating func submit(count: Int, _ batch: inout EventBatch) {
    var log = SubmissionLog()
    let name = generator.next() % 8 == 0 ? "another" : "job"
    for _ in 0..<count {
      if generator.next() % 16 == 0 { nextID += 1 }
      log.append(
        FutureID(rawValue: nextID), name: name, priority: 0, tags: [], at: time,
        place: UInt32(log.count))
      waiting.append(Life(id: nextID, name: name, submittedAt: time))
      nextID += 1
    }
    batch.submitted(log)
  }

  private mutating func start(_ worker: Int, _ batch: inout EventBatch) {
    guard !waiting.isEmpty else { return submit(count: 20, &batch) }
    var life = waiting.removeFirst()
    life.start = time
    running[worker] = life
    batch.started(FutureID(rawValue: life.id), worker: worker, attempt: 1, at: time)
  }

  private mutating func end(_ worker: Int, _ batch: inout EventBatch) {
    guard let life = running[worker] else { return }
    running[worker] = nil
    let isGood = generator.next() % 512 != 0 || isCalm
    batch.finished(
      FinishedRun(
        id: FutureID(rawValue: life.id), name: life.name, submittedAt: life.submittedAt,
        startedAt: life.start, finishedAt: time, worker: Int32(worker), attempt: 1,
        outcome: isGood ? .succeeded : .failed, preview: .integer(1)))
  }

  private mutating func cancel(_ batch: inout EventBatch) {
    let life = waiting.removeLast()
    batch.finished(
      FinishedRun(
        id: FutureID(rawValue: life.id), name: life.name, submittedAt: life.submittedAt,
        finishedAt: time, outcome: .cancelled))
  }

  private func progress(_ life: Life, _ batch: inout EventBatch) {
    batch.append(
      .progressed(FutureID(rawValue: life.id), fraction: 0.5, note: "half"),
      at: PoolInstant(nanoseconds: time))
  }
}
