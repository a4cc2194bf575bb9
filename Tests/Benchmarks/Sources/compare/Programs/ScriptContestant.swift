internal import Contestants

/// A thread pool of another language.
struct ScriptContestant: Contestant {
  let name: String
  let script: Script
  let workers: Int
  /// The most jobs in a lap: the slow need not run as many to be measured.
  var limit = Int.max
  /// What the script wants to know besides workers and jobs.
  let arguments: (_ workers: Int, _ jobs: Int) -> [String]

  func run(jobs: Int) throws -> Lap {
    let rate = try script.number(arguments(workers, min(jobs, limit)))
    return Lap(seconds: Double(jobs) / rate)
  }

  /// CPython's ThreadPoolExecutor; `nil` where there is no Python.
  static func python(workers: Int) -> ScriptContestant? {
    guard Script.python.isAvailable else { return nil }
    return ScriptContestant(
      name: "CPython's ThreadPoolExecutor", script: .python, workers: workers, limit: 50_000
    ) { ["jobs", "\($0)", "\($1)"] }
  }

  /// Java's ThreadPoolExecutor, after laps that warm it; `nil` where there is no Java.
  static func java(workers: Int) -> ScriptContestant? {
    guard Script.java.isAvailable else { return nil }
    return ScriptContestant(
      name: "Java's ThreadPoolExecutor, warm", script: .java, workers: workers
    ) { ["\($0)", "\($1)", "12"] }
  }
}
