import Testing

@testable import PoolObservation

@Suite("A batch of events")
struct EventBatchTests {
  @Test("gives back the events that were put in, in their order")
  func order() {
    var batch = EventBatch()
    batch.append(.workerStarted(worker: 0, name: "w", systemID: 1), at: .zero)
    batch.submitted(id(1), name: "a", priority: 2, tags: ["x"], at: 1)
    batch.submitted(id(2), name: "a", priority: 0, tags: [], at: 2)
    batch.started(id(1), worker: 0, attempt: 1, at: 3)
    batch.append(.retrying(id(1), outcome: .failed, text: "no"), at: PoolInstant(nanoseconds: 4))
    batch.started(id(1), worker: 0, attempt: 2, at: 5)
    batch.finished(
      FinishedRun(
        id: id(1), name: "a", submittedAt: 1, startedAt: 5, finishedAt: 6, worker: 0, attempt: 2,
        outcome: .succeeded, preview: .integer(7)))
    batch.append(.held, at: PoolInstant(nanoseconds: 7))
    let expected: [(UInt64, PoolEvent.Change)] = [
      (0, .workerStarted(worker: 0, name: "w", systemID: 1)),
      (1, .submitted(id(1), name: "a", tags: ["x"], priority: 2)),
      (2, .submitted(id(2), name: "a")),
      (3, .started(id(1), worker: 0, attempt: 1)),
      (4, .retrying(id(1), outcome: .failed, text: "no")),
      (5, .started(id(1), worker: 0, attempt: 2)),
      (6, .finished(id(1), outcome: .succeeded, text: "7")),
      (7, .held),
    ]
    #expect(batch.count == expected.count)
    #expect(
      Array(batch)
        == expected.map { PoolEvent(time: PoolInstant(nanoseconds: $0.0), change: $0.1) })
  }

  @Test("is empty and can be filled again after everything was dropped")
  func reuse() {
    var batch = EventBatch()
    batch.submitted(id(1), name: "a", priority: 0, tags: ["t"], at: 1)
    batch.removeAll()
    #expect(batch.isEmpty && Array(batch).isEmpty)
    batch.submitted(id(2), name: "b", priority: 0, tags: [], at: 2)
    #expect(Array(batch).map(\.change) == [.submitted(id(2), name: "b")])
  }

  @Test("says how each kind of result reads")
  func previews() {
    let previews: [(ResultPreview, String)] = [
      (.none, ""), (.unit, "()"), (.integer(-3), "-3"), (.double(1.5), "1.5"),
      (.bool(true), "true"), (.text("hello"), "hello"),
    ]
    for (preview, text) in previews {
      var batch = EventBatch()
      batch.finished(
        FinishedRun(
          id: id(1), name: "a", submittedAt: 0, finishedAt: 1, outcome: .succeeded,
          preview: preview))
      #expect(
        Array(batch).map(\.change) == [.finished(id(1), outcome: .succeeded, text: text)])
    }
  }

  @Test("cuts a long text when it is read, and no second time")
  func longText() {
    let text = ResultPreview.text(String(repeating: "é", count: 200)).text
    #expect(text.count == ResultPreview.limit + 1 && text.hasSuffix("…"))
    #expect(ResultPreview.text(text).text == text)
  }

  @Test("asks a living result for its text, and has none when it is gone")
  func liveText() {
    final class Result: DescribableResult {
      var resultText: String { "alive" }
    }
    var result: Result? = Result()
    let text = result.map(LiveText.init)
    #expect(text?.text == "alive")
    result = nil
    #expect(text?.text == "")
  }

  @Test("keeps its records as small as they were measured")
  func sizes() {
    #expect(MemoryLayout<EventBatch.Start>.stride == 24)
    #expect(MemoryLayout<EventBatch.Finish>.stride == 64)
    #expect(MemoryLayout<FinishedRun>.stride <= 88)
  }
}
