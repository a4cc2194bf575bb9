import Testing

@testable import Platform

@Suite("A socket of frames", .timeLimit(.minutes(5)))
struct FrameSocketTests {
  private var buffer = [UInt8](repeating: 0, count: 64)

  /// Makes a pair of which one end was sent something, and perhaps has read it.
  private mutating func pair(isRead: Bool) throws -> (ours: FrameSocket, theirs: FrameSocket) {
    let (ours, theirs) = try FrameSocket.pair()
    #expect(ours.send([1, 2, 3]))
    if isRead { #expect(theirs.receive(into: &buffer) == .bytes(3)) }
    return (ours, theirs)
  }

  @Test("says at its end whether the other end has read all", arguments: [false, true])
  mutating func end(_ isRead: Bool) throws {
    let (ours, theirs) = try pair(isRead: isRead)
    // The other end stays open, as where a job has started something that holds it.
    ours.shutDown()
    #expect(ours.receive(into: &buffer) == (isRead ? .end : .reset))
    withExtendedLifetime(theirs) {}
  }

  @Test("says so when the other end is closed", arguments: [false, true])
  mutating func closed(_ isRead: Bool) throws {
    let ours = try pair(isRead: isRead).ours
    #expect(ours.receive(into: &buffer) == (isRead ? .end : .reset))
  }
}
