/// Where a job runs, and how it talks to its pool while it does.
public struct JobContext: Sendable {
  /// The future that the job will resolve.
  public let id: FutureID
  /// Which attempt this is, from 1.
  public let attempt: Int
  /// The name of the worker that runs the job.
  public let workerName: String
  let worker: Int
  /// The future's name.
  let job: String
  let control: JobControl?
  let host: any JobHost

  /// Whether somebody asked the job to stop, or its time is over.
  ///
  /// A job that looks at this now and then, and returns or throws soon after, can be stopped. Costs
  /// about as much as reading a variable.
  public var isStopRequested: Bool { control?.isStopRequested ?? host.isStopRequested(id) }

  /// Tells how far the job is; shown as a bar.
  ///
  /// - Parameters:
  ///   - fraction: The part that is done, from 0 to 1; what lies outside is held at the end.
  ///   - note: What it does now.
  /// - Complexity: O(1), under the pool's lock: report what people can see, not each turn of a
  ///   loop.
  public func reportProgress(_ fraction: Double, _ note: String = "") {
    host.progressed(id, fraction: fraction.isNaN ? 0 : min(1, max(0, fraction)), note: note)
  }

  /// Writes a line to the pool's log, as this job's; it is in
  /// ``/PoolObservation/PoolSnapshot/log``.
  ///
  /// It also goes to `swift-log`, at the level `info`: see <doc:EmbeddingAPool>.
  ///
  /// - Complexity: O(1), under the pool's lock, plus what the program's log backend does without
  ///   it.
  public func log(_ message: String) {
    host.logged(message, by: self)
  }
}

extension JobContext {
  /// The context of the job that runs on this thread.
  @usableFromInline static var current: JobContext {
    guard let context = WorkerThread.current?.context else {
      preconditionFailure("a job runs on a worker, and a worker knows the job's context")
    }
    return context
  }
}

/// What a job's context talks to.
protocol JobHost: AnyObject, Sendable {
  func progressed(_ id: FutureID, fraction: Double, note: String)
  func logged(_ message: String, by context: JobContext)
  /// Whether a job shall stop of which this process knows no more.
  func isStopRequested(_ id: FutureID) -> Bool
}
