/// The whole life of a future, told when it is done.
///
/// Stands alone: a pool that nobody observes keeps just the last of these, and whoever comes to
/// look has a past to see. Times are nanoseconds since the pool was made.
@usableFromInline
package struct FinishedRun: Sendable {
  /// Which future it was.
  @usableFromInline package var id: FutureID
  /// The job's name, or what the submitter gave.
  @usableFromInline package var name: String
  /// When it was submitted.
  @usableFromInline package var submittedAt: UInt64
  /// When it was started the last time; ``neverStarted`` when it never was.
  @usableFromInline package var startedAt: UInt64
  /// When it was done.
  @usableFromInline package var finishedAt: UInt64
  /// Which worker ran it last; -1 when none did.
  @usableFromInline package var worker: Int32
  /// Which attempt was the last, from 1; 0 when there was none.
  @usableFromInline package var attempt: Int32
  /// How its result or its error reads.
  @usableFromInline package var preview: ResultPreview
  /// What came of it.
  @usableFromInline package var outcome: FutureOutcome
  /// Higher starts first; held at the ends of what 32 bits can say.
  @usableFromInline package var priority: Int32
  /// What the submitter marked it with.
  @usableFromInline package var tags: [String]

  /// The start of a future that never started.
  @inlinable
  package static var neverStarted: UInt64 { .max }

  /// Tells a life.
  @inlinable
  @inline(__always)
  package init(
    id: FutureID, name: String, submittedAt: UInt64, startedAt: UInt64 = FinishedRun.neverStarted,
    finishedAt: UInt64, worker: Int32 = -1, attempt: Int32 = 0, outcome: FutureOutcome,
    preview: ResultPreview = .none, priority: Int32 = 0,
    tags: [String] = []
  ) {
    self.id = id
    self.name = name
    self.submittedAt = submittedAt
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.worker = worker
    self.attempt = attempt
    self.preview = preview
    self.outcome = outcome
    self.priority = priority
    self.tags = tags
  }
}
