import Dashboard
import Platform
import PoolObservation
import Testing

@testable import pooltop

/// What other threads have for the screen.
@Suite("the inbox of the screen")
struct InboxTests {
  private static let pool = PoolDescription(
    name: "p", kind: .thread, maxWorkers: 1, createdAt: 0)

  private func isReadable(_ inbox: Inbox) -> Bool {
    waitReadable([inbox.readDescriptor], timeout: .zero)[0]
  }

  @Test("what changes with every job wakes nobody, and comes once, with the next snapshot")
  func upcoming() throws {
    let inbox = try Inbox()
    inbox.put(PoolSnapshot(pool: Self.pool), after: [])
    _ = inbox.take()
    for count in (0..<1_000).reversed() {
      inbox.put(upcoming: ScenarioPlayer.Upcoming(heldBackCount: count, hasMore: count > 0))
    }
    #expect(!isReadable(inbox))
    let snapshot = PoolSnapshot(pool: Self.pool)
    inbox.put(snapshot, after: [])
    #expect(isReadable(inbox))
    #expect(
      inbox.take().events == [.sampled(snapshot), .upcoming(heldBackCount: 0, hasMore: false)])
    inbox.put(snapshot, after: [])
    #expect(!isReadable(inbox))
  }
}
