import Platform
import TerminalDriver
import Testing

/// The thread that a test has for what blocks.
@Suite(.timeLimit(.minutes(5)))
struct OwnThreadTests {
  @Test("what is recorded on it is recorded of its test")
  func identity() async throws {
    let name = try await onOwnThread { Test.current?.name }
    #expect(name == "identity()")
  }

  @Test("each body has another one, so that they may wait for each other")
  func others() async throws {
    let arrived = Monitor<Set<UInt64>>([])
    let bodies = (0..<40).map { _ in
      Task {
        try await onOwnThread {
          arrived.withLock { _ = $0.insert(OSThread.currentID) }
          arrived.broadcast()
          arrived.wait { $0.count == 40 ? () : nil }
        }
      }
    }
    for body in bodies { try await body.value }
  }
}
