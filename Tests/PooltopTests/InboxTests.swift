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

  @Test("what comes to a footer that nobody reads any more is said at the end, the rest is not")
  func unsaid() throws {
    let keeper = try Keeper()
    keeper.inbox.put(.answered(Notice("read")))
    #expect(keeper.take(isLeaving: false).count == 1)
    keeper.inbox.put(.answered(Notice("while leaving")))
    keeper.inbox.put(.reportExists(path: "a.html"))
    #expect(keeper.take(isLeaving: true).count == 2)
    keeper.inbox.put(.answered(Notice("too late")))
    #expect(
      keeper.takeUnsaid() == [
        "while leaving", "'a.html' is there already, and stays as it is", "too late",
      ])
    keeper.inbox.put(.answered(Notice("stayed after all")))
    _ = keeper.take(isLeaving: true)
    _ = keeper.take(isLeaving: false)
    #expect(keeper.takeUnsaid() == [])
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
