internal import Platform

/// One thread of a pool, as code that runs on it can find it.
final class WorkerThread: @unchecked Sendable {
  // @unchecked: `violation` and `depth` are touched by the thread itself only.

  /// The worker's place in the pool, from 0.
  let index: Int
  let name: String
  /// The pool; it lives for as long as any of its threads.
  unowned let pool: ThreadPoolCore
  /// What the running job did that its pool does not allow.
  private var violation: (any Error)?
  /// How many bodies run, each but the first because the one before waits for it.
  private(set) var depth = 0

  init(index: Int, name: String, pool: ThreadPoolCore) {
    self.index = index
    self.name = name
    self.pool = pool
  }

  /// The worker on whose thread this is called; `nil` elsewhere.
  static var current: WorkerThread? { OSThread.currentAttachment as? WorkerThread }

  /// Whether a job's body runs, rather than a callback.
  var isInBody: Bool { depth > 0 }

  /// Runs a job's body; what it did against the rules is its error, whatever else came of it.
  func run<Value>(_ body: () throws -> Value) -> Result<Value, any Error> {
    let outer = violation
    violation = nil
    depth += 1
    let result = Result { try body() }
    depth -= 1
    defer { violation = outer }
    return violation.map { .failure($0) } ?? result
  }

  /// Makes an error the outcome of the running job.
  func fail(with error: any Error) {
    violation = error
  }
}
