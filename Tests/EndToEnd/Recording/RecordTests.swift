import Foundation
import Glibc
import TerminalDriver
import Testing

/// Runs that are recorded.
@Suite("recording", .timeLimit(.minutes(5)))
struct RecordTests {
  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func names(_ text: String) throws -> [String] {
    try objects(text).compactMap { $0["event"] as? String }
  }

  @Test("a recording holds every event, between what began and the judgement")
  func whole() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "short.yaml")
      let recording = scratch.path("run.jsonl")
      let outcome = try pooltop("run", "--headless", "--record", recording, file)
      #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
      let names = try names(scratch.text(of: "run.jsonl"))
      #expect(names.first == "began" && names.last == "judged")
      for event in ["submitted", "started", "finished"] {
        #expect(names.count { $0 == event } == 4, "\(event)")
      }
      #expect(names.count { $0 == "worker_started" } == 2)
      #expect(names.contains("shut_down"))
    }
  }

  @Test("a recording and --json say the same in the same words")
  func sameAsJSON() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "short.yaml")
      let outcome = try pooltop("run", "--json", "--record", scratch.path("run.jsonl"), file)
      #expect(outcome.exitCode == 0)
      #expect(outcome.output == scratch.text(of: "run.jsonl"))
    }
  }

  @Test(
    "a recording ends with its run: another one is not recorded, and both are said",
    .enabled(if: Tmux.isAvailable))
  func replaced() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.long, to: "long.yaml")
      // So large that the log keeps all of what is said: below, it stands for seconds only.
      let tmux = try Tmux(columns: 240, rows: 60)
      tmux.start("run", "--record", scratch.path("run.jsonl"), file)
      try tmux.waitFor("2 running  2 pending")
      tmux.press("R")
      try tmux.waitFor("Run it again?")
      tmux.press("y")
      try tmux.waitFor("ends with the run before; this one is not recorded")
      try tmux.waitFor("2 running  2 pending")
      // Who leaves in this way waits for nothing that is still being written.
      try tmux.waitUntil("the recording has ended") {
        scratch.text(of: "run.jsonl").split(separator: "\n").last?.contains("interrupted") == true
      }
      try tmux.leaveNow()
      let last = try #require(try objects(scratch.text(of: "run.jsonl")).last)
      #expect(last["event"] as? String == "interrupted")
      #expect((last["text"] as? String)?.hasPrefix("given up for another run: ") == true, "\(last)")
    }
  }

  @Test("commands are recorded, too")
  func commands() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let outcome = try pooltop(
        "exec", "--record", scratch.path("run.jsonl"), "--", "echo {}", ":::", "a", "b")
      #expect(outcome.exitCode == 0)
      let names = try names(scratch.text(of: "run.jsonl"))
      #expect(names.first == "began" && names.count { $0 == "finished" } == 2)
    }
  }

  @Test("what a command that failed said last is in the report, and is printed once")
  func commandFailures() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let outcome = try pooltop(
        "exec", "--record", scratch.path("run.jsonl"), "--",
        "echo said {}; echo wrong {} >&2; test {} = good", ":::", "good", "bad")
      #expect(outcome.exitCode == 1)
      for (text, word) in [(outcome.output, "said"), (outcome.errors, "wrong")] {
        #expect(text.components(separatedBy: "\(word) bad\n").count == 2, "\(text)")
      }
      let path = scratch.path("report.html")
      #expect(try pooltop("report", scratch.path("run.jsonl"), "-o", path).exitCode == 0)
      let page = scratch.text(of: "report.html")
      #expect(page.contains("<pre>said bad\nwrong bad</pre>"), "\(page.suffix(3_000))")
      #expect(page.components(separatedBy: "<pre>").count == 2)
    }
  }

  @Test("a process pool is recorded, and workers that take the place of those that crashed")
  func processes() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = """
        pool: { kind: process, workers: 1 }
        jobs: { nap: { sleep: 10ms, crash: { keys: [1], signal: SEGV } } }
        submit: [{ job: nap, count: 4 }]
        """
      let file = try scratch.write(scenario, to: "crash.yaml")
      let recording = scratch.path("run.jsonl")
      _ = try pooltop("run", "--headless", "--record", recording, file)
      let names = try names(scratch.text(of: "run.jsonl"))
      #expect(names.count { $0 == "worker_started" } == 2)
      #expect(names.count { $0 == "finished" } == 4)
      let outcome = try pooltop("frame", "--at", "1m", recording)
      #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(outcome.output.contains("process pool") && outcome.output.contains("3 ok"))
    }
  }

  @Test("a run that is killed leaves what happened up to a second before")
  func killed() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = """
        pool: { workers: 1 }
        jobs: { nap: { sleep: 20ms, log: { finish: "over {n}" } } }
        submit: [{ job: nap, count: 3000 }]
        """
      let file = try scratch.write(scenario, to: "long.yaml")
      // A busy machine may keep the thread that writes from its work for longer, but not each time.
      var finished: [Int] = []
      for number in 0..<5 {
        let recording = "run-\(number).jsonl"
        var told = 0
        let outcome = try pooltop(
          "run", "--headless", "--record", scratch.path(recording), file
        ) { line, process in
          if line.contains("over ") { told += 1 }
          if told == 150 { kill(process, SIGKILL) }
        }
        #expect(outcome.exitCode != 0)
        let text = scratch.text(of: recording)
        let whole = text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
        finished.append(whole.count { $0.contains("\"event\":\"finished\"") })
        // At 50 a second, the last second has 50.
        if finished[number] >= 100 { return }
      }
      Issue.record("of 150 there are \(finished)")
    }
  }

  @Test("it is never written over a file that is something else, such as the scenario")
  func overOthers() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "short.yaml")
      let outcome = try pooltop("run", "--headless", "--record", file, file)
      #expect(outcome.exitCode == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains("is there, and no recording; name another file"))
      #expect(scratch.text(of: "short.yaml") == Scenarios.short)
      for others in ["{\"id\":1}\n", "{\"event\":\"click\"}\n"] {
        let data = try scratch.write(others, to: "data.jsonl")
        let outcome = try pooltop("exec", "--record", data, "--", "echo", ":::", "a")
        #expect(outcome.exitCode == 255 && outcome.output.isEmpty)
        #expect(scratch.text(of: "data.jsonl") == others)
      }
      let recording = try scratch.write("", to: "empty")
      for _ in 0..<2 {
        let again = try pooltop("run", "--headless", "--record", recording, file)
        #expect(again.exitCode == 0 && again.errors.isEmpty)
        #expect(try names(scratch.text(of: "empty")).first == "began")
      }
    }
  }

  @Test("the verdict of a run that was interrupted counts what is recorded before it")
  func interrupted() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = """
        pool: { kind: process, workers: 1 }
        jobs: { held: "echo begun; exec sleep 1000" }
        submit: [{ job: held, count: 3 }]
        """
      let file = try scratch.write(scenario, to: "held.yaml")
      let outcome = try pooltop(
        "run", "--headless", "--record", scratch.path("run.jsonl"), file
      ) { line, process in if line.contains("begun") { kill(process, SIGTERM) } }
      #expect(outcome.exitCode == 128 + SIGTERM)
      let events = try objects(scratch.text(of: "run.jsonl"))
      let verdict = try #require(events.last)
      #expect(verdict["event"] as? String == "interrupted")
      let counts = try #require(verdict["counts"] as? [String: Int])
      let finished = events.count { $0["event"] as? String == "finished" }
      #expect(finished == counts.values.reduce(0, +), "\(verdict)")
    }
  }

  @Test("a full disk is told, and the exit code says so")
  func fullDisk() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let gate = try scratch.gate()
      let file = try scratch.write("jobs: { held: \"\(gate.wait)\" }", to: "held.yaml")
      let outcome = try pooltop("run", "--headless", "--record", "/dev/full", file) { line, _ in
        let sentence = "cannot write '/dev/full', the recording ends here: write: No space"
        if line.contains(sentence) { gate.open() }
      }
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("1 future: 1 ok"))
      #expect(outcome.errors.contains("pooltop: cannot write '/dev/full'"))
    }
  }

  @Test(
    "a file that cannot be opened is told, and the exit code says so",
    arguments: ["/nowhere/run.jsonl", "/"])
  func cannotOpen(_ path: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "short.yaml")
      let outcome = try pooltop("run", "--headless", "--record", path, file)
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("cannot write '\(path)', nothing is recorded: open: "))
      #expect(outcome.errors.contains("pooltop: cannot write '\(path)'"))
    }
  }

  @Test("a pipe whose reader takes nothing is told, and the exit code says so")
  func stalledReader() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let pipe = scratch.path("pipe")
      #expect(unsafe mkfifo(pipe, 0o600) == 0)
      let reader = unsafe open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
      defer { close(reader) }
      // More than the pipe holds.
      let file = try scratch.write(
        "jobs: { nop: 0s }\nsubmit: [{ job: nop, count: 5000 }]\n", to: "many.yaml")
      let outcome = try pooltop("run", "--headless", "--record", pipe, file)
      #expect(outcome.exitCode == 1 && outcome.output.contains("5000 futures: 5000 ok"))
      #expect(
        outcome.errors.contains(
          "pooltop: cannot write '\(pipe)', the recording ends here: write: Connection timed out"))
    }
  }

  @Test("on the screen a full disk stands in the log, and again at the end")
  func fullDiskOnScreen() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "short.yaml")
      let tmux = try Tmux(columns: 100, rows: 30)
      tmux.start("run", "--record", "/dev/full", file)
      try tmux.waitFor("cannot write '/dev/full', the recording ends here")
      try tmux.waitFor("SHUT DOWN")
      tmux.press("q")
      try tmux.waitFor("pooltop: cannot write")
      try tmux.expectLeft(exitCode: 1)
    }
  }

  @Test("a limit to the size of files ends the recording, and not the run")
  func sizeLimit() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "short.yaml")
      let words = [Project.pooltop, "run", "--headless", "--record", scratch.path("r.jsonl"), file]
      let command = words.map(Tmux.quoted).joined(separator: " ")
      let outcome = try runPiped(["sh", "-c", "ulimit -f 1; \(command)"])
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("4 futures: 4 ok"))
      #expect(outcome.errors.contains("File too large"))
    }
  }

  @Test("where commands run, the exit code that says so is none that could count them")
  func cannotOpenForCommands() async throws {
    try await onOwnThread {
      let words = ["--record", "/nowhere/r", "--", "true", ":::", "a"]
      for options in [[], ["--json"]] {
        let outcome = try runPiped([Project.pooltop, "exec"] + options + words)
        #expect(outcome.exitCode == 255)
        #expect(outcome.errors.contains("pooltop: cannot write '/nowhere/r'"))
      }
    }
  }
}
