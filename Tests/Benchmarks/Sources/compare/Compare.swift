// What the library costs, beside its peers, measured in the same run.
//
// Machines are noisy, so nothing here is a time alone. In each round every contestant runs once, one
// after the other, and each round begins with another one; a figure is the median of the rounds, with
// the least and the greatest beside it. «library ÷ it» divides the library's figure by the
// contestant's within each round, and is the median of that: what slowed one round slowed both.
// «met» says whether that, or the figure where it has a bound of its own, is as it must be.
//
//   empty-jobs    One thread submits jobs that do nothing but return a number, then asks each future
//                 for its result. The clock runs from before the first submission until the last
//                 result is there. Pools are made and warm before. Peers without futures run
//                 closures that count down one atomic number, and are done when it is 0.
//                 CPython and Java run in a process of their own each time, and leave its start
//                 out; CPython, which is slow, runs 50,000 jobs, Java the same in twelve laps, of
//                 which the first six warm it. Where they are not installed, they are left out.
//   round-trip    One job at a time: from before its submission until its result is there. Beside
//                 it two threads that wake each other by a condition variable. Both threads on one
//                 processor, then each on its own, then wherever the system puts them.
//
// Dispatch and TaskGroup choose the number of their threads themselves, as many as there are
// processors; they are measured again beside each number of workers, and mean the same each time.

internal import ArgumentParser

/// Prints the tables.
@main
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measures the library beside its peers and prints tables in Markdown.")

  @Argument(help: "What to measure; everything when left out.")
  var sections: [Section] = Section.allCases

  @Option(help: "How often to take each figure.")
  var rounds = 5

  @Option(help: "How many empty jobs in a lap.")
  var jobs = 500_000

  @Option(parsing: .upToNextOption, help: "With how many workers.")
  var workers = [1, 2, 4]

  func validate() throws {
    guard rounds > 0, jobs > 0, workers.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("rounds, jobs and workers must be greater than 0")
    }
  }

  func run() throws {
    let settings = Settings(rounds: rounds, jobs: jobs, workers: workers)
    for section in sections { print(try section.measure(settings).text) }
  }
}
