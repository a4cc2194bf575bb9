// Whatever a file holds, reading it ends: with a scenario that can be played, or with errors that
// say where. libFuzzer makes the files, and notes what traps, hangs, or takes too much memory.

internal import CLibFuzzer
internal import Glibc
internal import ScenarioScript

/// Reads a file, and plays some of it.
func readAndPlay(_ bytes: [UInt8]) {
  do throws(ScenarioErrors) {
    play(try Scenario.parse(bytes, file: "x.yaml"))
  } catch {
    let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
    precondition(!lines.isEmpty, "an error says something")
    for line in lines {
      precondition(line.firstMatch(of: /^x\.yaml:\d+:\d+: ./) != nil, "no place: \(line)")
      precondition(
        line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
        "an error that a terminal would obey: \(line)")
    }
  }
}

/// Plays what a scenario submits, up to a limit, as if each job took no time.
func play(_ scenario: Scenario) {
  _ = scenario.submissionCount.description
  var rules = SubmissionRules(scenario, seed: scenario.seed ?? 0)
  var stepCount = 0
  while let moment = rules.nextMoment, stepCount < 200 {
    while let action = rules.next(at: moment), stepCount < 200 {
      stepCount += 1
      guard case .submit(let submission) = action else { continue }
      draw(scenario.jobs[submission.job], submission, scenario.seed ?? 0)
      rules.started(submission)
      rules.ended(submission, stepCount % 7 == 0 ? .failed : .succeeded, at: moment)
    }
    stepCount += 1
  }
  _ = rules.extra(at: .zero)
}

/// Draws and fills in what a worker would.
func draw(_ job: JobPlan, _ submission: Submission, _ seed: UInt64) {
  let source = DrawSource(seed: seed, entry: submission.entry, index: submission.index)
  let words = TemplateContext(n: submission.n, key: submission.key, worker: "w", attempt: 1)
  switch job.work {
  case .sleep(let plan), .busy(let plan): _ = plan.draw(source)
  case .command(let plan): _ = plan.environment.mapValues { $0.text(words) }
  }
  _ = job.failure?.fails(key: submission.key, source)
  _ = job.retries?.jitterSeed(source)
  for template in [job.result, job.startLog, job.finishLog, job.failure?.error] {
    _ = try? template?.render(words)
  }
}

var count = CommandLine.argc
var arguments =
  unsafe CommandLine.unsafeArgv as UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
let status = unsafe LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
  unsafe readAndPlay(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
exit(status)
