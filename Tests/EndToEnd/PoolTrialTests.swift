import Foundation
import TerminalDriver
import Testing

@Suite("A process pool, when its workers fail", .timeLimit(.minutes(5)))
struct PoolTrialTests {
  /// What is the same in every trial: nothing is left behind.
  private static let tidy = ["descriptors: 0", "children: 0"]

  struct Row: CustomTestStringConvertible, Sendable {
    var trial: String
    var report: [String]
    var testDescription: String { trial }
  }

  private static func alone(_ trial: String, _ report: String...) -> Row {
    Row(trial: trial, report: ["before: 2"] + report + ["after: 42"])
  }

  private static let broken =
    "BrokenExecutorError: the pool is broken and runs nothing more: worker process N died while it "
    + "ran 'act': it exited with code 3"

  static let rows = [
    alone("jobThrows", "threw: Trouble: not today", "at: WorkerJobs/Act.swift:N"),
    alone("trap", "died: act: it was ended by SIGILL", "tail: true"),
    alone("abort", "died: act: it was ended by SIGABRT", "tail: false"),
    alone("exit3", "died: act: it exited with code 3", "tail: false"),
    alone("segfault", "died: act: it was ended by SIGSEGV", "tail: false"),
    alone("killed", "died: act: it was ended by SIGKILL", "tail: false"),
    alone("ownGroup", "died: act: it was ended by SIGKILL", "tail: false"),
    alone(
      "blockedSignals",
      "failed: JobTimeoutError: the job ran longer than its limit of N.N seconds"),
    alone("memory", "died: act: it was ended by SIGABRT", "tail: true"),
    alone(
      "garbage", "died: act: it sent garbage (what came is not a frame), and was killed",
      "tail: false"),
    Row(
      trial: "scribble",
      report: [
        "before: 2", "died: act: it was ended by SIGABRT", "tail: false", "after: 42",
        "chunk: WorkerDiedError", "chunk: WorkerDiedError",
      ]),
    alone("closedSocket", "died: act: it was ended by SIGKILL", "tail: false"),
    alone(
      "poisoned", "failed: PoisonedJobError: 'act' ended N worker processes, and is not tried again"
    ),
    Row(
      trial: "termination",
      report: [
        "kill: killed", "died: act: it was killed on request", "tail: false", "after: 42",
        "again: notRunning",
      ]),
    Row(
      trial: "unencodableInput",
      report: [
        "failed: JobCodingError: the input of 'takes stubborn' cannot be encoded: boom N",
        "same worker: true",
      ]),
    Row(
      trial: "undecodableInput",
      report: [
        "failed: JobCodingError: the input of 'takes stubborn' cannot be decoded by a worker: boom N",
        "same worker: true",
      ]),
    Row(
      trial: "unencodableResult",
      report: [
        "failed: JobCodingError: the result of 'gives stubborn' cannot be encoded: boom N",
        "same worker: true",
      ]),
    Row(
      trial: "undecodableResult",
      report: [
        "failed: JobCodingError: the result of 'gives stubborn' cannot be decoded: boom N",
        "same worker: true",
      ]),
    Row(
      trial: "megabyte",
      report: [
        "result: printed", "kept: true", "last: … N more bytes of output were cut off",
      ]),
    Row(
      trial: "grandchild",
      report: [
        "lives: true", "gone with its worker: true", "lives: true", "gone with its worker: true",
      ]),
    Row(
      trial: "partialLines",
      report: ["first: half", "first: a line", "second: one", "second: two"]),
    Row(
      trial: "breakPool",
      report: [
        "failed: \(broken)", "failed: \(broken)", "failed: \(broken)",
        "submit: BrokenExecutorError",
      ]),
    Row(
      trial: "breakPoolByCoding",
      report: [
        "threw: Trouble: not today", "at: WorkerJobs/Act.swift:N",
        "failed: JobCodingError: the input of 'takes stubborn' cannot be encoded: boom N",
        "failed: JobCodingError: the result of 'gives stubborn' cannot be encoded: boom N",
        "goes on: 42",
        "failed: BrokenExecutorError: the pool is broken and runs nothing more: the result of "
          + "'gives stubborn' cannot be decoded: boom N", "submit: BrokenExecutorError",
      ]),
    Row(
      trial: "breakPoolByInitializer",
      report: ["broken: a worker died in its initializer: it exited with code 7"]),
    Row(
      trial: "nothingAhead",
      report: ["running: 3", "cancelled: 17", "returned: 3", "begun: 3"]),
    alone(
      "timeLimit", "failed: JobTimeoutError: the job ran longer than its limit of N.N seconds"),
    Row(trial: "retried", report: ["returned: survived"]),
    Row(
      trial: "chunkCrash",
      report: ["0: 0", "1: RemoteError", "2: WorkerDiedError", "3: 3", "4: survived", "end: true"]),
    Row(trial: "maxTasks", report: ["processes: 3", "two each: true"]),
    Row(
      trial: "terminateWorkers",
      report: [
        "died: act: it was ended by terminateWorkers()", "tail: false", "waiting: cancelled",
        "submit: ExecutorShutdownError",
      ]),
    Row(
      trial: "killWorkers",
      report: [
        "died: act: it was ended by killWorkers()", "tail: false", "waiting: cancelled",
        "submit: ExecutorShutdownError",
      ]),
    Row(
      trial: "initializerThrows",
      report: [
        "broken: the initializer of worker ProcessPoolExecutor-0_0 failed: Trouble: no licence"
      ]),
    Row(
      trial: "initializerDies",
      report: ["broken: 3 workers in a row died in its initializer: it exited with code 7"]),
    Row(trial: "idleKill", report: ["another: true", "workers: 1"]),
    Row(
      trial: "spawnFails",
      report: ["submit: ProcessStartError", "nothing queued: true", "then: 42"]),
    Row(trial: "tooManyProcesses", report: ["code: EAGAIN", "queued: 0", "then: 42"]),
    Row(trial: "missingProgram", report: ["submit: ProcessStartError", "nothing queued: true"]),
    Row(
      trial: "forgetful",
      report: [
        "broken: 3 workers in a row died before it said a word (is "
          + "ProcessPoolExecutor.runWorkerIfRequested(jobs) the first line of its main?): it exited "
          + "with code 1", "names the call: true",
      ]),
    Row(
      trial: "silent",
      report: [
        "broken: a worker process said nothing for 10.0 seconds: is "
          + "ProcessPoolExecutor.runWorkerIfRequested(jobs) the first line of its main?",
        "names the call: true",
      ]),
    Row(
      trial: "programVanishes",
      report: [
        "before: 2", "died: act: it was ended by SIGABRT", "tail: false",
        "failed: BrokenExecutorError: the pool is broken and runs nothing more: cannot start a "
          + "worker process: posix_spawn(/tmp/worker-N): No such file or directory (2)",
      ]),
    Row(trial: "nested", report: ["nested: 42"]),
    Row(trial: "stopped", report: ["returned: stopped", "same worker: true"]),
    Row(trial: "killRace", report: ["wrong: 0", "kept: true", "ended: true"]),
  ]

  @Test("costs one job, and leaves nothing behind", arguments: rows)
  func row(_ row: Row) async throws {
    try await onOwnThread {
      let outcome = try runPiped([Self.program, row.trial])
      let report = outcome.lines.map { Self.withoutNumbers(String($0)) }
      #expect(report == (row.report + Self.tidy).map(Self.withoutNumbers), "\(outcome.errors)")
      #expect(outcome.exitCode == 0)
      // What workers print is a line of the log, and nobody's terminal's.
      let isTold = outcome.errors.split(separator: "\n").contains { printed.contains($0) }
      #expect(!isTold && !outcome.errors.contains("xxxx"), "\(outcome.errors)")
    }
  }

  /// What jobs of the trials print.
  private let printed: Set<Substring> = ["half", "a line", "one", "two"]
  private static let program = Tmux.program("PoolTrials")

  /// What differs from run to run, in places where a number may stand.
  private static func withoutNumbers(_ line: String) -> String {
    var line = line
    line.replace(/process \d+/, with: "process N")
    line.replace(/\/\S*worker-[-0-9A-F]+/, with: "/tmp/worker-N")
    line.replace(/swift:\d+/, with: "swift:N")
    line.replace(/boom \d+/, with: "boom N")
    line.replace(/of \d+\.\d+ seconds/, with: "of N.N seconds")
    line.replace(/ended \d+ worker/, with: "ended N worker")
    line.replace(/… \d+ more/, with: "… N more")
    return line
  }

  @Test("a worker that a stranger starts refuses, and says why")
  func stranger() async throws {
    try await onOwnThread {
      let outcome = try runPiped(["env", "CONCURRENT_FUTURES_WORKER=word 1", Self.program, "trap"])
      #expect(outcome.exitCode == 64)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("no process pool has started this process"))
    }
  }

  /// Of some that a busy machine holds up, one is not; what waits for too long is late in all.
  ///
  /// A minute is for hangs.
  @Test("nothing is left a second after the parent was killed")
  func orphans() async throws {
    try await onOwnThread {
      var times: [Duration] = []
      repeat {
        times.append(try Self.timeToVanish())
      } while times.count < 5 || times.count < 20 && times.allSatisfy { $0 >= .seconds(1) }
      #expect(times.contains { $0 < .seconds(1) }, "\(times)")
      #expect(times.allSatisfy { $0 < .seconds(60) }, "\(times)")
    }
  }

  /// How long two workers, and what each has started, live on after their parent was killed.
  private static func timeToVanish() throws -> Duration {
    var killedAt = ContinuousClock.now
    let outcome = try runPiped([program, "orphans"]) { line, process in
      guard line.hasPrefix("ready") else { return }
      killedAt = .now
      kill(process, SIGKILL)
    }
    let processes = outcome.lines.flatMap { $0.split(separator: " ") }.compactMap { Int32($0) }
    #expect(processes.count == 4, "two workers, and two more: \(outcome.output)")
    while processes.contains(where: isAlive), .now - killedAt < .seconds(60) { usleep(500) }
    return .now - killedAt
  }

  /// Whether a process runs; one that is dead and not reaped does not.
  private static func isAlive(_ process: Int32) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    guard let status, let end = status.lastIndex(of: ")") else { return false }
    return !status[end...].hasPrefix(") Z")
  }
}
