import Testing

@testable import PoolObservation

@Suite("how long until all is done")
struct RemainingTests {
  /// A pool in which jobs took so long, some run since second 100, and some wait.
  private func snapshot(
    workers: Int = 2, took lengths: [(String, Double)], running: [String] = [],
    pending: [String] = [], at now: Double = 100, progress: Double? = nil,
    toldAt told: Double? = nil
  ) -> PoolSnapshot {
    var history = PoolHistory(
      pool: PoolDescription(name: "pool", kind: .thread, maxWorkers: workers, createdAt: 0))
    for worker in 0..<workers {
      history.note(.workerStarted(worker: worker, name: "w", systemID: 1), at: 0)
    }
    var number: UInt64 = 0
    for (name, length) in lengths {
      history.note(.submitted(id(number), name: name), at: 0)
      history.note(.started(id(number), worker: 0, attempt: 1), at: 0)
      history.note(.finished(id(number), outcome: .succeeded, text: ""), at: length)
      number += 1
    }
    for (worker, name) in running.enumerated() {
      history.note(.submitted(id(number), name: name), at: 100)
      history.note(.started(id(number), worker: worker, attempt: 1), at: 100)
      if let progress {
        history.note(.progressed(id(number), fraction: progress, note: ""), at: told ?? now)
      }
      number += 1
    }
    for name in pending {
      history.note(.submitted(id(number), name: name), at: 100)
      number += 1
    }
    return history.snapshot(at: seconds(now))
  }

  private func isAbout(_ duration: Duration?, _ expected: Double) -> Bool {
    duration.map { abs($0 / .seconds(1) - expected) < 0.05 * max(1, expected) } ?? false
  }

  @Test("what runs ends as jobs of its name did")
  func running() {
    let took = [("short", 1.0), ("long", 9.0)]
    let now = snapshot(took: took, running: ["short", "long"], at: 100.5)
    #expect(isAbout(now.estimatedRemaining, 8.5))
  }

  @Test("what is late is expected to be as late again, and from twice its time on nobody can tell")
  func late() {
    let took = [("short", 1.0), ("long", 9.0)]
    let late = snapshot(took: took, running: ["short"], at: 101.5)
    #expect(isAbout(late.estimatedRemaining, 0.5))
    #expect(snapshot(took: took, running: ["short"], at: 130).estimatedRemaining == nil)
  }

  @Test("where each job has a name of its own, all stand for it until it takes longer")
  func ownNames() {
    let took = [("a", 0.1), ("b", 0.1), ("c", 0.1), ("d", 0.1)]
    let (running, pending) = (["e", "f"], ["g", "h"])
    let early = snapshot(took: took, running: running, pending: pending, at: 100.05)
    #expect(early.estimatedRemaining == .milliseconds(150))
    let late = snapshot(took: took, running: running, pending: pending, at: 115)
    #expect(late.estimatedRemaining == nil)
  }

  @Test("one of which nobody can tell decides only where the others do not take longer")
  func endless() {
    let took = [("a", 1.0), ("b", 1.0), ("c", 1.0)]
    let many = Array(repeating: "d", count: 1_000)
    let busy = snapshot(took: took, running: ["e"], pending: many, at: 110)
    #expect(isAbout(busy.estimatedRemaining, 1_000), "the other worker does all that waits")
    let few = snapshot(took: took, running: ["e"], pending: ["d", "d", "d"], at: 110)
    #expect(few.estimatedRemaining == nil)
  }

  @Test("a mean of as few as run on beyond it counts no longer")
  func refuted() {
    let waiting = Array(repeating: "a", count: 100)
    let once = snapshot(workers: 3, took: [("a", 1)], running: ["a"], pending: waiting, at: 110)
    #expect(once.estimatedRemaining == nil)
    let often = snapshot(
      workers: 3, took: [("a", 1), ("a", 1)], running: ["a"], pending: waiting, at: 110)
    #expect(isAbout(often.estimatedRemaining, 50))
  }

  @Test("what waits is given to whoever is free first")
  func pending() {
    let took = [("a", 3.0)]
    let pending = Array(repeating: "a", count: 3)
    let now = snapshot(took: took, running: ["a", "a"], pending: pending, at: 101)
    #expect(isAbout(now.estimatedRemaining, 2 + 3 + 3))
    #expect(isAbout(snapshot(took: took, pending: ["a"]).estimatedRemaining, 3))
  }

  @Test("of many that wait, some stand for all")
  func many() {
    let names = (0..<10_000).map { $0 % 2 == 0 ? "short" : "long" }
    let now = snapshot(workers: 4, took: [("short", 1), ("long", 3)], pending: names)
    #expect(now.estimatedRemaining.map { (4_000...6_000).contains($0 / .seconds(1)) } == true)
  }

  @Test("how far a job says it is counts more than how long others took")
  func progress() {
    let now = snapshot(took: [("a", 50)], running: ["a"], at: 103, progress: 0.75)
    #expect(isAbout(now.estimatedRemaining, 1))
    #expect(
      isAbout(snapshot(took: [], running: ["a"], at: 103, progress: 0.5).estimatedRemaining, 3))
  }

  @Test("how far it is counts from when the job said so, and not for ever")
  func oldProgress() {
    let took = [("failure", 0.01)]
    let waiting = Array(repeating: "hour", count: 4)
    let now = snapshot(
      took: took, running: ["hour", "hour"], pending: waiting, at: 125, progress: 0.005,
      toldAt: 118)
    #expect(now.estimatedRemaining == .seconds(3 * 3_600 - 25))
    func stalled(_ now: Double) -> Duration? {
      snapshot(took: took, running: ["a"], at: now, progress: 0.5, toldAt: 101).estimatedRemaining
    }
    #expect(stalled(101.5) == .milliseconds(500) && stalled(103) == .seconds(1))
    #expect(stalled(105) == nil)
  }

  @Test("what a job said and has refuted since counts for nothing")
  func refutedProgress() {
    let stalled = snapshot(
      workers: 3, took: [("b", 0.01)], running: ["a", "a"],
      pending: Array(repeating: "a", count: 1_000), at: 700, progress: 0.01, toldAt: 100.01)
    #expect(stalled.estimatedRemaining == nil)
    let hasty = snapshot(
      workers: 1, took: Array(repeating: ("a", 20), count: 100), running: ["a"], at: 105,
      progress: 0.01, toldAt: 100.001)
    #expect(hasty.estimatedRemaining == .seconds(15))
  }

  @Test("those that say how far they are count beside those of their name that ended")
  func progressAndMean() {
    let now = snapshot(
      took: [("a", 30)], running: ["a", "a"], pending: ["a", "a"], at: 106, progress: 0.1)
    #expect(isAbout(now.estimatedRemaining, 54 + 50))
  }

  @Test("what is known of one that runs is known of those of its name that wait")
  func progressOfOthers() {
    let now = snapshot(
      took: [("b", 0.01)], running: ["a", "a"], pending: ["a", "a"], at: 106, progress: 0.1)
    #expect(isAbout(now.estimatedRemaining, 54 + 60))
  }

  @Test("nothing is said where nothing is known, left, or started")
  func unknown() {
    #expect(snapshot(took: [], running: ["a"]).estimatedRemaining == nil)
    #expect(snapshot(took: [], pending: ["a"]).estimatedRemaining == nil)
    #expect(snapshot(took: [("a", 1)]).estimatedRemaining == nil)
    var held = snapshot(took: [("a", 1)], pending: ["a"])
    held.pool.phase = .held
    #expect(held.estimatedRemaining == nil)
  }
}

@Suite("the histogram of durations")
struct DurationHistogramTests {
  @Test(
    "each duration falls below its bound, and not below the one before",
    arguments: [
      0, 999, 1_000, 1_999, 2_000, 4_999, 5_000, 9_999, 10_000, 999_999_999, 1_000_000_000,
      9_999_999_999_999, 10_000_000_000_000, .max,
    ] as [UInt64])
  func bounds(_ nanoseconds: UInt64) {
    var histogram = DurationHistogram()
    #expect(histogram.counts.isEmpty)
    histogram.record(nanoseconds, count: 3)
    let index = histogram.counts.firstIndex(of: 3)
    let bounds = DurationHistogram.bounds.map { UInt64($0.nanoseconds) }
    #expect(bounds == bounds.sorted() && histogram.counts.count == bounds.count + 1)
    #expect(index == bounds.firstIndex { nanoseconds < $0 } ?? bounds.count)
    #expect(histogram.counts.reduce(0, +) == 3)
  }

  @Test("one by one and in batches the same is counted")
  func batches() {
    var recorder = DistributionRecorder()
    var buckets = DurationBuckets()
    var batched = DistributionRecorder()
    for step in UInt64(0)..<2_000 {
      let length = step * step * 977
      recorder.record(from: 5, to: 5 + length)
      _ = buckets.record(from: 5, to: 5 + length)
    }
    batched.record(buckets)
    let (one, other) = (recorder.distribution(), batched.distribution())
    #expect(one.histogram.counts.reduce(0, +) == 2_000)
    #expect(one == other)
  }
}
