import Platform
import Testing

/// A thread that does one thing after another.
@Suite(.timeLimit(.minutes(5)))
struct WorkThreadTests {
  private final class Token: Sendable {}

  @Test("what it does no more once it is stopped, it lets go of, also where that holds the thread")
  func letsGo() throws {
    let gate = Monitor(false)
    let thread = try WorkThread(name: "work")
    weak var waiting: Token?
    weak var late: Token?
    do {
      let tokens = (Token(), Token())
      (waiting, late) = tokens
      thread.perform { gate.wait { $0 ? () : nil } }
      thread.perform { _ = (thread, tokens.0) }
      thread.stop()
      thread.perform { _ = (thread, tokens.1) }
    }
    #expect(waiting == nil && late == nil)
    gate.withLock { $0 = true }
    gate.broadcast()
  }
}
