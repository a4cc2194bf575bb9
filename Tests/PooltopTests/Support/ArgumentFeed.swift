import Platform
import TerminalDriver

@testable import pooltop

/// A list of arguments that reads what a test writes, and somebody who takes out what comes.
final class ArgumentFeed {
  /// Where lines go in: a socket, because no other program that a test starts gets that.
  struct Writer: Sendable {
    let socket: FrameSocket

    func write(_ text: String) {
      _ = writeAll(Array(text.utf8)[...], to: socket.descriptor)
    }

    func end() { socket.shutDown() }
  }

  let list: ArgumentList
  let writer: Writer
  private let reader: FrameSocket
  private let arrivals = Monitor(0)
  private(set) var taken = 0

  init(isNullEnded: Bool = false) throws {
    let (reader, other) = try FrameSocket.pair()
    self.reader = reader
    writer = Writer(socket: other)
    list = try ArgumentList(reading: reader.descriptor, isNullEnded: isNullEnded)
    list.onArrival { [arrivals] in
      arrivals.withLock { $0 += 1 }
      arrivals.broadcast()
    }
  }

  /// Takes until so many are taken, or nothing more will come.
  func take(_ count: Int, isWanted: Bool = true) -> [String] {
    var words: [String] = []
    while words.count < count {
      let start = taken
      let some = next { list.take(from: start, atMost: count - words.count, isWanted: isWanted) }
      for position in taken..<taken + some.count {
        words.append(String(decoding: list[position] ?? [], as: UTF8.self))
      }
      taken += some.count
      if some.isLast { break }
    }
    return words
  }

  /// Has somebody take until there is something, or nothing more will come.
  func next(_ take: () -> ArgumentList.Taken) -> ArgumentList.Taken {
    while true {
      let before = arrivals.withLock { $0 }
      let some = take()
      if some.count > 0 || some.isLast { return some }
      _ = arrivals.wait { $0 > before ? true : nil }
    }
  }

  /// Waits until the list has read what is wanted.
  func wait(until isRead: (ArgumentList) -> Bool) {
    _ = arrivals.wait { [list] _ in isRead(list) ? true : nil }
  }
}
