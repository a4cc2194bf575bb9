/// A command of the command line, to be run once for each of some arguments.
///
/// One word is a text for the shell, several are a program and its arguments. `{}` stands for the
/// argument; where it stands nowhere, the argument comes last. In a text for the shell it is quoted,
/// so that no argument can be more than a word.
package struct CommandTemplate: Sendable, Hashable {
  /// What was written.
  package let words: [String]

  /// Takes the words; there must be one at least.
  package init?(_ words: [String]) {
    guard let first = words.first, !first.isEmpty else { return nil }
    self.words = words
  }

  /// The program and its arguments for one argument; `nil` runs the command as it is.
  package func arguments(for argument: String?) -> [String] {
    guard words.count > 1 else {
      return ["/bin/sh", "-c", filled(words, argument.map(shellQuoted)).joined(separator: " ")]
    }
    return filled(words, argument)
  }

  /// What a person would have typed, short.
  package func shown(for argument: String?) -> String {
    filled(words, argument).joined(separator: " ")
  }

  private func filled(_ words: [String], _ argument: String?) -> [String] {
    guard let argument else { return words }
    guard words.contains(where: { $0.contains("{}") }) else { return words + [argument] }
    return words.map { $0.replacing("{}", with: argument) }
  }
}

/// Quotes a text so that a shell takes it as one word, whatever is in it.
private func shellQuoted(_ text: String) -> String {
  "'" + text.replacing("'", with: "'\\''") + "'"
}

extension Scenario {
  /// Makes a scenario that runs a command once for each argument.
  ///
  /// - Parameters:
  ///   - command: What to run.
  ///   - arguments: What to run it with, one after the other; `nil` in it is nothing.
  ///   - workers: How many run side by side.
  ///   - timeout: How long each attempt may run.
  ///   - retries: How many attempts come after the first.
  package init(
    running command: CommandTemplate, arguments: [String?], workers: PoolPlan.Workers,
    timeout: Duration?, retries: Int
  ) {
    let jobs = arguments.map { argument in
      JobPlan(
        name: command.shown(for: argument),
        work: .command(CommandPlan(arguments: command.arguments(for: argument))),
        timeout: timeout, retries: retries > 0 ? RetryPlan(max: retries) : nil)
    }
    self.init(
      name: command.words.joined(separator: " "), seed: 0, pool: PoolPlan(workers: workers),
      jobs: jobs, submissions: jobs.indices.map { SubmitEntry(job: $0) },
      collectsAsCompleted: false)
  }
}
