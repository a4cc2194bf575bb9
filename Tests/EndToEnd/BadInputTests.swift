import Foundation
import TerminalDriver
import Testing

/// Something wrong on the command line or in a file.
struct BadInput: Sendable, CustomTestStringConvertible {
  /// What is in the file; `nil` names something that is no scenario file.
  var text: String?
  var argument: String
  /// Words of the message.
  var says: String

  var testDescription: String { argument }

  init(_ argument: String, _ text: String? = nil, says: String) {
    self.text = text
    self.argument = argument
    self.says = says
  }

  /// The argument itself, with the file it names where it names one of the test's own.
  func argument(in scratch: ScratchFolder) throws -> String {
    guard let text else { return argument }
    return try scratch.write(text, to: argument)
  }

  static let all: [BadInput] = [
    BadInput("/no/such/scenario.yaml", says: "No such file or directory"),
    BadInput("rnu", says: "did you mean the command 'run'?"),
    BadInput("/tmp", says: "Is a directory"),
    BadInput("/bin/ls", says: "/bin/ls"),
    BadInput("empty.yaml", "", says: "empty"),
    BadInput("broken.yaml", "jobs: { a: 1s\nsubmit: [", says: "broken.yaml:"),
    BadInput(
      "key.yaml", "pool: { worker: 3 }\njobs: { a: 1s }\n",
      says: "unknown key 'worker' in pool; did you mean 'workers'?"),
    BadInput("zero.yaml", "pool: { workers: 0 }\njobs: { a: 1s }\n", says: "zero.yaml:1:"),
    BadInput("--no-such-option", says: "--no-such-option"),
  ]
}

@Suite("bad input", .timeLimit(.minutes(5)))
struct BadInputTests {
  @Test("it is answered by one clear message and exit code 2", arguments: BadInput.all)
  func message(_ input: BadInput) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let outcome = try pooltop(try input.argument(in: scratch))
      #expect(outcome.exitCode == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.isPlain)
      #expect(outcome.errors.contains(input.says), "\(outcome.errors)")
    }
  }

  @Test("on a terminal nothing is drawn", .enabled(if: Tmux.isAvailable))
  func nothingDrawn() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let tmux = try Tmux(columns: 160, rows: 50)
      tmux.record(to: scratch.path("bytes"))
      for input in BadInput.all {
        let words = [Project.pooltop, try input.argument(in: scratch)].map(Tmux.quoted)
        tmux.run("\(words.joined(separator: " ")); echo \(input.argument) exit=$?")
        try tmux.waitFor("\(input.argument) exit=2")
      }
      try tmux.waitUntilRecorded(in: scratch.path("bytes"))
      let bytes = scratch.text(of: "bytes")
      #expect(!bytes.utf8.contains(0x1B))
    }
  }
}
