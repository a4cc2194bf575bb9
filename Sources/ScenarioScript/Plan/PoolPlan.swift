/// The pool that a scenario asks for.
package struct PoolPlan: Sendable, Equatable {
  /// What a worker is.
  package enum Kind: String, Sendable, CaseIterable {
    /// Workers are threads of this process.
    case thread
    /// Workers are processes of their own.
    case process
  }

  /// How many workers there are.
  package enum Workers: Sendable, Equatable {
    /// One for each processor of the machine.
    case cpus
    /// As many as the file says, at least one.
    case count(Int)
  }

  /// What a submission meets when the queue is full.
  package enum WhenFull: String, Sendable, CaseIterable {
    /// It waits for room.
    case block
    /// It is refused, and counts as failed.
    case reject
  }

  /// What a worker is.
  package var kind: Kind = .thread
  /// How many workers there are.
  package var workers: Workers = .cpus
  /// The pool's name; the executor finds one when the file gives none.
  package var name: String?
  /// How much may wait in the queue; `nil` is as much as memory holds.
  package var capacity: Int?
  /// How many jobs a worker process runs before another takes its place; `nil` is no limit.
  package var maxTasksPerWorker: Int?
  /// What a submission meets when the queue is full.
  package var whenFull: WhenFull = .block
}
