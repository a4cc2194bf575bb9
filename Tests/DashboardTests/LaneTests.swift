import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("a worker's lane")
struct LaneTests {
  private func lane(
    _ jobs: [(from: Double, to: Double?, outcome: FutureOutcome)], now: Double, cells: Int,
    firstID: UInt64 = 7, forgotten: Int = 0, knownSince: Double = 0, startedAt: Double = 0,
    endedAt: Double? = nil, state: WorkerSnapshot.State = .exited
  ) -> String {
    var worker = WorkerSnapshot(
      index: 0, name: "", systemID: 1, startedAt: instant(startedAt))
    worker.forgottenSpanCount = forgotten
    worker.past = WorkerPast(knownSince: instant(max(startedAt, knownSince)))
    for (offset, job) in jobs.enumerated() {
      worker.spans.append(
        WorkerSpan(
          future: FutureID(rawValue: firstID + UInt64(offset)), start: instant(job.from),
          end: job.to.map(instant), outcome: job.to == nil ? nil : job.outcome))
    }
    if let endedAt {
      worker.state = state
      worker.since = instant(endedAt)
      let isDeath = state == .lost
      worker.absences = [.init(start: instant(endedAt), isDeath: isDeath)]
    }
    return Lane(worker, Lane.Window(endingAt: instant(now), count: cells), now: instant(now))
      .text(Theme(isASCII: true)).runs.map(\.text).joined()
  }

  @Test("a segment begins with the job's id, and shades alternate")
  func segments() {
    let jobs: [(Double, Double?, FutureOutcome)] = [
      (0, 1, .succeeded), (1, 2, .succeeded), (2.5, nil, .succeeded),
    ]
    #expect(lane(jobs, now: 3.5, cells: 16) == "  7===8---..9===")
  }

  @Test("a failure ends in a mark, in its own segment")
  func failures() {
    #expect(
      lane([(0, 1, .failed), (1, 2, .timedOut)], now: 2.25, cells: 9) == "7==X8--X.")
    #expect(
      lane([(0, 1.1, .failed), (1.1, 2, .succeeded)], now: 2, cells: 8) == "7==X8---")
    #expect(lane([(0, 0.1, .failed)], now: 0.5, cells: 2) == "X.")
  }

  @Test("jobs shorter than a cell are counted together, and a failure among them shows")
  func shortJobs() {
    let short = (0..<20).map { index in
      let start = Double(index) * 0.05
      return (start, Optional(start + 0.05), FutureOutcome.succeeded)
    }
    #expect(lane(short, now: 1, cells: 5) == " %%%%")
    var failing = short
    failing[7].2 = .failed
    #expect(lane(failing, now: 1, cells: 4) == "%X%%")
  }

  @Test("an id that does not fit is left out, not cut")
  func labels() {
    let jobs: [(Double, Double?, FutureOutcome)] = [
      (0, 0.5, .succeeded), (0.5, 1.25, .succeeded), (1.25, 2, .succeeded),
    ]
    #expect(lane(jobs, now: 2, cells: 8, firstID: 99) == "==---101")
    #expect(lane(jobs, now: 2, cells: 8, firstID: 10) == "==11-12=")
  }

  @Test("it moves by whole cells: a job keeps its quantum while time goes on")
  func quantum() {
    let job: [(Double, Double?, FutureOutcome)] = [(0.1, 0.9, .succeeded)]
    #expect(lane(job, now: 1.01, cells: 6) == " 7===.")
    #expect(lane(job, now: 1.25, cells: 6) == " 7===.")
    #expect(lane(job, now: 1.26, cells: 6) == "7===..")
  }

  @Test("what was forgotten is not shown as idle")
  func forgotten() {
    #expect(
      lane([(1, 1.5, .succeeded)], now: 2, cells: 8, forgotten: 4, knownSince: 1) == "????7=..")
  }

  @Test("where the worker was not, nothing is")
  func life() {
    #expect(lane([], now: 2, cells: 8, startedAt: 0.5, endedAt: 1.5) == " (....  ")
    #expect(lane([], now: 0, cells: 3) == "  .")
    #expect(lane([], now: 1, cells: 8, endedAt: 0.5) == "    ..  ")
    #expect(lane([(0, nil, .succeeded)], now: 9, cells: 0) == "")
  }

  @Test("a job whose start is out of sight is named where it is seen first")
  func cutStart() {
    #expect(lane([(0, nil, .succeeded)], now: 100, cells: 6) == "7=====")
  }

  @Test("a failure that shares its cells with others is not lost")
  func crowdedFailure() {
    let jobs: [(Double, Double?, FutureOutcome)] = [
      (0.5, 0.55, .succeeded), (0.6, 0.8, .failed), (0.85, 2, .succeeded),
    ]
    #expect(lane(jobs, now: 2, cells: 8) == "..X9====")
  }

  @Test("a worker that came later, and one that died, are marked")
  func births() {
    #expect(
      lane(
        [(1, 1.6, .crashed)], now: 2.5, cells: 10, startedAt: 1, endedAt: 1.6, state: .lost)
        == "   (7=!   ")
    #expect(lane([], now: 1, cells: 4, endedAt: 0.5, state: .lost) == ".!  ")
  }

  @Test("a job that ran over is marked where its time limit was")
  func late() {
    var worker = WorkerSnapshot(index: 0, name: "", systemID: 1, startedAt: instant(0))
    worker.state = .late
    worker.spans = [
      WorkerSpan(future: FutureID(rawValue: 7), start: instant(0), outcome: .timedOut)
    ]
    let lane = Lane(
      worker, Lane.Window(endingAt: instant(3), count: 12), now: instant(3),
      timedOutAt: { _ in instant(1) })
    #expect(
      lane.text(Theme(isASCII: true)).runs.map(\.text).joined() == "7==X========")
  }

  @Test(
    "where a successor begins in the cell of a death, its id stands whole behind the mark",
    arguments: [
      (42, "  40====X!42-"), (7, "  40====X!7--"), (1_234, "  40====X!---"),
    ] as [(UInt64, String)])
  func respawnInOneQuantum(_ successor: UInt64, _ drawn: String) {
    var worker = WorkerSnapshot(index: 0, name: "", systemID: 1, startedAt: instant(0))
    worker.spans = [
      WorkerSpan(
        future: FutureID(rawValue: 40), start: instant(0), end: instant(1.8), outcome: .crashed),
      WorkerSpan(future: FutureID(rawValue: successor), start: instant(1.9)),
    ]
    worker.absences = [.init(start: instant(1.8), end: instant(1.85), isDeath: true)]
    worker.state = .running
    let window = Lane.Window(endingAt: instant(2.75), count: 13)
    let lane = Lane(worker, window, now: instant(2.75))
    #expect(lane.text(Theme(isASCII: true)).runs.map(\.text).joined() == drawn)
  }

  @Test("an id over whose end a death is drawn is left out")
  func deathInShortSegment() {
    #expect(
      lane(
        [(0, 0.5, .succeeded), (0.5, 0.5, .crashed)], now: 1, cells: 4, firstID: 10,
        endedAt: 0.5, state: .lost) == "=!  ")
  }

  @Test("a process that died and came back has both marks in its lane")
  func respawn() {
    var history = PoolHistory(
      pool: PoolDescription(name: "", kind: .process, maxWorkers: 1, createdAt: 0))
    func note(_ change: PoolEvent.Change, _ seconds: Double) {
      history.apply(PoolEvent(time: instant(seconds), change: change))
    }
    note(.workerStarted(worker: 0, name: "w", systemID: 1), 0)
    for id in 0..<2 as Range<UInt64> { note(.submitted(FutureID(rawValue: id), name: "job"), 0) }
    note(.started(FutureID(rawValue: 0), worker: 0, attempt: 1), 0)
    note(.finished(FutureID(rawValue: 0), outcome: .crashed, text: "signal 11"), 1)
    note(.workerEnded(worker: 0, reason: .died("signal 11")), 1)
    note(.workerStarted(worker: 0, name: "w", systemID: 2), 2)
    note(.started(FutureID(rawValue: 1), worker: 0, attempt: 1), 2)
    let worker = history.snapshot(at: instant(3)).workers[0]
    #expect(worker.state == .running && worker.systemID == 2)
    let window = Lane.Window(endingAt: instant(3), count: 12)
    let lane = Lane(worker, window, now: instant(3))
    #expect(lane.text(Theme(isASCII: true)).runs.map(\.text).joined() == "0==!   (1---")
    let words = [0, 3, 4, 9].map {
      LaneMoment(worker, in: window.time(of: $0), now: instant(3), FutureTable()).text
    }
    #expect(words == ["#0 1.0s crashed", "#0 1.0s crashed", "died", "#1 1.0s"])
  }
}
