import ConcurrentFutures
import Foundation
import Glibc
import Platform
import ScenarioScript
import TerminalDriver
import Testing
import Workloads

@testable import pooltop

/// What a batch makes of its arguments, and of how their commands end.
@Suite(.timeLimit(.minutes(5)))
struct CommandBatchTests {
  /// A batch that runs what a test writes, without a player.
  private final class Trial {
    let feed: ArgumentFeed
    let batch: CommandBatch
    private let pool: ThreadPoolExecutor

    init(_ haltRule: String? = nil, keepsArguments: Bool = true) throws {
      feed = try ArgumentFeed()
      pool = try ThreadPoolExecutor(maxWorkers: 1)
      batch = CommandBatch(
        try #require(CommandTemplate([Array("sh".utf8), Array("-c".utf8), Array("{}".utf8)])),
        arguments: feed.list, haltRule: haltRule.flatMap { HaltRule(text: $0) }, jobLog: nil,
        printer: nil, keepsArguments: keepsArguments)
      batch.onHalt { _, _ in }
    }

    deinit { pool.shutdown() }

    /// Takes what is there, or what comes next.
    func takeArguments() -> ArgumentList.Taken {
      feed.next { batch.takeArguments(1) }
    }

    /// What is submitted for a line, counted from 0.
    func step(_ number: Int) -> ScenarioStep {
      ScenarioStep(
        Submission(offset: .zero, entry: 0, index: number, n: number, key: number, job: 0))
    }

    /// Begins the command of a line; returns its future.
    func start(_ number: Int) throws -> Future<Int> {
      let step = step(number)
      return try pool.submit { [batch] context in
        try batch.run(CommandWorkload(arguments: []), step, in: context)
      }
    }

    /// Waits for the end of a line's command.
    func finish(_ number: Int, _ command: Future<Int>) throws {
      let hasSucceeded = try command.exception() == nil
      batch.futureIsDone(step(number), command.id, hasSucceeded: hasSucceeded)
    }

    /// Runs the command of a line to its end.
    func run(_ number: Int) throws {
      try finish(number, try start(number))
    }

    var exitCode: Int32 { batch.exitCode(pool.snapshot().counts) }
  }

  @Test("what is wrong with standard input behind what was taken changes no exit code")
  func problemBehindHalt() async throws {
    try await onOwnThread {
      let trial = try Trial("soon,fail=1")
      trial.feed.writer.write("exit 3\n")
      #expect(trial.takeArguments().count == 1)
      try trial.run(0)
      trial.feed.writer.write("a\0b\n")
      trial.feed.wait { $0.problem != nil }
      #expect(trial.exitCode == 3 && trial.batch.argumentProblem == nil)
      #expect(trial.takeArguments().isLast)
      #expect(trial.exitCode == 255 && trial.batch.argumentProblem != nil)
    }
  }

  @Test("what was read ahead, and never taken, has not failed")
  func readAhead() async throws {
    try await onOwnThread {
      let trial = try Trial()
      trial.feed.writer.write("exit 0\nexit 0\nexit 0\n")
      trial.feed.wait { $0.count == 3 }
      #expect(trial.takeArguments().count == 1)
      try trial.run(0)
      #expect(trial.exitCode == 0)
    }
  }

  @Test(
    "a line goes with its command, unless somebody may want them all again",
    arguments: [(false, 2), (true, 20_002)])
  func forgets(_ keepsArguments: Bool, _ keptCount: Int) async throws {
    try await onOwnThread {
      let trial = try Trial(keepsArguments: keepsArguments)
      let writer = trial.feed.writer
      let lines = try OSThread.start(name: "lines") {
        writer.write("first\n" + String(repeating: "true\n", count: 20_000) + "last\n")
        writer.end()
      }
      var takenCount = 0
      while takenCount < 20_002 { takenCount += trial.takeArguments().count }
      lines.join()
      // The first is not done yet when all behind it are.
      for number in 1...20_000 {
        trial.batch.futureIsDone(
          trial.step(number), FutureID(rawValue: UInt64(number)), hasSucceeded: false)
      }
      #expect(trial.feed.list.keptCount == keptCount && trial.feed.list.count == 20_002)
      #expect(trial.batch.shownArgument(of: trial.step(0)) == "first")
      #expect(trial.batch.shownArgument(of: trial.step(20_001)) == "last")
    }
  }

  @Test("one that is cancelled says nothing of another that runs the same command")
  func sameCommandTwice() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let (there, back) = (scratch.path("there"), scratch.path("back"))
      for pipe in [there, back] { try #require(unsafe mkfifo(pipe, 0o600) == 0) }
      let trial = try Trial("soon,fail=1")
      trial.feed.writer.write("echo > '\(there)'; read x < '\(back)'\n")
      #expect(trial.takeArguments().count == 1)
      let command = try trial.start(0)
      // Opened once the command has opened its other end, and read before it is let go: a command
      // that writes where nobody reads is killed.
      let begun = try #require(FileHandle(forReadingAtPath: there))
      #expect(try begun.read(upToCount: 1) == Data("\n".utf8))
      trial.batch.futureIsDone(trial.step(0), FutureID(rawValue: 0), hasSucceeded: false)
      let gate = try #require(FileHandle(forWritingAtPath: back))
      try gate.write(contentsOf: Data("\n".utf8))
      try trial.finish(0, command)
      #expect(!trial.batch.isBusy && trial.exitCode == 0)
    }
  }
}
