import Glibc
import TerminalDriver
import Testing

@testable import Platform

/// Whole files and pipes.
@Suite(.timeLimit(.minutes(5)))
struct ReadAllTests {
  @Test("a pipe that does not block is waited for until its writers are gone")
  func waits() async throws {
    // A socket pair, because others start programs meanwhile, and a pipe from here would be theirs,
    // too.
    var ends: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    try #require(unsafe socketpair(AF_UNIX, type, 0, &ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    defer { close(reader) }
    _ = try OSThread.start(name: "writer") {
      for _ in 0..<100 {
        _ = writeAll("x", to: writer)
        // What is written next comes only after the reader has found nothing.
        var count: Int32 = 1
        while count > 0 {
          usleep(100)
          unsafe _ = ioctl(reader, UInt(FIONREAD), &count)
        }
      }
      close(writer)
    }.detach()
    let bytes = try await onOwnThread { try readAll(reader) }
    #expect(bytes.count == 100)
  }

  @Test("what cannot be read is an error, and no end")
  func unreadable() throws {
    let folder = unsafe open("/", O_RDONLY)
    defer { close(folder) }
    let error = #expect(throws: SystemError.self) { try readAll(folder) }
    #expect(error?.code == EISDIR)
  }

  @Test("no more is read than is enough")
  func limit() throws {
    let zeros = unsafe open("/dev/zero", O_RDONLY)
    defer { close(zeros) }
    #expect(try readAll(zeros, limit: 1_000).count > 1_000)
  }
}
