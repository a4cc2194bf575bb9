import Foundation
import Testing

@testable import PoolObservation

@Suite("What a pool looked like")
struct PoolPastTests {
  /// A pool's story, sampled at irregular moments.
  private struct Sampled {
    var past = PoolPast()
    var pictures: [PoolSnapshot] = []

    init(seed: Int, pictureCount: Int, stepsEach: Int) {
      var story = Story(seed: seed)
      var history = PoolHistory(pool: pool)
      var batch = EventBatch()
      story.begin(&batch)
      for _ in 0..<pictureCount {
        for _ in 0..<stepsEach { story.step(&batch) }
        let events = Array(batch)
        for event in events { history.apply(event) }
        batch.removeAll()
        let snapshot = history.snapshot(at: PoolInstant(nanoseconds: story.time))
        pictures.append(snapshot)
        past.append(snapshot, after: events)
      }
    }
  }

  @Test("each picture is again as it was", arguments: [1, 2, 3])
  func pictures(_ seed: Int) throws {
    let sampled = Sampled(seed: seed, pictureCount: 60, stepsEach: 50)
    #expect(sampled.past.count == 60 && sampled.past.thinnedBefore == nil)
    for (index, picture) in sampled.pictures.enumerated() {
      #expect(sampled.past.snapshot(at: index) == picture, "picture \(index)")
      #expect(sampled.past.moment(of: index) == picture.takenAt)
    }
  }

  @Test("a moment finds the picture before it")
  func moments() {
    let past = Sampled(seed: 4, pictureCount: 40, stepsEach: 20).past
    for index in 1..<past.count {
      let moment = past.moment(of: index)
      #expect(past.moment(of: past.index(at: moment)) == moment)
      let before = PoolInstant(nanoseconds: moment.nanoseconds - 1)
      #expect(past.index(at: before) < index)
    }
    #expect(past.index(at: .zero) == 0)
  }

  @Test("another pool's past begins anew")
  func otherPool() {
    var past = Sampled(seed: 5, pictureCount: 3, stepsEach: 5).past
    let other = PoolDescription(name: "other", kind: .thread, maxWorkers: 1, createdAt: 9)
    past.append(PoolSnapshot(pool: other, takenAt: seconds(1)), after: [])
    #expect(past.count == 1 && past.snapshot(at: 0).pool.name == "other")
  }

  @Test("what is older than ten minutes is thinned, and it says so")
  func thinning() throws {
    var past = PoolPast()
    var history = PoolHistory(pool: pool)
    for tenth in 0..<9_000 {
      past.append(history.snapshot(at: seconds(Double(tenth) / 10)), after: [])
    }
    let thinnedBefore = try #require(past.thinnedBefore)
    let second = Int(thinnedBefore.nanoseconds / 1_000_000_000)
    #expect((240...300).contains(second))
    let first = past.index(at: thinnedBefore)
    #expect(past.count - first == 9_000 - second * 10)
    #expect(first == second / 90, "one in a minute and a half of what is older")
    let moments = (0..<past.count).map(past.moment(of:))
    #expect(moments == moments.sorted())
  }

  @Test(
    "ten minutes at a thousand events a second take at most 64 MB, and none is thinned",
    .timeLimit(.minutes(5)))
  func memory() async throws {
    // In a process of its own, because other tests use memory as well.
    let child = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      Figures.measure { Flood.thousandEventsASecond(keepsPast: $0) }
    }
    let figures = try #require(Figures(child?.standardOutputContent))
    #expect(figures.pictureCount == 6_000 && !figures.isThinned)
    #expect(figures.residentMegabytes <= 64, "estimated \(figures.estimatedMegabytes)")
  }

  @Test("where more happens than there is room for, the oldest is thinned", .timeLimit(.minutes(5)))
  func tooMuch() async throws {
    let child = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      Figures.measure { Flood.hundredThousandJobsASecond(keepsPast: $0) }
    }
    let figures = try #require(Figures(child?.standardOutputContent))
    #expect(figures.pictureCount > 10 && figures.isThinned)
    #expect(figures.residentMegabytes <= 64, "estimated \(figures.estimatedMegabytes)")
    #expect(figures.succeededCount == 600_000)
  }

  @Test("however long the lines of the log are, they take no more", .timeLimit(.minutes(5)))
  func longLines() async throws {
    let child = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      Figures.measure { Flood.longLines(keepsPast: $0) }
    }
    let figures = try #require(Figures(child?.standardOutputContent))
    #expect(figures.pictureCount > 10 && figures.isThinned)
    #expect(figures.estimatedMegabytes <= 48 && figures.residentMegabytes <= 64)
  }

  @Test("a picture that is kept has the end of a long log, and says how much there was")
  func longLog() {
    let texts = (0..<200).map { "\($0) " + String(repeating: "x", count: 64 << 10) }
    var past = PoolPast()
    var history = PoolHistory(pool: pool)
    for (number, text) in texts.enumerated() {
      let line = LogLine(threadName: "w", threadID: 1, text: text)
      let event = PoolEvent(time: seconds(Double(number)), change: .logged(line))
      history.apply(event)
      past.append(history.snapshot(at: seconds(Double(number))), after: [event])
    }
    for index in [0, past.count / 2, past.count - 1] {
      let log = past.snapshot(at: index).log
      #expect(log.totalCount == index + 1 && log.entries.last?.line.text == texts[index])
    }
  }
}

/// What a past takes, as a process of its own tells it.
private struct Figures: Codable {
  var pictureCount: Int
  var isThinned: Bool
  var succeededCount: Int
  var estimatedMegabytes: Int
  var residentMegabytes: Int

  /// Reads what a process printed last.
  init?(_ output: [UInt8]?) {
    guard let line = output?.split(separator: UInt8(ascii: "\n")).last,
      let figures = try? JSONDecoder().decode(Figures.self, from: Data(line))
    else { return nil }
    self = figures
    print(String(decoding: line, as: UTF8.self))
  }

  private init(_ past: PoolPast, residentBytes: Int) {
    pictureCount = past.count
    isThinned = past.thinnedBefore != nil
    succeededCount = past.snapshot(at: past.count - 1).counts.succeeded
    estimatedMegabytes = past.byteCount >> 20
    residentMegabytes = residentBytes >> 20
  }

  /// Makes a past, and prints what it takes.
  ///
  /// The fold that goes on beside it takes as much the first time, and may or may not give it back.
  static func measure(_ make: (_ keepsPast: Bool) -> PoolPast) {
    _ = make(false)
    let before = Self.residentBytes
    let past = make(true)
    let taken = Self.residentBytes - before
    guard let line = try? JSONEncoder().encode(Figures(past, residentBytes: taken)) else { return }
    print("\n" + String(decoding: line, as: UTF8.self))
  }

  /// How much of this process lay in memory at most.
  private static var residentBytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
  }
}

/// Much that happens, with a picture ten times a second.
private enum Flood {
  /// For ten minutes, on eight workers; every job says something.
  static func thousandEventsASecond(keepsPast: Bool) -> PoolPast {
    var past = PoolPast()
    var history = PoolHistory(pool: pool)
    var waiting: [PoolEvent] = []
    func note(_ change: PoolEvent.Change, _ nanoseconds: UInt64) {
      let event = PoolEvent(time: PoolInstant(nanoseconds: nanoseconds), change: change)
      history.apply(event)
      waiting.append(event)
    }
    for worker in 0..<8 {
      note(.workerStarted(worker: worker, name: "worker \(worker)", systemID: 1), 0)
    }
    for number in 0..<(keepsPast ? 150_000 : 15_000) as Range<UInt64> {
      let time = number * 4_000_000
      note(.submitted(id(number), name: "fetch(url=\(number))"), time)
      if number >= 8 {
        let line = LogLine(
          worker: Int(number % 8), future: id(number - 8), threadName: "worker", threadID: 1,
          text: "finished fetch(url=\(number - 8)) as it was told")
        note(.logged(line), time)
        note(
          .finished(id(number - 8), outcome: .succeeded, text: "a result of \(number)"),
          time + 1_000_000)
      }
      note(.started(id(number), worker: Int(number % 8), attempt: 1), time + 2_000_000)
      if number % 25 == 24 {
        let now = PoolInstant(nanoseconds: time + 3_000_000)
        let snapshot = history.snapshot(at: now)
        if keepsPast { past.append(snapshot, after: waiting) }
        waiting = []
      }
    }
    return past
  }

  /// Two thousand lines of 64 KiB each, ten in a picture.
  static func longLines(keepsPast: Bool) -> PoolPast {
    var past = PoolPast()
    var history = PoolHistory(pool: pool)
    for tenth in 0..<200 {
      let now = seconds(Double(tenth) / 10)
      let events = (0..<10).map { number in
        let text = "\(tenth) \(number) " + String(repeating: "x", count: 64 << 10)
        let line = LogLine(threadName: "w", threadID: 1, text: text)
        return PoolEvent(time: now, change: .logged(line))
      }
      for event in events { history.apply(event) }
      let snapshot = history.snapshot(at: now)
      if keepsPast { past.append(snapshot, after: events) }
    }
    return past
  }

  /// For six seconds, on one worker.
  static func hundredThousandJobsASecond(keepsPast: Bool) -> PoolPast {
    var past = PoolPast()
    var history = PoolHistory(pool: pool)
    history.note(.workerStarted(worker: 0, name: "w", systemID: 1), at: 0)
    for tenth in 0..<(keepsPast ? 60 : 12) as Range<UInt64> {
      var events: [PoolEvent] = []
      for number in tenth * 10_000..<(tenth + 1) * 10_000 {
        let time = PoolInstant(nanoseconds: number * 10_000)
        for change in [
          PoolEvent.Change.submitted(id(number), name: "job \(number)"),
          .started(id(number), worker: 0, attempt: 1),
          .finished(id(number), outcome: .succeeded, text: "\(number)"),
        ] {
          events.append(PoolEvent(time: time, change: change))
          history.apply(PoolEvent(time: time, change: change))
        }
      }
      let now = PoolInstant(nanoseconds: (tenth + 1) * 100_000_000)
      let snapshot = history.snapshot(at: now)
      if keepsPast { past.append(snapshot, after: events) }
    }
    return past
  }
}
