import Testing

@testable import ScenarioScript

/// A file that is wrong, and what is said of it.
struct BrokenFile: Sendable, CustomTestStringConvertible {
  var lines: [String]
  var errors: [String]

  init(_ lines: String..., errors: [String]) {
    self.lines = lines
    self.errors = errors
  }

  var testDescription: String { errors.first ?? "" }

  /// What is said of the file, a line each.
  var actualErrors: [String] { problems(lines.joined(separator: "\n")) }
}

/// Returns what is said of a file, a line each; nothing of a right one.
func problems(_ text: String) -> [String] {
  problems([UInt8](text.utf8))
}

/// Returns what is said of a file's bytes, a line each; nothing of right ones.
func problems(_ bytes: [UInt8]) -> [String] {
  do throws(ScenarioErrors) {
    _ = try Scenario.parse(bytes, file: "x.yaml")
    return []
  } catch {
    return error.description.split(separator: "\n").map(String.init)
  }
}

/// Reads a right file.
func scenario(_ text: String) throws -> Scenario {
  try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
}

/// Returns all submissions of a scenario without closed loops, as they come.
func submissions(_ scenario: Scenario, seed: UInt64 = 0) -> [Submission] {
  var rules = SubmissionRules(scenario, seed: seed)
  var submissions: [Submission] = []
  while let moment = rules.nextMoment {
    while case .submit(let submission)? = rules.next(at: moment) { submissions.append(submission) }
  }
  return submissions
}
