import PoolObservation
import SeededRandom
import Testing

@testable import Dashboard

/// A lane against a model that knows every job and looks at every cell on its own.
@Suite("a lane, whatever ran")
struct LaneModelTests {
  private struct Job {
    var id: FutureID
    var start: Int
    var end: Int?
    var hasFailed: Bool
  }

  /// Milliseconds of jobs, one after the other or one in another, on one worker.
  private struct Life {
    var jobs: [Job] = []
    var events: [PoolEvent] = []
    var now = 0

    init(seed: UInt64, jobCount: Int) {
      var generator = SeededRandom(seed)
      func note(_ change: PoolEvent.Change) {
        events.append(
          PoolEvent(time: PoolInstant(nanoseconds: UInt64(now) * 1_000_000), change: change))
      }
      note(.workerStarted(worker: 0, name: "w", systemID: 1))
      var open: [Int] = []
      for number in 0..<jobCount {
        let id = FutureID(rawValue: UInt64(number))
        note(.submitted(id, name: "job"))
        note(.started(id, worker: 0, attempt: 1))
        jobs.append(Job(id: id, start: now, end: nil, hasFailed: false))
        open.append(number)
        // Most are short, some touch many cells, some begin another before they end.
        now += Int(generator.next() % (generator.next() % 4 == 0 ? 1_500 : 120))
        if generator.next() % 12 == 0, open.count < 3 { continue }
        let isLast = number == jobCount - 1
        while let done = open.last, !(isLast && generator.next() % 2 == 0) {
          open.removeLast()
          jobs[done].end = now
          jobs[done].hasFailed = generator.next() % 9 == 0
          note(
            .finished(
              jobs[done].id, outcome: jobs[done].hasFailed ? .failed : .succeeded, text: ""))
          now += generator.next() % 3 == 0 ? Int(generator.next() % 700) : 0
          if isLast { break }
        }
      }
    }

    func isTouched(_ quantum: Int, by job: Job, _ step: Int) -> Bool {
      let first = job.start / step
      let last = job.end.map { max(first, (max(1, $0) - 1) / step) } ?? (max(1, now) - 1) / step
      return (first...max(first, last)).contains(quantum)
    }
  }

  @Test(
    "a cell is idle if and only if nothing ran in it, and every failure is marked",
    arguments: [(UInt64(1), 12), (2, 40), (3, 200), (4, 900), (5, 3_000), (6, 9_000)],
    LaneStep.all.prefix(3))
  func cells(_ story: (seed: UInt64, jobCount: Int), _ step: LaneStep) {
    let life = Life(seed: story.seed, jobCount: story.jobCount)
    var history = PoolHistory(
      pool: PoolDescription(name: "", kind: .thread, maxWorkers: 1, createdAt: 0))
    for event in life.events { history.apply(event) }
    let now = PoolInstant(nanoseconds: UInt64(life.now) * 1_000_000)
    let worker = history.snapshot(at: now).workers[0]
    let window = Lane.Window(endingAt: now, step: step, count: 160)
    let lane = Lane(worker, window, now: now)
    check(lane, of: life, window, worker)
  }

  private func check(
    _ lane: Lane, of life: Life, _ window: Lane.Window, _ worker: WorkerSnapshot
  ) {
    let step = window.step.quantumCount * 250
    for (place, cell) in lane.cells.enumerated() {
      let index = window.start + place
      let touching = life.jobs.filter { life.isTouched(index, by: $0, step) }
      let began = touching.filter { $0.start / step == index }
      switch cell {
      case .absent: #expect(index < 0)
      case .idle: #expect(touching.isEmpty, "cell \(index)")
      case .busy: #expect(!touching.isEmpty && began.count <= 1, "cell \(index)")
      case .several:
        let isOld = worker.spans.first.map { Int($0.start.nanoseconds / 1_000_000) > index * step }
        #expect(began.count > 1 || (isOld == true && !touching.isEmpty), "cell \(index)")
      case .failed:
        let near = life.jobs.contains { job in
          job.hasFailed
            && job.end.map { [index, index + 1].contains((max(1, $0) - 1) / step) }
              == true
            || (job.hasFailed && job.start / step == index)
        }
        #expect(near, "cell \(index)")
      case .forgotten: #expect(worker.past.knownSince > worker.startedAt)
      case .started, .died: Issue.record("the worker neither came later nor died")
      }
    }
    for job in life.jobs where job.hasFailed {
      guard let end = job.end else { continue }
      let last = max(job.start / step, (max(1, end) - 1) / step) - window.start
      guard last > 0, last < lane.cells.count, lane.cells[last] != .forgotten else { continue }
      #expect(
        lane.cells[last] == .failed || lane.cells[last - 1] == .failed, "failure of #\(job.id)")
    }
  }

  @Test("every id that is spelled is that of the job under it", arguments: [UInt64(11), 12, 13])
  func labels(_ seed: UInt64) {
    let life = Life(seed: seed, jobCount: 120)
    var history = PoolHistory(
      pool: PoolDescription(name: "", kind: .thread, maxWorkers: 1, createdAt: 0))
    for event in life.events { history.apply(event) }
    let now = PoolInstant(nanoseconds: UInt64(life.now) * 1_000_000)
    let window = Lane.Window(endingAt: now, count: 200)
    let lane = Lane(history.snapshot(at: now).workers[0], window, now: now)
    var spelledCount = 0
    for (place, cell) in lane.cells.enumerated() {
      guard case .busy(_, let digit?) = cell else { continue }
      if place > 0, case .busy(_, _?) = lane.cells[place - 1] { continue }
      let label = lane.cells[place...].prefix { if case .busy(_, _?) = $0 { true } else { false } }
      let id = label.compactMap { if case .busy(_, let digit?) = $0 { String(digit) } else { nil } }
      let job = life.jobs.first { String($0.id.rawValue) == id.joined() }
      #expect(
        job.map { life.isTouched(window.start + place, by: $0, 250) } == true,
        "\(id.joined()), from \(digit), at \(place)")
      spelledCount += 1
    }
    #expect(spelledCount > 10)
  }
}
