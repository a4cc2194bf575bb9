internal import Platform

/// One thread of a pool, as code that runs on it can find it.
final class WorkerThread: @unchecked Sendable {
  // @unchecked: `violation` and `isInBody` are touched by the thread itself only.

  /// The worker's place in the pool, from 0.
  let index: Int
  let name: String
  /// The pool, for telling whether a call comes from one of its own workers.
  let pool: ObjectIdentifier
  /// What the running job did that its pool does not allow.
  private var violation: (any Error)?
  /// Whether a job's body runs, rather than a callback.
  private(set) var isInBody = false

  init(index: Int, name: String, pool: ObjectIdentifier) {
    self.index = index
    self.name = name
    self.pool = pool
  }

  /// The worker on whose thread this is called; `nil` elsewhere.
  static var current: WorkerThread? { OSThread.currentAttachment as? WorkerThread }

  /// Runs a job's body; what it did against the rules is its error, whatever else came of it.
  func run<Value>(_ body: () throws -> Value) -> Result<Value, any Error> {
    isInBody = true
    let result = Result { try body() }
    isInBody = false
    defer { violation = nil }
    return violation.map { .failure($0) } ?? result
  }

  /// Makes an error the outcome of the running job.
  func fail(with error: any Error) {
    violation = error
  }
}
