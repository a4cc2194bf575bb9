import Foundation
import Glibc
import TerminalDriver
import Testing

extension Tmux {
  /// Types the command that starts pooltop, and Enter.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - settings: Variables for it, as a shell writes them.
  func start(_ arguments: String..., settings: String = "") {
    let words = ([Project.pooltop] + arguments).map(Tmux.quoted).joined(separator: " ")
    // Nobody's own settings: those of the tests, or none.
    run("clear; XDG_CONFIG_HOME=/none \(settings) \(words)")
  }

  /// Starts pooltop, and returns its process id.
  func startKnown(
    _ file: String, in scratch: ScratchFolder, settings: String = ""
  ) throws -> pid_t {
    let words = [Project.pooltop, file].map(Tmux.quoted).joined(separator: " ")
    let number = Tmux.quoted(scratch.path("process"))
    let start = "sh -c 'echo $$ > \"$0\"; exec \"$@\"' \(number) \(words)"
    run("clear; XDG_CONFIG_HOME=/none \(settings) \(start)")
    try waitFor("RUNNING")
    return try #require(pid_t(scratch.text(of: "process").dropLast()))
  }

  /// Leaves work behind: the first Ctrl-C asks, the second one leaves.
  func leaveNow(sourceLocation: SourceLocation = #_sourceLocation) throws {
    press("C-c")
    try waitFor("Quit?", sourceLocation: sourceLocation)
    press("C-c")
    try expectLeft(exitCode: 130, sourceLocation: sourceLocation)
  }

  /// Waits until the shell has the terminal again.
  func waitForPrompt(
    within limit: Duration = Tmux.longestWait, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try waitUntil("the shell prompts", within: limit, sourceLocation: sourceLocation) {
      self.lines.last { !$0.isEmpty } == "ready>"
    }
  }

  /// Waits until the shell has the terminal again, and checks that it is whole, and the exit code.
  func expectLeft(
    exitCode: Int32, within limit: Duration = Tmux.longestWait,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try waitForPrompt(within: limit, sourceLocation: sourceLocation)
    run("echo exit=$?")
    try waitFor("exit=", sourceLocation: sourceLocation)
    try waitUntil("the exit code is \(exitCode)", sourceLocation: sourceLocation) {
      self.lines.contains("exit=\(exitCode)")
    }
    try expectRestored(sourceLocation: sourceLocation)
  }
}

/// Scenarios with work of a moment, or for longer than any test.
enum Scenarios {
  /// Four jobs of 0.2 seconds on two workers.
  static let short = """
    name: short
    pool: { workers: 2 }
    jobs: { nap: 200ms }
    submit: [{ job: nap, count: 4 }]
    finish: shutdown
    expect: { succeeded: 4 }
    """

  /// Two jobs run and two wait, for an hour.
  static let long = """
    name: long
    pool: { workers: 2 }
    jobs: { sleeper: 1h }
    submit: [{ job: sleeper, count: 4 }]
    """
}
