import Foundation
import Glibc
import TerminalDriver
import Testing

/// Commands that a run starts, and what becomes of them when it is cut short.
@Suite("commands of a run", .timeLimit(.minutes(5)))
struct CommandsOfARunTests {
  /// Runs a command that never ends by itself, and ends the run once it has begun.
  private func run(
    _ command: String, kind: String = "thread", endedBy signal: Int32,
    _ check: @escaping @Sendable (Outcome) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        """
        pool: { kind: \(kind), workers: 1 }
        jobs:
          a: { command: [sh, -c, "\(command.replacing("\"", with: "\\\""))"] }
          b: "echo too late"
        """, to: "commands.yaml")
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

  @Test("a signal that ends the run lets its commands clean up", arguments: ["thread", "process"])
  func cleansUp(_ kind: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        """
        pool: { kind: \(kind), workers: 1 }
        jobs:
          a:
            command: >-
              trap 'echo bye > bye; exit' TERM; echo begun; while :; do sleep 0.02; done
            cwd: \(scratch.path("."))
          b: "echo too late"
        """, to: "commands.yaml")
      // On a busy machine half a second may be too short.
      for _ in 0..<10 {
        let outcome = try pooltop("run", "--headless", file) { line, process in
          if line.contains("begun") { kill(process, SIGINT) }
        }
        #expect(outcome.exitCode == 130 && !outcome.output.contains("too late"))
        if scratch.text(of: "bye") == "bye\n" { return }
      }
      Issue.record("it never came to say good-bye")
    }
  }

  @Test("a command that does not listen is killed when the run ends")
  func stubborn() async throws {
    try await run("trap '' TERM; echo begun $$; while :; do sleep 1000; done", endedBy: SIGTERM) {
      #expect($0.exitCode == 143)
    }
  }

  @Test(
    "a program that is killed takes its commands with it, and what they have started",
    arguments: [
      "echo begun $$; exec sleep 1000 > /dev/null 2>&1",
      "sleep 1000 > /dev/null 2>&1 & echo begun $!; wait",
      "(trap '' HUP INT TERM; sh -c 'echo begun $$; exec sleep 1000 > /dev/null 2>&1') & wait",
      // It runs in a group of its own.
      "timeout 1000 sh -c 'echo begun $$; exec sleep 1000 > /dev/null 2>&1' & wait",
    ])
  func killed(_ command: String) async throws {
    try await run(command, endedBy: SIGKILL) { _ in }
  }

  @Test("a command of a worker process is asked to end when its time is over, and may clean up")
  func graceInWorker() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      // A busy machine may need longer to begin the command than the limit is, and the time that it
      // has to clean up is as real.
      for limit in [1, 2, 4, 8, 16, 32] {
        let file = try scratch.write(
          """
          pool: { kind: process, workers: 1 }
          jobs:
            a:
              # Nobody reads what it says once its worker is gone.
              command: >-
                exec > /dev/null 2>&1; trap 'sleep 0.1; echo bye > bye; exit' TERM;
                while :; do sleep 0.02; done
              cwd: \(scratch.path("."))
              timeout: \(limit)s
          """, to: "grace.yaml")
        let outcome = try pooltop("run", "--headless", file)
        #expect(outcome.output.contains("JobTimeoutError"), "\(outcome.output)")
        if scratch.text(of: "bye") == "bye\n" { return }
      }
      Issue.record("it never came to say good-bye")
    }
  }

  @Test(
    "a process pool's program that is killed takes the commands of its workers with it",
    arguments: [
      "echo begun $$; exec sleep 1000 > /dev/null 2>&1",
      "timeout 1000 sh -c 'echo begun $$; exec sleep 1000 > /dev/null 2>&1' & wait",
    ])
  func killedWithWorkers(_ command: String) async throws {
    try await run(command, kind: "process", endedBy: SIGKILL) { _ in }
  }

  @Test("what a command has started in a group of its own ends with it")
  func ownGroup() async throws {
    try await run(
      "timeout 1000 sh -c 'trap \"\" TERM; echo begun $$; while :; do sleep 1000; done' & wait",
      endedBy: SIGINT
    ) { _ in }
  }

  @Test("five hundred commands leave no process, and no descriptor open")
  func leaks() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let (first, last) = (try scratch.gate(), try scratch.gate())
      let file = try scratch.write(
        """
        pool: { workers: 8 }
        jobs:
          first: { command: "echo first; \(first.wait)" }
          quick: { command: [printf, x], depends_on: [first] }
          last: { command: "echo last; \(last.wait)", depends_on: [quick] }
        submit: [{ job: first }, { job: quick, count: 500 }, { job: last }]
        """, to: "many.yaml")
      let before = Held<Int?>(nil)
      let counts = Held<(descriptors: Int, zombies: Int)?>(nil)
      let outcome = try pooltop("run", "--headless", file) { line, process in
        if line.hasSuffix("first\n") {
          before.value = descriptorCount(of: process)
          first.open()
        } else if line.hasSuffix("last\n") {
          counts.value = (descriptorCount(of: process), zombieCount(of: process))
          last.open()
        }
      }
      #expect(outcome.output.contains("502 futures: 502 ok"), "\(outcome.lines.suffix(3))")
      let (descriptors, zombies) = try #require(counts.value)
      // It holds what it inherited, too. Each worker may keep something once it has run one.
      #expect(descriptors <= (try #require(before.value)) + 8)
      #expect(zombies == 0)
    }
  }
}

/// Waits until a process is gone, or only its entry waits for somebody else to take note.
func expectGone(_ process: pid_t) throws {
  let deadline = ContinuousClock.now.advanced(by: .seconds(200))
  while kill(process, 0) == 0 {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    if status?.contains(") Z ") ?? true { return }
    try #require(ContinuousClock.now < deadline, "process \(process) lives on")
    usleep(1_000)
  }
}

/// How many descriptors a process has open.
private func descriptorCount(of process: pid_t) -> Int {
  (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count) ?? -1
}

/// How many children of a process have ended and were not reaped.
private func zombieCount(of process: pid_t) -> Int {
  let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return all.count { name in
    let facts = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)
    return facts?.contains(") Z \(process) ") ?? false
  }
}

/// A variable that a closure can change.
private final class Held<Value> {
  var value: Value

  init(_ value: Value) {
    self.value = value
  }
}
