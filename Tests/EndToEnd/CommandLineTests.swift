import Foundation
import TerminalDriver
import Testing

/// What the command line says otherwise than the scenario, and asks for beside a run.
@Suite("the command line", .timeLimit(.minutes(5)))
struct CommandLineTests {
  /// The lines of a run as objects.
  private func objects(_ outcome: Outcome) throws -> [[String: Any]] {
    try outcome.lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  @Test("a faster run keeps what is expected of it, scaled")
  func speed() async throws {
    try await onOwnThread {
      let outcome = try pooltop("run", "--headless", "--speed", "25", Project.sixJobs)
      #expect(outcome.output.contains("makespan: expected 0.400 s ± 0.250 s"))
      #expect(outcome.output.contains("6 futures: 6 ok"))
    }
  }

  @Test(
    "an answer that cannot be written is no success",
    arguments: [
      ["check", Project.sixJobs], ["replay", recording], ["diff", recording, recording],
      ["frame", "--at", "1s", recording], ["--help"], ["run"],
    ])
  func lostOutput(_ arguments: [String]) async throws {
    try await onOwnThread {
      let outcome = try runPiped(
        ["sh", "-c", "\"$@\" > /dev/full", "sh", Project.pooltop] + arguments)
      #expect(outcome.exitCode != 0)
      #expect(outcome.errors.contains("standard output could not be written"))
    }
  }

  @Test(
    "a command line that cannot be meant is refused, with the way out",
    arguments: [
      (["run", "--headless"], "say which scenario to run"),
      (["--seed", "7"], "say which scenario to run"),
      (["diff", "--tolerance", "20", recording, recording], "in parts of the longer: 10% or 0.1"),
      (["check", "/nowhere.yaml"], "pooltop: cannot read the scenario '/nowhere.yaml'"),
    ])
  func refused(_ arguments: [String], _ sentence: String) async throws {
    try await onOwnThread {
      let outcome = try runPiped([Project.pooltop] + arguments)
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
  }

  @Test("the title has the scenario's description behind its name")
  func description() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        "{ name: naps, description: some sleep, jobs: { nap: 1ms } }", to: "naps.yaml")
      let outcome = try pooltop("frame", "--at", "0s", "--speed", "2", file)
      #expect(outcome.output.contains("pooltop  naps ×2 – some sleep"))
    }
  }

  private static let recording = Project.path(
    "Tests/Recordings/six-jobs-on-three-workers.jsonl")

  @Test("the title says how fast it goes, and a frame comes that much sooner")
  func frame() async throws {
    try await onOwnThread {
      // In real time these are three seconds, 30 and 150: enough for whichever machine.
      for moment in ["60s", "600s", "3000s"] {
        let outcome = try pooltop("frame", "--at", moment, "--speed", "20", Project.sixJobs)
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("6 jobs on 3 workers ×20"))
        if outcome.output.contains("6 ok  0 failed") { return }
      }
      Issue.record("the jobs of half a second were not over")
    }
  }

  @Test("a frame of a run that is over is the dashboard's: as the scenario ends, and judged")
  func lastFrame() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "short.yaml")
      var output = ""
      for moment in ["2s", "8s", "60s"] where !output.contains("SHUT DOWN") {
        output = try pooltop("frame", "--at", moment, file).output
      }
      #expect(output.contains("SHUT DOWN") && output.contains("4 futures: 4 ok in"), "\(output)")
    }
  }

  @Test("with --json every line is an object, from what began to the judgement")
  func json() async throws {
    try await onOwnThread {
      let outcome = try pooltop("run", "--json", "--speed", "5", "--seed", "7", Project.sixJobs)
      let objects = try objects(outcome)
      let events = objects.map { $0["event"] as? String ?? "" }
      #expect(objects.first?["event"] as? String == "began")
      #expect(objects.first?["seed"] as? Int == 7)
      #expect(events.count { $0 == "submitted" } == 6)
      #expect(events.count { $0 == "finished" } == 6)
      #expect(objects.allSatisfy { ($0["time"] as? String)?.hasSuffix("Z") == true })
      let last = try #require(objects.last)
      #expect(last["event"] as? String == "judged")
      #expect(last["met"] as? Bool == (outcome.exitCode == 0))
      #expect((last["checks"] as? [[String: Any]])?.count == 5)
      #expect((last["counts"] as? [String: Int])?["succeeded"] == 6)
    }
  }

  @Test("the same seed draws the same durations, another one others; workers can be changed")
  func seedAndWorkers() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        """
        pool: { workers: 1 }
        jobs: { a: { sleep: 0s, fail: { rate: 50% }, log: { start: "{worker}" } } }
        submit: [{ job: a, count: 64 }]
        """, to: "draws.yaml")
      func failures(_ seed: String) throws -> [Int] {
        let outcome = try pooltop("run", "--json", "--workers", "3", "--seed", seed, file)
        let objects = try objects(outcome)
        #expect(objects.first?["workers"] as? Int == 3)
        return objects.filter { $0["outcome"] as? String == "failed" }
          .compactMap { $0["future"] as? Int }.sorted()
      }
      let first = try failures("1")
      #expect(try failures("1") == first)
      #expect(try failures("2") != first)
    }
  }

  @Test("the workers are what the file says, unless the command line says otherwise")
  func processPool() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        """
        pool: { kind: process, workers: 1 }
        jobs: { a: { sleep: 1ms, log: { start: "here" } } }
        """, to: "p.yaml")
      let processes = try pooltop("run", "--headless", file)
      #expect(processes.exitCode == 0, "\(processes.errors)")
      #expect(processes.output.contains("[ProcessPoolExecutor-0_0:MainThread, "))
      let threads = try pooltop("run", "--headless", "--pool", "thread", file)
      #expect(threads.exitCode == 0)
      #expect(threads.output.contains("[MainProcess:ThreadPoolExecutor-0_0, "))
      let named = try pooltop(
        "run", "--headless", "--speed", "50", "--pool", "process", Project.sixJobs)
      #expect(named.output.contains(/\[ProcessPoolExecutor-0_[0-2]:MainThread,/))
    }
  }

  @Test("check names the problems of all files, and exits with 2 when there is one")
  func check() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let first = try scratch.write("jobs: { a: 5x, b: 6x }\n", to: "first.yaml")
      let second = try scratch.write("job: { a: 1s }\njobs: { a: 1s }\n", to: "second.yaml")
      let outcome = try pooltop("check", first, Project.sixJobs, second)
      #expect(outcome.exitCode == 2)
      let errors = outcome.errors.split(separator: "\n")
      #expect(errors.count == 3)
      #expect(errors[1].contains("first.yaml:1:19: "))
      #expect(errors[2].contains("second.yaml:1:1: unknown key 'job'; did you mean 'jobs'?"))
      #expect(outcome.output.contains("6 submissions of 1 job"))
      #expect(try pooltop("check", Project.sixJobs).exitCode == 0)
    }
  }

  @Test(
    "version, help and completions are answers, not errors",
    arguments: [
      (["--version"], "0."), (["--help"], "pooltop run --headless --json FILE"),
      (["run", "--help"], "EXAMPLES"), (["check", "--help"], "pooltop check scenarios/*.yaml"),
      (["--generate-completion-script", "bash"], "--speed"),
      (["--generate-completion-script", "zsh"], "--speed"),
      (["--generate-completion-script", "fish"], "speed"),
    ])
  func answers(_ arguments: [String], says: String) async throws {
    try await onOwnThread {
      let outcome = try runPiped([Project.pooltop] + arguments)
      #expect(outcome.exitCode == 0)
      #expect(outcome.errors.isEmpty)
      #expect(outcome.output.contains(says))
    }
  }

  @Test(
    "a value that cannot be is refused with exit code 2",
    arguments: [
      ["--speed", "0"], ["--speed", "fast"], ["--speed", "-1"], ["--seed", "-1"],
      ["--workers", "0"], ["--workers", "many"], ["--pool", "fibre"],
    ])
  func refused(_ arguments: [String]) async throws {
    try await onOwnThread {
      let outcome = try runPiped([Project.pooltop, "run"] + arguments + [Project.sixJobs])
      #expect(outcome.exitCode == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(arguments[0]))
    }
  }
}
