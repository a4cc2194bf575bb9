import TerminalDriver
import Testing

/// The programs of the notes, written with the library and nothing else of this package.
@Suite("the programs of the notes", .timeLimit(.minutes(5)))
struct NotesProgramsTests {
  /// Runs a program whose sleeps are so many times as long as in the notes.
  private static func run(_ program: String, scale: String) throws -> Outcome {
    let outcome = try runPiped([Tmux.program("NotesPrograms"), program, scale])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    return outcome
  }

  /// Runs a program that submits without blocking, and more slowly if a busy machine was late with
  /// what comes before the first end.
  private func runWithoutBlocking(
    _ program: String, _ body: @escaping @Sendable (Outcome) throws -> Void
  ) async throws {
    try await onOwnThread {
      for scale in ["0.1", "1", "6"] {
        let outcome = try Self.run(program, scale: scale)
        try body(outcome)
        let beforeAnyEnd = outcome.lines.prefix { !$0.contains("finished") }
        if beforeAnyEnd.count(where: { $0 == "~~~阻塞~~~" }) == 3 { return }
      }
      Issue.record("submissions waited for the end of a job")
    }
  }

  @Test("six jobs are submitted without blocking, and run to their end on three workers")
  func first() async throws {
    try await runWithoutBlocking("1") { outcome in
      expectSixJobs(outcome)
      let rounds = outcome.lines.count { $0 == "******************************" }
      #expect(rounds >= 1)
      #expect(outcome.lines.count { isLog($0, "true") || isLog($0, "false") } == 6 * rounds)
      #expect(outcome.lines.suffix(8).count { isLog($0, "true") } == 6, "\(outcome.output)")
    }
  }

  @Test("futures are collected as they are done, and the one that failed harms no other")
  func second() async throws {
    try await onOwnThread {
      let outcome = try Self.run("2", scale: "0.03")
      let entered = outcome.lines.compactMap {
        $0.wholeMatch(of: /enter~~~ThreadPoolExecutor-\d+_[0-2] [1-8]s, key=(\d)/)?.1
      }
      #expect(entered.sorted() == ["0", "1", "2", "3", "4", "5", "6"])
      let well = outcome.lines.compactMap {
        $0.wholeMatch(of: /(\d) OK ThreadPoolExecutor-\d+_[0-2]/)?.1
      }
      #expect(Set(well) == ["0", "1", "2", "4", "5", "6"])
      // Twice a round: the error, and then the key.
      let failed = outcome.lines.filter { $0.contains("failed") }
      #expect(Set(failed) == ["3 failed"])
      #expect(failed.count >= 2 && failed.count.isMultiple(of: 2))
    }
  }

  @Test("the scope waits for its jobs, and their results are there")
  func third() async throws {
    try await runWithoutBlocking("3") { outcome in
      expectSixJobs(outcome, worker: /\[ProcessPoolExecutor-0_[0-2]:MainThread/)
      let results = outcome.lines.compactMap { $0.firstMatch(of: /\] result = (\d+)$/)?.1 }
      #expect(results.suffix(6) == ["100", "101", "102", "103", "104", "105"])
      #expect(outcome.lines.suffix(2).first.map { isLog($0, "=== end ===") } == true)
      #expect(outcome.lines.last.map { isLog($0, "[]") } == true, "no worker is left")
    }
  }
}

/// Six begun and finished on three workers, and three submissions that say so.
private func expectSixJobs(
  _ outcome: Outcome,
  worker: Regex<Substring> = /\[MainProcess:ThreadPoolExecutor-0_[0-2]/
) {
  let format =
    /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\t \[[^:\]]+:[^,\]]+, \d+: {0,7}\d+\] .+/
  let log = outcome.lines.filter { $0.contains("\t") }
  #expect(log.allSatisfy { $0.wholeMatch(of: format) != nil }, "\(outcome.output)")
  let worked = outcome.lines.filter { $0.firstMatch(of: worker) != nil }.compactMap {
    $0.firstMatch(of: /, \d+: *\d+\] (Begin to work|finished) ([0-5])$/)
  }
  for number in 0..<6 {
    let steps = worked.filter { $0.2 == "\(number)" }.map(\.1)
    #expect(steps == ["Begin to work", "finished"], "of job \(number)")
  }
  #expect(outcome.lines.count { $0 == "~~~阻塞~~~" } == 3)
}

/// Whether a line is one of the log, with this message.
private func isLog(_ line: Substring, _ message: String) -> Bool {
  line.hasSuffix("] \(message)") && line.contains("\t [MainProcess:")
}
