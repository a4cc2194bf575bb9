internal import ArgumentParser

/// Something to measure; one table each.
enum Section: String, CaseIterable, ExpressibleByArgument {
  case emptyJobs = "empty-jobs"
  case roundTrip = "round-trip"
  case memory
  case observed
  case cancel
  case snapshots
  case processes
  case recorded

  func measure(_ settings: Settings) throws -> Table {
    switch self {
    case .emptyJobs: try EmptyJobs(settings: settings).measure()
    case .roundTrip: try RoundTrips(settings: settings).measure()
    case .memory: try Memory(settings: settings).measure()
    case .observed: try Observed(settings: settings).measure()
    case .cancel: try Cancelling(settings: settings).measure()
    case .snapshots: try Snapshots(settings: settings).measure()
    case .processes: try Processes(settings: settings).measure()
    case .recorded: try Recorded(settings: settings).measure()
    }
  }
}
