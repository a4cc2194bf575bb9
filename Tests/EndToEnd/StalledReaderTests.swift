import Foundation
import Glibc
import TerminalDriver
import Testing

/// Ends that must not wait for somebody who does not read.
@Suite("stalled readers", .serialized, .timeLimit(.minutes(5)))
struct StalledReaderTests {
  @Test(
    "a signal ends it while the terminal takes nothing, and its modes are as they were",
    .enabled(if: Tmux.isAvailable), arguments: [SIGTERM, SIGINT])
  func terminal(_ signal: Int32) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.long, to: "scenario.yaml")
      let tmux = try Tmux(columns: 200, rows: 50)
      let process = try tmux.startKnown(file, in: scratch)
      try tmux.waitFor("2 running  2 pending")
      try tmux.withServerStopped {
        // Draws all of it, each time, until there is no room for more.
        try tmux.waitUntil("it waits for the terminal", isShown: false) {
          kill(process, SIGCONT)
          return (try? String(contentsOfFile: "/proc/\(process)/wchan", encoding: .utf8))
            == "wait_woken"
        }
        kill(process, signal)
        if signal == SIGINT {
          try tmux.waitUntil("the first is heard", isShown: false) {
            !Self.hasPending(signal, process)
          }
          kill(process, signal)
        }
        try tmux.waitUntil("it is gone", isShown: false) { kill(process, 0) != 0 }
      }
      tmux.run("echo exit=$?; stty -a; echo 'modes' told")
      try tmux.waitFor("modes told")
      // What the terminal took nothing of for two seconds is not sent: the screen may still be
      // there.
      #expect(tmux.lines.contains { $0.hasPrefix("exit=\(128 + signal)") })
      let modes = Set(tmux.screen.split { $0 == " " || $0 == "\n" || $0 == ";" })
      #expect(modes.isSuperset(of: ["echo", "icanon", "isig", "icrnl", "opost", "onlcr"]))
    }
  }

  /// Whether a signal was sent to a process and not delivered yet.
  private static func hasPending(_ signal: Int32, _ process: pid_t) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("ShdPnd:") }
    let mask = line.flatMap { UInt64($0.dropFirst(7).drop { $0 == "\t" }, radix: 16) } ?? 0
    return mask & 1 << UInt64(signal - 1) != 0
  }

  @Test("a signal ends a run whose lines nobody reads", arguments: [SIGTERM, SIGINT])
  func pipe(_ signal: Int32) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        "jobs: { nop: 0s, last: 1h }\nsubmit: [{ job: nop, count: 5000 }, { job: last }]\n",
        to: "scenario.yaml")
      try Self.withPipe(in: scratch) { pipe, reader in
        let words = [Project.pooltop, "run", "--json", file].map(Tmux.quoted)
          .joined(separator: " ")
        let outcome = try runPiped(
          ["sh", "-c", "echo begun; exec \(words) > \(Tmux.quoted(pipe)) 2>&1"]
        ) { _, process in
          // What a pipe holds, where nobody has changed that.
          var count: Int32 = 0
          while count < 60_000, kill(process, 0) == 0 {
            unsafe _ = ioctl(reader, UInt(FIONREAD), &count)
            usleep(20_000)
          }
          kill(process, signal)
        }
        #expect(outcome.exitCode == 128 + signal)
      }
    }
  }

  @Test(
    "a signal ends it before its first line was read, and after all is done",
    arguments: [["run", "--json"], ["run", "--headless"], ["exec"]])
  func firstAndLast(_ command: [String]) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write("jobs: { nop: 0s }\n", to: "scenario.yaml")
      let arguments = command == ["exec"] ? ["--", "echo", ":::", "said"] : [file]
      try Self.withPipe(in: scratch) { pipe, reader in
        // There is no room for one byte more.
        let filling = [UInt8](repeating: 0, count: 4_096)
        while unsafe write(reader, filling, filling.count) > 0 {}
        while unsafe write(reader, filling, 1) > 0 {}
        let words = ([Project.pooltop] + command + arguments).map(Tmux.quoted)
          .joined(separator: " ")
        let outcome = try runPiped(
          ["sh", "-c", "echo begun; exec \(words) > \(Tmux.quoted(pipe)) 2>&1"]
        ) { _, process in
          while !Self.hasThread("signals", process), kill(process, 0) == 0 { usleep(20_000) }
          kill(process, SIGTERM)
        }
        #expect(outcome.exitCode == 128 + SIGTERM, "\(command)")
      }
    }
  }

  /// Gives a pipe that nobody reads, and the end by which it could be.
  private static func withPipe(
    in scratch: ScratchFolder, _ body: (_ path: String, _ reader: Int32) throws -> Void
  ) throws {
    let path = scratch.path("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let reader = unsafe open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    defer { close(reader) }
    try body(path, reader)
  }

  private static func hasThread(_ name: String, _ process: pid_t) -> Bool {
    let tasks = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    return threads.contains {
      (try? String(contentsOfFile: "\(tasks)/\($0)/comm", encoding: .utf8)) == name + "\n"
    }
  }

  @Test("a run ends with whoever reads its lines, as if the signal for that had ended it")
  func readerLeaves() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        """
        pool: { workers: 1 }
        jobs: { last: { command: "echo said; exec sleep 3600" } }
        submit: [{ job: last }]
        observe: { every: 10ms }
        """, to: "scenario.yaml")
      let outcome = try runPiped([
        "sh", "-c", "{ \"$0\" run --headless \"$1\"; echo $? > \"$2\"; } | head -n 1",
        Project.pooltop, file, scratch.path("code"),
      ])
      #expect(outcome.lines.count == 1 && outcome.errors.isEmpty)
      #expect(scratch.text(of: "code") == "141\n")
    }
  }
}
