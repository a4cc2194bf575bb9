import Testing

@testable import PoolObservation

/// What a recording shows when some of its bytes are not what was written.
@Suite("A damaged recording")
struct DamageTests {
  private static let lines = lines()

  /// A hundred futures, one after the other, each for a tenth of a second; from the fiftieth on
  /// later and with greater numbers, where that is wanted.
  private static func lines(pause: UInt64 = 0, leap: UInt64 = 0) -> [String] {
    let createdAt: Int64 = 1_795_360_064_000_000_000
    var encoder = RecordingEncoder(createdAt: createdAt)
    encoder.append(
      RecordingHeader(
        title: "a hundred",
        pool: PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: createdAt)))
    var batch = EventBatch()
    batch.append(.workerStarted(worker: 0, name: "w", systemID: 1), at: .zero)
    for number in 1...100 as ClosedRange<UInt64> {
      let start = number * 100_000_000 + (number < 50 ? 0 : pause * 1_000_000_000)
      let id = id(number + (number < 50 ? 0 : leap))
      batch.submitted(id, name: "a", priority: 0, tags: [], at: start)
      batch.started(id, worker: 0, attempt: 1, at: start)
      batch.finished(
        FinishedRun(
          id: id, name: "a", submittedAt: start, startedAt: start,
          finishedAt: start + 90_000_000, worker: 0, attempt: 1, outcome: .succeeded))
    }
    encoder.append(batch)
    return String(decoding: encoder.take(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func timeline(_ lines: [String]) throws -> RecordingTimeline {
    try RecordingTimeline(reading: Array(lines.joined(separator: "\n").utf8), interval: 50)
  }

  /// The recording with one line, counted from 1, changed.
  private func timeline(
    changing line: Int, _ old: String, to new: String
  ) throws -> RecordingTimeline {
    var lines = Self.lines
    #expect(lines[line - 1].contains(old))
    lines[line - 1] = lines[line - 1].replacing(old, with: new)
    return try timeline(lines)
  }

  @Test("says that no future has the greatest number of all", arguments: [3, 5])
  func greatestNumber(_ line: Int) throws {
    var timeline = try timeline(
      changing: line, "\"future\":1,", to: "\"future\":18446744073709551615,")
    #expect(
      timeline.problems.lines.contains {
        $0.hasPrefix("line \(line):") && $0.contains("a whole number below 18446744073709551615")
      }, "\(timeline.problems.lines)")
    #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 99)
  }

  @Test(
    "shows what comes after a line whose time leaps, and names the line",
    arguments: [3, 33, 34, 35])
  func time(_ line: Int) throws {
    for (year, word) in [("2126", "after"), ("2016", "before")] {
      var timeline = try timeline(changing: line, "\"2026-", to: "\"\(year)-")
      #expect(timeline.problems.count == 1)
      #expect(
        timeline.problems.lines.allSatisfy { $0.hasPrefix("line \(line): its time lies \(word)") },
        "\(timeline.problems.lines)")
      #expect(timeline.end == seconds(10.09))
      #expect(try timeline.snapshot(at: seconds(5.05)).counts.succeeded == 49)
      #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 100)
      #expect(try timeline.moment(before: seconds(0.5)) != nil)
    }
  }

  @Test("counts from the first event where the first line's time leaps")
  func firstTime() throws {
    for (year, word) in [("2126", "after"), ("2016", "days before")] {
      var timeline = try timeline(changing: 1, "\"2026-", to: "\"\(year)-")
      #expect(
        timeline.problems.lines == [
          "line 1: its time lies \(word) those of the lines after it, and so counts as the first of "
            + "them"
        ])
      #expect(timeline.header.title == "a hundred" && timeline.end == seconds(10.09))
      #expect(try timeline.snapshot(at: seconds(5.05)).counts.succeeded == 49)
      #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 100)
    }
  }

  @Test("shows a line whose time cannot be read, and names it", arguments: [1, 2, 35, 302])
  func unreadableTime(_ line: Int) throws {
    var timeline = try timeline(changing: line, "\"2026-", to: "\"2O26-")
    #expect(timeline.problems.count == 1)
    #expect(
      timeline.problems.lines[0].hasPrefix(
        "line \(line): expected a time such as 2026-11-22T15:07:44.000000000Z at column 10; it "
          + "counts as that"))
    #expect(timeline.header.title == "a hundred")
    #expect(timeline.end == seconds(line == 302 ? 10 : 10.09))
    #expect(try timeline.snapshot(at: seconds(5.05)).counts.succeeded == 49)
    #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 100)
  }

  @Test("takes a leap of the last line for damage, if it is one of days")
  func lastTime() throws {
    for (hour, isRight) in [("22T23", true), ("25T15", false)] {
      var timeline = try timeline(changing: 302, "\"2026-11-22T15", to: "\"2026-11-\(hour)")
      #expect(
        timeline.problems.lines
          == (isRight
            ? []
            : [
              "line 302: its time lies days after those of the lines before it, and so counts as theirs"
            ]))
      #expect(timeline.end == seconds(isRight ? 28_810.09 : 10))
      #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 100)
    }
  }

  @Test("a line that is doubted before one without end is read", .timeLimit(.minutes(5)))
  func doubtBeforeLongLine() throws {
    var lines = Self.lines
    lines[149] = lines[149].replacing("\"2026-", with: "\"2126-")
    var bytes = Array((lines[..<150].joined(separator: "\n") + "\n").utf8)
    bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 17 << 20)
    bytes += Array(("\n" + lines[150...].joined(separator: "\n")).utf8)
    var timeline = try RecordingTimeline(reading: bytes)
    #expect(
      timeline.problems.lines == [
        "line 150: its time lies days after those of the lines before it, and so counts as theirs",
        "line 151: is too long, and is left out",
      ])
    #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 100)
  }

  @Test("shows the futures after one whose number leaps, and names the line")
  func number() throws {
    var timeline = try timeline(changing: 30, "\"future\":10,", to: "\"future\":9010,")
    #expect(
      timeline.problems.lines == [
        "line 30: future 9010 cannot be that: those after it are less; it is left out",
        "3 of the events cannot be so, such as an end of what never began; they are left out "
          + "(lines 30, 31, 32)",
      ])
    #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 99)
  }

  @Test("takes a pause for what it is, and so numbers of which others have some")
  func truth() throws {
    var timeline = try timeline(Self.lines(pause: 1_800, leap: 5_000))
    #expect(timeline.problems.isEmpty, "\(timeline.problems.lines)")
    #expect(timeline.end == seconds(1_810.09))
    #expect(try timeline.snapshot(at: seconds(1_000)).counts.succeeded == 49)
    #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 100)
  }

  @Test("a mark before the first line is none of it")
  func byteOrderMark() throws {
    let timeline = try timeline(["\u{FEFF}" + Self.lines[0]] + Self.lines.dropFirst())
    #expect(timeline.problems.isEmpty && timeline.header.title == "a hundred")
  }

  @Test("a few strange lines before the first are left out, and it begins where it begins")
  func stray() throws {
    let stray = #"{"time":"2026-11-21T00:00:00Z","event":"submitted","future":4711}"#
    var timeline = try timeline([stray] + Self.lines)
    #expect(timeline.header.title == "a hundred" && timeline.end == seconds(10.09))
    #expect(timeline.problems.lines.last?.hasPrefix("line 2: a recording begins here") == true)
    #expect(try timeline.snapshot(at: timeline.end).counts.total == 100)
    #expect(try timeline.snapshot(at: .zero).counts.total == 0)
  }

  @Test("a line without end is left out, and those after it are read", .timeLimit(.minutes(5)))
  func longLine() throws {
    var bytes = Array((Self.lines[..<150].joined(separator: "\n") + "\n").utf8)
    bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 17 << 20)
    bytes += Array(("\n" + Self.lines[150...].joined(separator: "\n")).utf8)
    var timeline = try RecordingTimeline(reading: bytes)
    #expect(timeline.problems.lines == ["line 151: is too long, and is left out"])
    #expect(try timeline.snapshot(at: timeline.end).counts.succeeded == 100)
  }

  @Test("a line that is cut within an escape takes nothing of the next with it")
  func escape() throws {
    var lines = Self.lines
    lines[10] = String(lines[10].prefix(55)) + "\\"
    let timeline = try timeline(lines)
    #expect(timeline.problems.lines.first?.hasPrefix("line 11: is cut short") == true)
    #expect(timeline.eventCount >= 295)
  }

  @Test("a worker is late only with what it runs, and waits only while it is there")
  func late() throws {
    let time = #""time":"2026-11-22T15:07:44Z""#
    let text = """
      {\(time),"event":"began","name":"x"}
      {\(time),"event":"worker_started","worker":0,"name":"w"}
      {\(time),"event":"submitted","future":1}
      {\(time),"event":"ran_over","future":1,"worker":0}
      {\(time),"event":"worker_ended","worker":0}
      {\(time),"event":"waiting","future":1,"worker":0}
      {\(time),"event":"ran_over","future":1,"worker":0}
      """
    var timeline = try RecordingTimeline(reading: Array(text.utf8))
    #expect(timeline.problems.lines.first?.contains("(lines 4, 6, 7)") == true)
    #expect(try timeline.snapshot(at: timeline.end).workers[0].state == .exited)
  }
}
