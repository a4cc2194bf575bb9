internal import ArgumentParser

/// Measures what it is told to, and prints a table for each.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures the library beside its peers; the default.")

  @Argument(
    help: ArgumentHelp(
      "What to measure, everything when left out: "
        + Section.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var sections: [Section] = []

  @Option(help: "How often to take each figure.")
  var rounds = 5

  @Option(help: "How many empty jobs in a lap.")
  var jobs = 500_000

  @Option(help: "How many are pending where very many must be.")
  var pending = 1_000_000

  @Option(parsing: .upToNextOption, help: "With how many workers.")
  var workers = [1, 2, 4]

  func validate() throws {
    guard rounds > 0, jobs > 0, workers.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("rounds, jobs and workers must be greater than 0")
    }
    guard pending >= 100_000 else { throw ValidationError("pending must be 100,000 or more") }
  }

  func run() throws {
    let settings = Settings(rounds: rounds, jobs: jobs, pending: pending, workers: workers)
    for section in sections.isEmpty ? Section.allCases : sections {
      StandardOutput.write(try section.measure(settings).text + "\n")
    }
  }
}
