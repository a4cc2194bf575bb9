import ConcurrentFutures
import Foundation
import Glibc
import Platform
import TerminalDriver
import Testing

@testable import pooltop

/// The file of a recording, as it is written.
@Suite("a recording's file", .timeLimit(.minutes(5)))
struct RecordingWriterTests {
  private let scratch: ScratchFolder
  private let path: String

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.path("run.jsonl")
  }

  @Test("holds everything in order, more than may wait at once")
  func whole() async throws {
    try await onOwnThread { [path] in
      let writer = try RecordingWriter(path, onIdle: {}, onFailure: { _ in })
      var expected = Data()
      for number in 0..<48 {
        let piece = [UInt8](repeating: UInt8(number), count: 1 << 20)
        expected.append(contentsOf: piece)
        writer.append(piece)
      }
      writer.close()
      #expect(writer.failure == nil)
      #expect(try Data(contentsOf: URL(filePath: path)) == expected)
    }
  }

  @Test("takes what its own look at the pool brings, more than may wait at once")
  func ownLook() async throws {
    try await onOwnThread { [path] in
      let writer = Monitor<RecordingWriter?>(nil)
      let hasLooked = Monitor(false)
      let made = try RecordingWriter(
        path,
        onIdle: {
          guard !hasLooked.withLock({ $0 }), let writer = writer.withLock({ $0 }) else { return }
          for _ in 0..<3 { writer.append([UInt8](repeating: 7, count: 20 << 20)) }
          hasLooked.withLock { $0 = true }
          hasLooked.signal()
        }, onFailure: { _ in })
      writer.withLock { $0 = made }
      _ = hasLooked.wait { $0 ? true : nil }
      made.close()
      writer.withLock { $0 = nil }
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.size] as? Int == 60 << 20)
    }
  }

  @Test("tells once that nothing more can be written, and then holds nobody back")
  func full() async throws {
    try await onOwnThread {
      let failures = Monitor<[SystemError]>([])
      let writer = try RecordingWriter("/dev/full", onIdle: {}) { failure in
        failures.withLock { $0.append(failure) }
        failures.broadcast()
      }
      writer.append([1, 2, 3])
      _ = failures.wait { $0.isEmpty ? nil : () }
      for _ in 0..<100 { writer.append([UInt8](repeating: 0, count: 1 << 20)) }
      writer.close()
      #expect(failures.withLock { $0.map(\.call) } == ["write"])
      #expect(writer.failure?.code == 28)
    }
  }

  @Test("is written though nobody looks at the pool")
  func unwatched() async throws {
    try await onOwnThread { [path] in
      let pool = try ThreadPoolExecutor(maxWorkers: 1)
      let recorder = RunRecorder(
        path, of: pool, RecordingHeader(title: "x", pool: pool.snapshot().pool))
      _ = try pool.submit { 42 }.result()
      let deadline = MonotonicClock.now.advanced(by: .seconds(200))
      let never = Monitor(())
      func isThere() -> Bool {
        (try? String(contentsOfFile: path, encoding: .utf8))?.contains("\"text\":\"42\"") == true
      }
      while !isThere(), MonotonicClock.now < deadline {
        _ = never.wait(until: MonotonicClock.now.advanced(by: .milliseconds(20))) { _ -> Void? in
          nil
        }
      }
      #expect(isThere())
      pool.shutdown()
      let verdict = RecordedVerdict(
        time: .zero, isMet: true, sentence: "", counts: FutureCounts())
      #expect(recorder.finish(verdict) == nil)
    }
  }

  @Test(
    "a reader that takes nothing holds back nobody for ever, at the end or before it",
    arguments: [0, 2])
  func stalled(_ furtherCount: Int) async throws {
    try await onOwnThread { [path] in
      #expect(unsafe mkfifo(path, 0o600) == 0)
      let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      let failures = Monitor<[SystemError]>([])
      let writer = try RecordingWriter(
        path, stallLimit: .init(unawaited: .max, awaited: 1), onIdle: {},
        onFailure: { failure in failures.withLock { $0.append(failure) } })
      writer.append([UInt8](repeating: 0, count: 4 << 20))
      // For the second there is no room.
      for _ in 0..<furtherCount { writer.append([UInt8](repeating: 0, count: 40 << 20)) }
      if furtherCount > 0 { #expect(writer.failure != nil) }
      writer.close()
      #expect(failures.withLock { $0 } == [SystemError(call: "write", code: ETIMEDOUT)])
    }
  }

  @Test("one that was given up is closed all the same, and its thread ends, once it goes on")
  func goesOnLate() async throws {
    // In a process of its own, where no other recording has a thread.
    await #expect(processExitsWith: .success) {
      // A read that never ends is a failure, and no hang.
      alarm(250)
      let scratch = try ScratchFolder()
      let path = scratch.path("pipe")
      try #require(unsafe mkfifo(path, 0o600) == 0)
      let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      let writer = try RecordingWriter(
        path, stallLimit: .init(unawaited: .max, awaited: 1), onIdle: {}, onFailure: { _ in })
      writer.append([UInt8](repeating: 0, count: 4 << 20))
      writer.close()
      #expect(writer.failure == SystemError(call: "write", code: ETIMEDOUT))
      // All of it comes now, and an end after it: nobody has it open any more.
      #expect(try readAll(reader, limit: 8 << 20).count == 4 << 20)
      let deadline = MonotonicClock.now.advanced(by: .seconds(200))
      while hasThread("disk"), MonotonicClock.now < deadline { usleep(1_000) }
      #expect(!hasThread("disk"))
    }
  }
}

/// Whether this process has a thread of a name.
private func hasThread(_ name: String) -> Bool {
  let tasks = "/proc/self/task"
  let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
  return threads.contains {
    (try? String(contentsOfFile: "\(tasks)/\($0)/comm", encoding: .utf8)) == name + "\n"
  }
}
