internal import ArgumentParser

/// Something to measure; one table each.
enum Section: String, CaseIterable, ExpressibleByArgument {
  case emptyJobs = "empty-jobs"
  case roundTrip = "round-trip"
  case memory
  case observed
  case cancel
  case snapshots
  case processTrip = "process-trip"
  case processes
  case recorded

  func measure(_ settings: Settings) throws -> Table {
    switch self {
    case .emptyJobs: try EmptyJobs(settings: settings).measure()
    case .roundTrip:
      Table(
        title: "Round trip: submit, and wait for the result, on 1 worker",
        rows: try RoundTrips.threads(settings).measure())
    case .memory: try Memory(settings: settings).measure()
    case .observed: try Observed(settings: settings).measure()
    case .cancel: try Cancelling(settings: settings).measure()
    case .snapshots: try Snapshots(settings: settings).measure()
    case .processTrip: try ProcessTrips.measure(settings)
    case .processes: try Processes(settings: settings).measure()
    case .recorded: try Recorded(settings: settings).measure()
    }
  }
}
