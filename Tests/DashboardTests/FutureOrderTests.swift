import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("the order of the futures")
struct FutureOrderTests {
  /// The same order, made anew from the whole table.
  private func sorted(_ snapshot: PoolSnapshot) -> [FutureID] {
    let group: (FutureSnapshot) -> Int = { future in
      switch (future.state, future.outcome) {
      case (.running, _): 1
      case (.pending, _): 2
      case (_, .failed?), (_, .crashed?), (_, .timedOut?): 0
      default: 3
      }
    }
    // As one number each, which is compared in no time.
    let places = snapshot.futures.map { UInt64(group($0)) << 60 | $0.id.rawValue }
    return places.sorted().map { FutureID(rawValue: $0 % (1 << 60)) }
  }

  @Test("brought up to date step by step, it is as if made anew", arguments: [0.1, 0.7, 5, 60])
  func incremental(_ step: Double) {
    let script = Script.mixed(jobs: 200, cancelled: [3, 50, 51, 150, 199])
    var unfolding = script.unfolding
    var model = Model(title: "")
    for second in stride(from: 0, through: 80, by: step) {
      let snapshot = unfolding.snapshot(at: second)
      _ = update(&model, .sampled(snapshot))
      let rows = (0..<model.rows.count).map { model.rows[$0] }
      #expect(rows == sorted(snapshot), "at \(second) s")
      #expect(rows.enumerated().allSatisfy { model.rows.row(of: $1) == $0 }, "at \(second) s")
    }
  }

  @Test("it is as if made anew when the newest, or any, start first", arguments: [0.1, 0.7, 5])
  func anyOrder(_ step: Double) {
    var script = Script(workers: 2)
    for id: UInt64 in 0..<2_000 { script.submit(id, "job") }
    for turn: UInt64 in 0..<150 {
      let start = Double(turn) * 0.2
      // From the end; from the middle, out of order; and some are cancelled.
      script.run(1_999 - turn, on: 0, from: start, to: start + 0.15)
      script.run(500 + turn * 37 % 150, on: 1, from: start, to: start + 0.3)
      script.add(start, .finished(FutureID(rawValue: turn * 3), outcome: .cancelled, text: ""))
    }
    var unfolding = script.unfolding
    var model = Model(title: "")
    for second in stride(from: 0, through: 32, by: step) {
      let snapshot = unfolding.snapshot(at: second)
      _ = update(&model, .sampled(snapshot))
      #expect((0..<model.rows.count).map { model.rows[$0] } == sorted(snapshot), "at \(second) s")
    }
  }

  @Test("what waits for another attempt stands with what waits", arguments: [0.1, 0.7, 5])
  func retried(_ step: Double) {
    var script = Script(workers: 4)
    for id: UInt64 in 0..<200 { script.submit(id, "job") }
    for id: UInt64 in 0..<120 {
      let (future, start) = (FutureID(rawValue: id), Double(id) / 4)
      script.add(start, .started(future, worker: Int(id % 4), attempt: 1))
      script.add(start + 0.9, .retrying(future, outcome: .failed, text: "no"))
      guard id.isMultiple(of: 3) else { continue }
      script.add(start + 20, .started(future, worker: Int(id % 4), attempt: 2))
      script.add(start + 20.8, .finished(future, outcome: .failed, text: "no"))
    }
    var unfolding = script.unfolding
    var model = Model(title: "")
    for second in stride(from: 0, through: 60, by: step) {
      let snapshot = unfolding.snapshot(at: second)
      _ = update(&model, .sampled(snapshot))
      let rows = (0..<model.rows.count).map { model.rows[$0] }
      #expect(rows == sorted(snapshot), "at \(second) s")
    }
    let screen = view(model, Size(columns: 100, rows: 200)).text
    let waiting = screen.split(separator: "\n").first { $0.contains(" 1 PENDING ") }
    #expect(waiting?.contains("w1     250ms     -  job") == true, "it does not run")
  }

  @Test("rows that were forgotten are gone from it, and new ones come")
  func forgotten() {
    let script = Script.mixed(jobs: 200)
    var history = PoolHistory(pool: script.pool, retainedFutureLimit: 10)
    var model = Model(title: "")
    for event in script.events.sorted(by: { $0.time < $1.time }) {
      history.apply(event)
      let snapshot = history.snapshot(at: event.time)
      _ = update(&model, .sampled(snapshot))
      #expect((0..<model.rows.count).map { model.rows[$0] } == sorted(snapshot))
    }
  }

  @Test("another pool begins anew")
  func anotherPool() {
    var model = Model.showing(.mixed(jobs: 60), at: 20)
    var script = Script(workers: 1)
    script.submit(0, "first")
    var snapshot = script.snapshot(at: 0)
    snapshot.pool.createdAt += 1
    _ = update(&model, .sampled(snapshot))
    #expect(model.rows.count == 1)
    #expect(model.selectedFuture == FutureID(rawValue: 0))
  }
}
