internal import ArgumentParser
internal import Foundation

/// A byte to another process and back, by a socket pair and nothing else.
final class SocketPingPong {
  private let socket: Int32
  private let partner: Process

  /// Starts the partner: this program, which sends back what comes.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    socket = ends[0]
    partner = Process()
    partner.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    partner.arguments = ["echo-bytes"]
    let theirs = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    partner.standardInput = theirs
    partner.standardOutput = theirs
    try partner.run()
    roundTrip()
  }

  /// The partner's process.
  var partnerID: Int32 { partner.processIdentifier }

  deinit {
    close(socket)
    partner.waitUntilExit()
  }

  func roundTrip() {
    var byte: UInt8 = 7
    precondition(write(socket, &byte, 1) == 1 && read(socket, &byte, 1) == 1)
  }
}

/// Sends back what comes, byte by byte, until nothing more does.
struct EchoBytes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The other end of the socket ping-pong.", shouldDisplay: false)

  func run() {
    var byte: UInt8 = 0
    while read(0, &byte, 1) == 1 { guard write(1, &byte, 1) == 1 else { return } }
  }
}
