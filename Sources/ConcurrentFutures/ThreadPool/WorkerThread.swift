internal import Platform

/// One thread of a pool, as code that runs on it can find it.
final class WorkerThread: @unchecked Sendable {
  // @unchecked: what changes is touched by the thread itself only, but for what says otherwise.

  /// The worker's place in the pool, from 0.
  let index: Int
  let name: String
  /// The pool; it lives for as long as any of its threads.
  unowned let pool: ThreadPoolCore
  /// Opened when there is something to do for a worker that is parked.
  let call = Turn()
  /// What the running job did that its pool does not allow.
  private var violation: (any Error)?
  /// The same of the jobs that wait while this one runs.
  private var outerViolations: [(any Error)?] = []
  /// How many bodies run, each but the first because the one before waits for it.
  private(set) var depth = 0
  /// What the running job is given, if it asks.
  var context: JobContext?
  /// When the last body ended, and how its result reads: for whoever notes the end of the run.
  ///
  /// Written before the future is published, read after that was seen.
  var finishedAt = PoolInstant.zero
  var preview = ResultPreview.none

  init(index: Int, name: String, pool: ThreadPoolCore) {
    self.index = index
    self.name = name
    self.pool = pool
  }

  /// The worker on whose thread this is called; `nil` elsewhere.
  static var current: WorkerThread? { OSThread.currentAttachment as? WorkerThread }

  /// Whether a job's body runs, rather than a callback.
  var isInBody: Bool { depth > 0 }

  /// A job's body begins on this thread.
  func enterBody() {
    if depth > 0 { outerViolations.append(violation) }
    violation = nil
    depth += 1
  }

  /// It has ended; returns what it did against the rules, which is its error whatever came of it.
  func leaveBody() -> (any Error)? {
    depth -= 1
    defer { violation = depth > 0 ? outerViolations.popLast() ?? nil : nil }
    return violation
  }

  /// Makes an error the outcome of the running job.
  func fail(with error: any Error) {
    violation = error
  }
}
