import Glibc
import Platform
import Testing

private func say(_ text: String, on descriptor: Int32) -> Int {
  unsafe write(descriptor, text, text.utf8.count)
}

/// Each in a process of its own: the streams belong to the process.
@Suite("Captured streams", .timeLimit(.minutes(5)))
struct StandardStreamCaptureTests {
  @Test("lines of both streams come in order, from whoever writes them")
  func bothStreams() async {
    await #expect(processExitsWith: .success) {
      let capture = StandardStreamCapture()
      try capture.start()
      print("printed")
      _ = say("error\nhalf", on: STDERR_FILENO)
      #expect(capture.readLines() == ["printed", "error"])
      _ = say(" and half\r\n\u{1B}[31mred\n", on: STDOUT_FILENO)
      #expect(capture.readLines() == ["half and half", "\u{1B}[31mred"])
      #expect(capture.readLines() == [])
      _ = say("no end", on: STDERR_FILENO)
      #expect(capture.stop() == ["no end"])
      #expect(capture.tail.last == "no end")
      #expect(capture.stop() == [])
    }
  }

  @Test("a writer never waits, even when nobody reads")
  func writerNeverWaits() async {
    await #expect(processExitsWith: .success) {
      let capture = StandardStreamCapture()
      try capture.start()
      let line = String(repeating: "x", count: 1023) + "\n"
      var kept = 0
      for _ in 0..<5_000 where say(line, on: STDOUT_FILENO) == 1024 { kept += 1 }
      #expect(kept < 5_000)
      #expect(capture.stop().count >= kept)
      #expect(capture.tail.count == StandardStreamCapture.tailLimit)
    }
  }

  @Test("afterwards both streams lead where they led")
  func restored() async {
    await #expect(processExitsWith: .success) {
      var before = stat()
      var after = stat()
      unsafe fstat(STDOUT_FILENO, &before)
      let flags = fcntl(STDOUT_FILENO, F_GETFL)
      for _ in 0..<3 {
        let capture = StandardStreamCapture()
        try capture.start()
        try capture.start()
        _ = capture.stop()
      }
      unsafe fstat(STDOUT_FILENO, &after)
      #expect(before.st_ino == after.st_ino && before.st_dev == after.st_dev)
      #expect(fcntl(STDOUT_FILENO, F_GETFL) == flags, "the terminal itself was never touched")
    }
  }
}

@Suite("Lines from pieces")
struct LineSplitterTests {
  @Test("pieces of any size give the same lines", arguments: 1...7)
  func pieces(_ size: Int) {
    let bytes = Array("one\ntwo é\r\n\nlast".utf8)
    var splitter = LineSplitter()
    var lines: [String] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += splitter.feed(bytes[start..<min(start + size, bytes.count)])
    }
    #expect(lines == ["one", "two é", ""])
    #expect(splitter.finish() == "last")
    #expect(splitter.finish() == nil)
  }

  @Test("a writer without line ends does not fill the memory")
  func longLine() {
    var splitter = LineSplitter()
    let piece = [UInt8](repeating: 0x78, count: LineSplitter.lineLimit)
    #expect(splitter.feed(piece[...]).map(\.utf8.count) == [LineSplitter.lineLimit])
    #expect(splitter.finish() == nil)
  }
}
