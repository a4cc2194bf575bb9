import ConcurrentFutures
import Foundation
import Glibc
import Platform
import Testing

@testable import pooltop

/// The file of a recording, as it is written.
@Suite("a recording's file", .timeLimit(.minutes(5)))
struct RecordingWriterTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "pooltop-\(UUID().uuidString).jsonl").path

  private var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  /// Runs something that blocks on a thread of its own.
  private func blocking(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try OSThread.start(name: "test") { continuation.resume(with: Result { try body() }) }
          .detach()
      } catch {
        continuation.resume(throwing: error)
      }
    } as Void
  }

  @Test("holds everything in order, more than may wait at once")
  func whole() async throws {
    try await blocking { [path] in
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
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test("takes what its own look at the pool brings, more than may wait at once")
  func ownLook() async throws {
    try await blocking { [path] in
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
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test("tells once that nothing more can be written, and then holds nobody back")
  func full() async throws {
    try await blocking {
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
    try await blocking { [path] in
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
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test(
    "a reader that takes nothing holds back nobody for ever, at the end or before it",
    arguments: [0, 2])
  func stalled(_ furtherCount: Int) async throws {
    try await blocking { [path] in
      #expect(unsafe mkfifo(path, 0o600) == 0)
      let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
      defer {
        close(reader)
        try? FileManager.default.removeItem(atPath: path)
      }
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
}
