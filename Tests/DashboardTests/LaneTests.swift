import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("a worker's lane")
struct LaneTests {
  private func lane(
    _ jobs: [(from: Double, to: Double?, outcome: FutureOutcome)], now: Double, cells: Int,
    firstID: UInt64 = 7, forgotten: Int = 0, startedAt: Double = 0, endedAt: Double? = nil
  ) -> String {
    var worker = WorkerSnapshot(
      index: 0, name: "", systemID: 1, startedAt: instant(startedAt))
    worker.forgottenSpanCount = forgotten
    for (offset, job) in jobs.enumerated() {
      worker.spans.append(
        WorkerSpan(
          future: FutureID(rawValue: firstID + UInt64(offset)), start: instant(job.from),
          end: job.to.map(instant), outcome: job.to == nil ? nil : job.outcome))
    }
    if let endedAt {
      worker.state = .exited
      worker.since = instant(endedAt)
    }
    return Lane(worker, now: instant(now), cellCount: cells).text(Theme(isASCII: true)).runs
      .map(\.text).joined()
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
      lane([(1, 1.5, .succeeded)], now: 2, cells: 8, forgotten: 4) == "????7=..")
  }

  @Test("where the worker was not, nothing is")
  func life() {
    #expect(lane([], now: 2, cells: 8, startedAt: 0.5, endedAt: 1.5) == "  ....  ")
    #expect(lane([], now: 0, cells: 3) == "  .")
    #expect(lane([(0, nil, .succeeded)], now: 9, cells: 0) == "")
  }

  @Test("a job whose start is out of sight is named where it is seen first")
  func cutStart() {
    #expect(lane([(0, nil, .succeeded)], now: 100, cells: 6) == "7=====")
  }
}
