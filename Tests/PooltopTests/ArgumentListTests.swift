import Platform
import TerminalDriver
import Testing

@testable import pooltop

/// Arguments that come while commands run.
@Suite("arguments that come", .timeLimit(.minutes(5)))
struct ArgumentListTests {
  @Test("a line is there as soon as its end is, and the last one needs none")
  func lines() async throws {
    try await onOwnThread {
      let feed = try ArgumentFeed()
      feed.writer.write("one\ntw")
      #expect(feed.take(1) == ["one"])
      feed.writer.write("o\n\nthree")
      #expect(feed.take(2) == ["two", ""])
      feed.writer.end()
      #expect(feed.take(9) == ["three"])
      #expect(feed.list.take(from: 4, atMost: 1, isWanted: true).isLast)
      #expect(feed.list.problem == nil && feed.list.count == 4)
    }
  }

  @Test("no more is read than a piece, while nobody takes what is there")
  func bound() async throws {
    try await onOwnThread {
      let feed = try ArgumentFeed()
      let line = String(repeating: "x", count: 63)
      let writer = feed.writer
      let writtenCount = Monitor(0)
      let thread = try OSThread.start(name: "yes") {
        for _ in 0..<40 {
          writer.write(String(repeating: line + "\n", count: 1_000))
          writtenCount.withLock { $0 += 1 }
        }
        writer.end()
      }
      #expect(feed.take(1) == [line])
      // A piece of 64 KiB is there, and the socket holds some more.
      #expect(feed.list.count <= 1_024)
      #expect(writtenCount.withLock { $0 } < 40)
      #expect(feed.take(.max).count == 39_999)
      thread.join()
    }
  }

  @Test("where all must be known, none is taken before the end")
  func whole() async throws {
    try await onOwnThread {
      let feed = try ArgumentFeed()
      feed.writer.write("one\n")
      #expect(feed.list.take(from: 0, atMost: 9, isWanted: false).count == 0)
      feed.writer.write("two\n")
      feed.writer.end()
      #expect(feed.take(9, isWanted: false) == ["one", "two"])
    }
  }

  @Test("what cannot be an argument ends the list, and is told with its number")
  func problems() async throws {
    try await onOwnThread {
      let feed = try ArgumentFeed()
      feed.writer.write("one\ntwo\nth\0ree\nfour\n")
      #expect(feed.take(9) == ["one", "two"])
      #expect(feed.list.problem?.hasPrefix("line 3 of standard input holds NUL bytes") == true)
      feed.writer.end()

      let endless = try ArgumentFeed(isNullEnded: true)
      let writer = endless.writer
      let thread = try OSThread.start(name: "zeros") {
        writer.write("a\0" + String(repeating: "x", count: 1 << 20) + "y")
        writer.end()
      }
      #expect(endless.take(9) == ["a"])
      let problem = "argument 2 of standard input has more than 1,048,576 bytes"
      #expect(endless.list.problem?.hasPrefix(problem) == true, "\(endless.list.problem ?? "")")
      thread.join()
    }
  }
}
