/// What a report needs of a future.
package struct FutureLife: Sendable {
  package let id: FutureID
  package let submittedAt: PoolInstant
  private let start: UInt64
  private let finish: UInt64
  private let workerIndex: Int32
  /// Which name of its page it bears.
  package let name: UInt16
  /// What came of it, once it is done.
  package let outcome: FutureOutcome?

  private static let absent = UInt64.max

  /// Tells the life of a future that is done.
  init(_ record: EventBatch.Finish, name: UInt16) {
    id = record.id
    submittedAt = PoolInstant(nanoseconds: record.submittedAt)
    start = record.startedAt
    finish = record.finishedAt
    workerIndex = record.worker
    self.name = name
    outcome = record.outcome
  }

  /// Tells what there is of the life of a future.
  package init(_ row: FutureSnapshot, name: UInt16 = 0) {
    id = row.id
    submittedAt = row.submittedAt
    // One that waits to be tried again has the start of its last attempt.
    let hasRun = row.state == .running || row.state == .finished
    start = hasRun ? row.startedAt?.nanoseconds ?? Self.absent : Self.absent
    finish = row.finishedAt?.nanoseconds ?? Self.absent
    workerIndex = hasRun ? Int32(clamping: row.worker ?? -1) : -1
    self.name = name
    outcome = row.outcome
  }

  /// When its last attempt began; `nil` when it waits, or was cancelled while it did.
  package var startedAt: PoolInstant? {
    start == Self.absent ? nil : PoolInstant(nanoseconds: start)
  }

  /// When it was done.
  package var finishedAt: PoolInstant? {
    finish == Self.absent ? nil : PoolInstant(nanoseconds: finish)
  }

  /// Which worker its last attempt ran on.
  package var worker: Int? { workerIndex < 0 ? nil : Int(workerIndex) }

  /// How long its last attempt ran, or has run until a moment; `nil` when it waits or never ran.
  package func runTime(at now: PoolInstant) -> Duration? {
    startedAt.map { $0.duration(to: finishedAt ?? now) }
  }
}
