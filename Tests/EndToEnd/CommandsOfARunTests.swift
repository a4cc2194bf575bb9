import Foundation
import Glibc
import TerminalDriver
import Testing

/// Commands that a run starts, and what becomes of them when it is cut short.
@Suite("commands of a run", .timeLimit(.minutes(1)))
struct CommandsOfARunTests {
  /// Runs a command that never ends by itself, and ends the run once it has begun.
  private func run(
    _ command: String, endedBy signal: Int32, _ check: @escaping @Sendable (Outcome) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        "pool: { workers: 1 }\njobs: { a: { command: \"\(command)\" }, b: 'echo too late' }\n",
        to: "commands.yaml")
      let outcome = try pooltop("run", "--headless", file) { line, process in
        if line.contains("begun") { kill(process, signal) }
      }
      #expect(!outcome.output.contains("too late"))
      try check(outcome)
      let begun = try #require(outcome.output.firstMatch(of: /begun (\d+)/))
      try expectGone(try #require(pid_t(begun.1)))
    }
  }

  @Test("a signal that ends the run ends its commands, and no other one starts")
  func signalled() async throws {
    try await run("echo begun $$; sleep 1000", endedBy: SIGINT) { outcome in
      #expect(outcome.exitCode == 130)
    }
  }

  @Test("a command that does not listen is killed when the run ends")
  func stubborn() async throws {
    try await run("trap '' TERM; echo begun $$; while :; do sleep 1000; done", endedBy: SIGTERM) {
      #expect($0.exitCode == 143)
    }
  }

  @Test("a program that is killed takes its commands with it")
  func killed() async throws {
    try await run("echo begun $$; exec sleep 1000 > /dev/null 2>&1", endedBy: SIGKILL) { _ in }
  }
}

/// Waits until a process is gone, or only its entry waits for somebody else to take note.
private func expectGone(_ process: pid_t) throws {
  let deadline = ContinuousClock.now.advanced(by: .seconds(20))
  while kill(process, 0) == 0 {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    if status?.contains(") Z ") ?? true { return }
    try #require(ContinuousClock.now < deadline, "process \(process) lives on")
    sched_yield()
  }
}
