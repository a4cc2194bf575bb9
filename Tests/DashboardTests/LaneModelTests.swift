import PoolObservation
import SeededRandom
import Testing
import TextCanvas

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

  /// When a worker was gone, and how it went.
  private struct Gap {
    var start: Int
    var end: Int
    var isDeath: Bool
  }

  /// Milliseconds of jobs, one after the other or one in another, on one worker, which is gone
  /// now and then and comes back.
  private struct Life {
    var jobs: [Job] = []
    var gaps: [Gap] = []
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
        let isLast = number == jobCount - 1
        if generator.next() % 16 == 0, !isLast {
          let isDeath = generator.next() % 4 != 0
          for done in open.reversed() {
            jobs[done].end = now
            jobs[done].hasFailed = isDeath
            note(.finished(jobs[done].id, outcome: isDeath ? .crashed : .succeeded, text: ""))
          }
          open = []
          note(.workerEnded(worker: 0, reason: isDeath ? .died("signal 9") : .released))
          let start = now
          now += Int(generator.next() % (generator.next() % 3 == 0 ? 1_500 : 12))
          gaps.append(Gap(start: start, end: now, isDeath: isDeath))
          note(.workerStarted(worker: 0, name: "w", systemID: UInt64(number) + 2))
          continue
        }
        if generator.next() % 12 == 0, open.count < 3 { continue }
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
      return (first...max(first, Self.last(before: job.end ?? now, step))).contains(quantum)
    }

    /// Whether it was gone in all of a cell, as far as the ends of the gaps do not touch it.
    func isGone(_ quantum: Int, _ step: Int) -> Bool {
      gaps.contains {
        Self.last(before: $0.start, step) < quantum && quantum < $0.end / step
      }
    }

    func died(in quantum: Int, _ step: Int) -> Bool {
      gaps.contains { $0.isDeath && Self.last(before: $0.start, step) == quantum }
    }

    func cameBack(after quantum: Int, _ step: Int) -> Bool {
      gaps.contains { $0.end / step == quantum + 1 }
    }

    static func last(before end: Int, _ step: Int) -> Int { (max(1, end) - 1) / step }
  }

  @Test(
    "a cell is idle if and only if nothing ran in it, and every failure is marked",
    arguments: [(UInt64(1), 12), (2, 40), (3, 200), (4, 900), (5, 3_000), (6, 9_000)],
    LaneStep.all.prefix(3))
  func cells(_ story: (seed: UInt64, jobCount: Int), _ step: LaneStep) {
    let life = Life(seed: story.seed, jobCount: story.jobCount)
    var history = PoolHistory(
      pool: PoolDescription(name: "", kind: .process, maxWorkers: 1, createdAt: 0))
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
      case .absent: #expect(index < 0 || life.isGone(index, step), "cell \(index)")
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
      case .died: #expect(life.died(in: index, step), "cell \(index)")
      case .started:
        #expect(life.cameBack(after: index, step) && life.isGone(index, step), "cell \(index)")
      }
      if life.died(in: index, step) { #expect(cell == .died, "cell \(index)") }
    }
    for job in life.jobs where job.hasFailed {
      guard let end = job.end else { continue }
      let last = max(job.start / step, Life.last(before: end, step)) - window.start
      guard last > 0, last < lane.cells.count, lane.cells[last] != .forgotten else { continue }
      // A death in the same cell stands for it.
      let marks = [lane.cells[last - 1], lane.cells[last]]
      #expect(marks.contains(.failed) || marks.contains(.died), "failure of #\(job.id)")
    }
  }

  @Test(
    "every number that is read off a lane is a job that ran there", arguments: 11...16,
    LaneStep.all.prefix(2))
  func labels(_ seed: Int, _ step: LaneStep) {
    let life = Life(seed: UInt64(seed), jobCount: 400)
    var history = PoolHistory(
      pool: PoolDescription(name: "", kind: .process, maxWorkers: 1, createdAt: 0))
    for event in life.events { history.apply(event) }
    let now = PoolInstant(nanoseconds: UInt64(life.now) * 1_000_000)
    let window = Lane.Window(endingAt: now, step: step, count: 400)
    let text = Lane(history.snapshot(at: now).workers[0], window, now: now)
      .text(Theme(isASCII: true)).runs.map(\.text).joined()
    let signs = Array(text)
    var readCount = 0
    for start in signs.indices where signs[start].isNumber {
      guard start == 0 || !signs[start - 1].isNumber else { continue }
      let number = String(signs[start...].prefix(while: \.isNumber))
      readCount += 1
      let cells = window.start + start..<window.start + start + number.count
      let job = life.jobs.first { $0.id.description == number }
      #expect(
        job.map { job in
          cells.allSatisfy { life.isTouched($0, by: job, step.quantumCount * 250) }
        } == true, "\(number) at \(start) of \(text)")
    }
    #expect(readCount > 8)
  }
}
