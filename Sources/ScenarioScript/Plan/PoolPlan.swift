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

  /// What a worker is.
  package var kind: Kind = .thread
  /// How many workers there are.
  package var workers: Workers = .cpus
  /// The pool's name; the executor finds one when the file gives none.
  package var name: String?
}
