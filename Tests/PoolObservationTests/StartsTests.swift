import Testing

@testable import PoolObservation

@Suite("The starts of a batch of events")
struct StartsTests {
  @Test("are told by the ends, at no cost of their own, and read in their places")
  func toldByEnds() {
    var batch = EventBatch()
    begin(1, on: 0, at: 1, &batch)
    begin(2, on: 3, at: 2, &batch)
    end(1, on: 0, from: 1, at: 3, &batch)
    begin(4, on: 0, at: 4, &batch)
    end(2, on: 3, from: 2, at: 5, &batch)
    end(4, on: 0, from: 4, at: 6, &batch)
    #expect(batch.starts.isEmpty && batch.finishes.allSatisfy(\.tellsStart))
    #expect(story(batch) == ["s1", "s2", "f1", "s4", "f2", "f4"])
  }

  @Test("stand alone before anything else that happens while they are open")
  func changeBetween() {
    var batch = EventBatch()
    begin(2, on: 1, at: 1, &batch)
    begin(1, on: 0, at: 2, &batch)
    batch.append(.held, at: PoolInstant(nanoseconds: 3))
    end(1, on: 0, from: 2, at: 4, &batch)
    #expect(batch.starts.map(\.id) == [id(2), id(1)])
    #expect(!batch.finishes[0].tellsStart)
    #expect(story(batch) == ["s2", "s1", "held", "f1"])
  }

  @Test("stand alone where a job runs inside another")
  func inside() {
    var batch = EventBatch()
    begin(1, on: 0, at: 1, &batch)
    begin(2, on: 0, at: 2, &batch)
    end(2, on: 0, from: 2, at: 3, &batch)
    end(1, on: 0, from: 1, at: 4, &batch)
    #expect(batch.starts.map(\.id) == [id(1)])
    #expect(batch.finishes.map(\.tellsStart) == [true, false])
    #expect(story(batch) == ["s1", "s2", "f2", "f1"])
  }

  @Test("that are open are read like the others, and stand alone in a closed batch")
  func open() {
    var batch = EventBatch()
    begin(1, on: 5, at: 1, &batch)
    begin(2, on: 2, at: 2, &batch)
    end(2, on: 2, from: 2, at: 3, &batch)
    begin(3, on: 2, at: 4, &batch)
    #expect(story(batch) == ["s1", "s2", "f2", "s3"])
    batch.close()
    #expect(batch.starts.map(\.id) == [id(1), id(3)])
    #expect(story(batch) == ["s1", "s2", "f2", "s3"])
  }

  @Test("stand alone where their end says something else, or another worker", arguments: 0..<3)
  func unlike(_ difference: Int) {
    var batch = EventBatch()
    begin(1, on: 0, at: 1, &batch)
    switch difference {
    case 0: end(1, on: 0, from: 2, at: 3, &batch)
    case 1: end(1, on: 4, from: 1, at: 3, &batch)
    default: end(2, on: 0, from: 1, at: 3, &batch)
    }
    #expect(!batch.finishes[0].tellsStart)
    #expect(story(batch).first == "s1")
  }

  @Test("do not pass the end of another job on their worker, as a damaged recording may hold")
  func crossed() {
    var batch = EventBatch()
    for number in 1...2 as ClosedRange<UInt64> {
      batch.submitted(id(number), name: "a", priority: 0, tags: [], at: 0)
    }
    begin(1, on: 0, at: 1, &batch)
    begin(2, on: 0, at: 2, &batch)
    end(1, on: 0, from: 1, at: 3, &batch)
    end(2, on: 0, from: 2, at: 4, &batch)
    #expect(batch.finishes.allSatisfy { !$0.tellsStart })
    var single = PoolHistory(
      pool: PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0))
    single.apply(
      PoolEvent(time: .zero, change: .workerStarted(worker: 0, name: "w", systemID: 1)))
    var batched = single
    for event in batch { single.apply(event) }
    batched.apply(batch)
    let now = PoolInstant(nanoseconds: 5)
    #expect(single.snapshot(at: now) == batched.snapshot(at: now))
  }

  @Test("of workers with numbers out of bounds stand alone", arguments: [-1, 4_096, 1 << 30])
  func farWorkers(_ worker: Int) {
    var batch = EventBatch()
    begin(1, on: 0, at: 1, &batch)
    begin(2, on: worker, at: 2, &batch)
    end(2, on: worker, from: 2, at: 3, &batch)
    end(1, on: 0, from: 1, at: 4, &batch)
    #expect(batch.starts.map(\.id) == [id(1), id(2)])
    #expect(batch.openStarts.count <= 1)
    #expect(story(batch) == ["s1", "s2", "f2", "f1"])
  }

  @Test("are forgotten with the rest, open or not")
  func reuse() {
    var batch = EventBatch()
    begin(1, on: 0, at: 1, &batch)
    batch.removeAll()
    end(1, on: 0, from: 1, at: 2, &batch)
    #expect(story(batch) == ["f1"] && !batch.finishes[0].tellsStart)
  }

  private func begin(_ number: UInt64, on worker: Int, at time: UInt64, _ batch: inout EventBatch) {
    batch.started(id(number), worker: worker, attempt: 1, at: time)
  }

  private func end(
    _ number: UInt64, on worker: Int, from start: UInt64, at time: UInt64,
    _ batch: inout EventBatch
  ) {
    batch.finished(
      FinishedRun(
        id: id(number), name: "a", submittedAt: 0, startedAt: start, finishedAt: time,
        worker: Int32(worker), attempt: 1, outcome: .succeeded))
  }

  /// The events in few words, in the order in which they are read.
  private func story(_ batch: EventBatch) -> [String] {
    let events = Array(batch)
    #expect(events.count == batch.count)
    return events.map { event in
      switch event.change {
      case .started(let id, _, _): "s\(id)"
      case .finished(let id, _, _): "f\(id)"
      case .held: "held"
      default: "?"
      }
    }
  }
}
