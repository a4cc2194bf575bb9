import Testing

@testable import Platform

@Suite("A socket of frames", .timeLimit(.minutes(5)))
struct FrameSocketTests {
  @Test("says at its end whether the other end has read all", arguments: [false, true])
  func end(_ isRead: Bool) throws {
    let (ours, theirs) = try FrameSocket.pair()
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(ours.send([1, 2, 3]))
    if isRead { #expect(theirs.receive(into: &buffer) == .bytes(3)) }
    // The other end stays open, as where a job has started something that holds it.
    ours.shutDown()
    #expect(ours.receive(into: &buffer) == (isRead ? .end : .reset))
    withExtendedLifetime(theirs) {}
  }

  @Test("says so when the other end is closed", arguments: [false, true])
  func closed(_ isRead: Bool) throws {
    let ours = try socketWithClosedPartner(isRead: isRead)
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(ours.receive(into: &buffer) == (isRead ? .end : .reset))
  }

  private func socketWithClosedPartner(isRead: Bool) throws -> FrameSocket {
    let (ours, theirs) = try FrameSocket.pair()
    var buffer = [UInt8](repeating: 0, count: 64)
    #expect(ours.send([1, 2, 3]))
    if isRead { #expect(theirs.receive(into: &buffer) == .bytes(3)) }
    return ours
  }
}
