import ConcurrentFutures
import Glibc

/// What a job does that a test can hold and look into, whichever process it runs in.
package struct Piece: Codable, Sendable, Hashable {
  /// What it returns.
  package var result = 0
  /// What it writes down when it begins, and in which file.
  package var note: String?
  package var journal: String?
  /// A named pipe: the job waits until nobody can write there.
  package var gate: String?
  /// Whether it goes on until it is asked to stop.
  package var runsUntilStopped = false
  /// In how many attempts it throws.
  package var failureCount = 0

  package init(result: Int = 0) {
    self.result = result
  }

  /// Does it, outside of any job.
  package func perform() throws -> Int {
    try perform(attempt: 1) { false }
  }

  func perform(attempt: Int, _ isStopRequested: () -> Bool) throws -> Int {
    if let note, let journal { write(note, attempt, to: journal) }
    if let gate { waitAtGate(gate) }
    if runsUntilStopped {
      while !isStopRequested() { usleep(500) }
    }
    if attempt <= failureCount { throw Boom(number: attempt) }
    return result
  }

  private func write(_ note: String, _ attempt: Int, to journal: String) {
    let file = open(journal, O_WRONLY | O_APPEND | O_CLOEXEC)
    // One write, so that lines of several writers do not mix.
    let line = "\(note) \(attempt)\n"
    _ = Glibc.write(file, line, line.utf8.count)
    close(file)
  }
}

/// Waits until nobody can write to a named pipe; where there is none, for nobody.
///
/// To open it never blocks: who came a moment after the last writer had left would wait for ever.
func waitAtGate(_ path: String) {
  let gate = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  guard gate >= 0 else { return }
  _ = fcntl(gate, F_SETFL, 0)
  var byte: UInt8 = 0
  while read(gate, &byte, 1) > 0 {}
  close(gate)
}

package let piece = Job<Piece, Int>("piece") { piece, context in
  try piece.perform(attempt: context.attempt) { context.isStopRequested }
}

/// An input of which a test can see whether anybody holds it.
package final class Held: Codable, Sendable {
  package let number: Int

  package init(_ number: Int) {
    self.number = number
  }
}

package let holding = Job<Held, Int>("holding") { $0.number }
