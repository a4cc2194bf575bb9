/// Where a job runs, and how it talks to its pool while it does.
public struct JobContext: Sendable {
  /// The future that the job will resolve.
  public let id: FutureID
  /// Which attempt this is, from 1.
  public let attempt: Int
  /// The name of the worker that runs the job.
  public let workerName: String
  let worker: Int
  let host: any JobHost

  /// Tells how far the job is; shown as a bar.
  ///
  /// - Parameters:
  ///   - fraction: The part that is done, from 0 to 1; what lies outside is held at the end.
  ///   - note: What it does now.
  public func reportProgress(_ fraction: Double, _ note: String = "") {
    host.progressed(id, fraction: fraction.isNaN ? 0 : min(1, max(0, fraction)), note: note)
  }

  /// Writes a line to the job's log.
  public func log(_ message: String) {
    host.logged(message, by: self)
  }
}

/// What a job's context talks to.
protocol JobHost: AnyObject, Sendable {
  func progressed(_ id: FutureID, fraction: Double, note: String)
  func logged(_ message: String, by context: JobContext)
}
