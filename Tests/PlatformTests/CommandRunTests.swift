import Glibc
import TerminalDriver
import Testing

@testable import Platform

/// Commands, from their start to their end, and what they leave behind: nothing.
@Suite(.timeLimit(.minutes(5)))
struct CommandRunTests {
  struct Outcome: Sendable {
    var ending: CommandEnding
    var wasStopped: Bool
    var lines: [String]
  }

  /// Runs a command; it shall stop once it has said `ready`.
  private func run(_ command: Command, grace: Duration = .seconds(150)) async throws -> Outcome {
    try await onOwnThread {
      let lines = Monitor<[String]>([])
      let (ending, wasStopped) = try CommandRun(command).finish(
        grace: grace, shouldStop: { lines.withLock { $0.contains("ready") } },
        onLine: { line in lines.withLock { $0.append(line) } })
      return Outcome(ending: ending, wasStopped: wasStopped, lines: lines.withLock { $0 })
    }
  }

  /// The same, with its output in a spool.
  private func runIntoSpool(_ text: String, grace: Duration = .seconds(150)) async throws -> Outcome
  {
    try await onOwnThread {
      let spool = try OutputSpool()
      let (ending, wasStopped) = try CommandRun(
        Command(arguments: ["/bin/sh", "-c", text]), into: spool
      ).finish(grace: grace, shouldStop: { Self.lines(in: spool).contains("ready") })
      return Outcome(ending: ending, wasStopped: wasStopped, lines: Self.lines(in: spool))
    }
  }

  private static func lines(in spool: OutputSpool) -> [String] {
    var bytes: [UInt8] = []
    spool.read(.output) { piece in
      bytes += piece
      return true
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func shell(_ text: String, grace: Duration = .seconds(150)) async throws -> Outcome {
    try await run(Command(arguments: ["/bin/sh", "-c", text]), grace: grace)
  }

  /// Whether a process is gone, or only its entry waits for somebody else to take note.
  private func isGone(_ process: String?) throws -> Bool {
    let process = try #require(process.flatMap { pid_t($0) })
    guard kill(process, 0) == 0 else { return true }
    guard let file = unsafe fopen("/proc/\(process)/stat", "r") else { return true }
    defer { unsafe fclose(file) }
    var bytes = [CChar](repeating: 0, count: 512)
    guard unsafe fgets(&bytes, 512, file) != nil else { return true }
    return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains(") Z ")
  }

  private func expectGone(_ process: String?) async throws {
    let deadline = MonotonicClock.now.advanced(by: .seconds(200))
    while try !isGone(process) {
      try #require(MonotonicClock.now < deadline, "process \(process ?? "") lives on")
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  // MARK: Output

  @Test("whatever a command writes comes as lines: both streams, any bytes, with or without an end")
  func anyBytes() async throws {
    let outcome = try await shell(
      #"printf 'one\n\n'; echo err >&2; printf 'a\0b\r\n\377\376\n\033[31mred\nlast'"#)
    #expect(
      outcome.lines == ["one", "", "err", "a\0b", "\u{FFFD}\u{FFFD}", "\u{1B}[31mred", "last"])
    #expect(outcome.ending == .exited(0))
  }

  @Test("a line longer than any buffer is whole, if in pieces")
  func longLine() async throws {
    let outcome = try await shell("head -c 300000 /dev/zero | tr '\\0' x")
    #expect(outcome.lines.joined() == String(repeating: "x", count: 300_000))
  }

  @Test("a hundred thousand lines all come")
  func manyLines() async throws {
    let outcome = try await shell("seq 100000")
    #expect(outcome.lines.count == 100_000)
    #expect(outcome.lines.last == "100000")
  }

  @Test("a command has nothing to read")
  func noInput() async throws {
    #expect(try await shell("cat; echo end").lines == ["end"])
  }

  // MARK: Start and end

  @Test(
    "the ending is the exit code or the signal",
    arguments: [
      ("exit 0", CommandEnding.exited(0)), ("exit 3", .exited(3)), ("exit 255", .exited(255)),
      ("kill -SEGV $$", .signalled(Signal(rawValue: SIGSEGV))),
      ("kill -TERM $$", .signalled(.terminate)),
    ])
  func endings(_ text: String, _ ending: CommandEnding) async throws {
    let outcome = try await shell(text)
    #expect(outcome.ending == ending)
    #expect(!outcome.wasStopped)
  }

  @Test("arguments are given as they are, and variables beside those that are there")
  func words() async throws {
    let command = Command(
      arguments: [
        "sh", "-c", "printf '%s|' \"$@\" \"$COLOUR\" \"${PATH:+path}\"; pwd", "x", "a b", "", "$c",
      ],
      environment: ["COLOUR": "red = blue"], folder: "/usr")
    #expect(try await run(command).lines == ["a b||$c|red = blue|path|/usr"])
  }

  @Test("what cannot be started says which call failed, and why")
  func notStarted() async throws {
    await #expect(throws: SystemError(call: "execvp(no-such-program)", code: ENOENT)) {
      try await run(Command(arguments: ["no-such-program"]))
    }
    await #expect(throws: SystemError(call: "chdir(/no/such/folder)", code: ENOENT)) {
      try await run(Command(arguments: ["true"], folder: "/no/such/folder"))
    }
  }

  @Test(
    "one that cannot be started is off the watchdog's list before its number is another's",
    arguments: [
      Command(arguments: ["no-such-program"]),
      Command(arguments: ["true"], folder: "/no/such/folder"),
    ])
  func notStartedIsForgotten(_ command: Command) async throws {
    let told = try await onOwnThread {
      var ends: [Int32] = [-1, -1]
      let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      try #require(unsafe socketpair(AF_UNIX, type, 0, &ends) == 0)
      defer { close(ends[0]) }
      #expect(throws: SystemError.self) { try command.spawn(Command.Ties(registry: ends[1])) }
      close(ends[1])
      var bytes = [UInt8](repeating: 0, count: 512)
      let count = unsafe read(ends[0], &bytes, bytes.count)
      return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
    #expect(told.wholeMatch(of: /\+ (\d+)\n- \1\n/) != nil, "\(told)")
  }

  @Test("a watchdog that is slow to read is told of every command's end")
  func slowWatchdog() async {
    // In a process of its own, because nobody reaps it.
    await #expect(processExitsWith: .success) {
      let path = "/tmp/pooltop-watchdog-\(UInt64.random(in: 0 ... .max))"
      defer { unsafe unlink(path) }
      do {
        let watchdog = try Watchdog(
          script: "sleep 0.2; wc -l > \(path)", patience: .seconds(200))
        for process in 1...3_000 { watchdog.forget(pid_t(process)) }
      }
      let deadline = MonotonicClock.now.advanced(by: .seconds(200))
      var told = ""
      while told.isEmpty, MonotonicClock.now < deadline {
        usleep(1_000)
        let file = unsafe open(path, O_RDONLY)
        guard file >= 0 else { continue }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = unsafe read(file, &bytes, bytes.count)
        told = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      }
      #expect(told == "3000\n")
    }
  }

  @Test("commands start in a program that has no environment any more")
  func noEnvironment() async {
    await #expect(processExitsWith: .success) {
      clearenv()
      let (ending, _) = try CommandRun(
        Command(arguments: ["/bin/sh", "-c", "test \"$A\" = b"], environment: ["A": "b"])
      ).finish(shouldStop: { false })
      #expect(ending == .exited(0))
    }
  }

  @Test("it runs in a session of its own, with no signal blocked or ignored")
  func session() async throws {
    let outcome = try await shell(
      "echo $$; cut -d' ' -f6 /proc/$$/stat; grep -E 'Sig(Blk|Ign)' /proc/self/status")
    #expect(outcome.lines.count == 4)
    #expect(outcome.lines[0] == outcome.lines[1])
    let masks = outcome.lines[2...].compactMap { UInt64($0.suffix(16), radix: 16) }
    // The C library keeps the two after the usual ones to itself.
    #expect(masks.map { $0 & ~0x1_8000_0000 } == [0, 0], "\(outcome.lines)")
  }

  @Test("nobody is left to be reaped")
  func reaped() async throws {
    let outcome = try await shell("echo $$")
    let process = try #require(pid_t(outcome.lines[0]))
    let (code, reason) = (waitpid(process, nil, WNOHANG), errno)
    #expect(code == -1 && reason == ECHILD)
  }

  // MARK: Stopping

  /// Says who it is and that it is ready, once it would hear a signal, and goes on for long.
  private static let child = "sh -c 'echo $$; echo ready; exec sleep 1000'"

  @Test("one that is asked to stop may clean up")
  func cleansUp() async throws {
    let outcome = try await shell(
      "trap 'echo bye; exit 4' TERM; \(Self.child) & wait")
    #expect(outcome.lines.last == "bye")
    #expect(outcome.ending == .exited(4))
    #expect(outcome.wasStopped)
    try await expectGone(outcome.lines.first)
  }

  @Test("one that does not listen is killed after its grace, and so is what it started")
  func killed() async throws {
    let outcome = try await shell(
      "trap '' TERM; \(Self.child) & while :; do sleep 1000; done",
      grace: .milliseconds(50))
    #expect(outcome.ending == .signalled(Signal(rawValue: SIGKILL)))
    try await expectGone(outcome.lines.first)
  }

  @Test("the time that this program is suspended is not taken from the grace")
  func suspended() async throws {
    let ending = try await onOwnThread {
      let text =
        "trap 'echo asked; sleep 0.3; exit 4' TERM; echo ready; while :; do sleep 0.02; done"
      let now = Monitor(MonotonicClock.now)
      let isReady = Monitor(false)
      return try CommandRun(Command(arguments: ["/bin/sh", "-c", text])).finish(
        grace: .seconds(150), clock: { now.withLock { $0 } },
        shouldStop: { isReady.withLock { $0 } },
        onLine: { line in
          isReady.withLock { $0 = true }
          if line == "asked" { now.withLock { $0 = $0.advanced(by: .seconds(3_600)) } }
        }
      ).ending
    }
    #expect(ending == .exited(4))
  }

  @Test("the time that its output takes to be told is")
  func flood() async throws {
    let ending = try await onOwnThread {
      let text = "trap 'seq 100; sleep 1000' TERM; echo ready; while :; do sleep 0.02; done"
      let now = Monitor(MonotonicClock.now)
      let isReady = Monitor(false)
      return try CommandRun(Command(arguments: ["/bin/sh", "-c", text])).finish(
        grace: .seconds(3), clock: { now.withLock { $0 } },
        shouldStop: { isReady.withLock { $0 } },
        onLine: { _ in
          isReady.withLock { $0 = true }
          now.withLock { $0 = $0.advanced(by: .milliseconds(90)) }
        }
      ).ending
    }
    #expect(ending == .signalled(.kill))
  }

  /// Starts somebody who takes a moment to clean up, and waits.
  private static let tidyChild =
    "sh -c \"trap 'sleep 0.1; echo bye; exit' TERM; echo ready; while :; do sleep 0.02; done\" & wait"

  @Test("what it started has the rest of the grace to clean up after the command itself is gone")
  func childCleansUp() async throws {
    let outcome = try await shell(Self.tidyChild)
    #expect(outcome.lines.suffix(1) == ["bye"])
    #expect(outcome.wasStopped)
  }

  @Test("so it has where the output lies in a spool, and where it has none")
  func childCleansUpWithoutPipe() async throws {
    let outcome = try await runIntoSpool(Self.tidyChild)
    #expect(outcome.lines == ["ready", "bye"])
    #expect(outcome.wasStopped)
    // It ends, though the grace lasts for longer than any test: nobody is left who needs it.
    let quick = try await runIntoSpool(
      "(sleep 1000 > /dev/null 2>&1) & echo ready; wait", grace: .seconds(3_600))
    #expect(quick.wasStopped)
  }

  @Test("what holds the output open does not hold up a command that has ended")
  func background() async throws {
    let outcome = try await shell("sleep 1000 & echo $!")
    #expect(outcome.ending == .exited(0))
    let process = try #require(pid_t(outcome.lines[0]))
    #expect(kill(process, SIGKILL) == 0, "it goes on by itself")
  }

  @Test("one that writes without end can be stopped")
  func endless() async throws {
    let outcome = try await shell("echo ready; yes", grace: .milliseconds(50))
    #expect(outcome.wasStopped)
  }
}
