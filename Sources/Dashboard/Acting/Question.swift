internal import PoolObservation

/// Something that is done only when somebody says yes to it.
enum Question: Sendable, Hashable {
  /// Cancel what is marked.
  case cancel([FutureID])
  /// Cancel all that waits and matches.
  case cancelMatching([FutureID])
  /// Stop jobs that run.
  case stop([FutureID])
  /// Run the scenario again, while there is work.
  case runAgain
  /// Write a report over the file of this path.
  case overwriteReport(String)
  /// Open another scenario, while there is work.
  case open(String)
}
