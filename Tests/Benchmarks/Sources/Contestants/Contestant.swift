/// Somebody who runs empty jobs, as fast as they can.
package protocol Contestant {
  /// What it is called in the table.
  var name: String { get }

  /// Runs so many jobs that were submitted by the calling thread, and returns when all are done.
  func run(jobs: Int) throws -> Lap
}

/// How long a contestant took.
package struct Lap: Sendable {
  /// Seconds from before the first submission until the last result was there.
  package var seconds: Double
  /// The same, until the futures were released, too; `nil` where there are none.
  package var secondsWithRelease: Double?

  /// Makes a lap of its times.
  package init(seconds: Double, secondsWithRelease: Double? = nil) {
    self.seconds = seconds
    self.secondsWithRelease = secondsWithRelease
  }
}

/// What the closure of an empty job is.
package enum EmptyBody: Sendable {
  /// Returns 1, and captures nothing.
  case constant
  /// Returns its number, which it captures: an object more for each job.
  case number

  /// What the results of so many jobs are together.
  func sum(jobs: Int) -> Int {
    switch self {
    case .constant: jobs
    case .number: jobs * (jobs - 1) / 2
    }
  }

  /// What is said of it behind a name.
  package var text: String {
    switch self {
    case .constant: "empty closures"
    case .number: "closures with a number"
    }
  }
}
