internal import ArgumentParser

/// Something to measure; one table each.
enum Section: String, CaseIterable, ExpressibleByArgument {
  case emptyJobs = "empty-jobs"
  case roundTrip = "round-trip"

  func measure(_ settings: Settings) throws -> Table {
    switch self {
    case .emptyJobs: try EmptyJobs(settings: settings).measure()
    case .roundTrip: try RoundTrips(settings: settings).measure()
    }
  }
}
