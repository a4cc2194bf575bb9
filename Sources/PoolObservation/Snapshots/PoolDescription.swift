/// What a pool is.
public struct PoolDescription: Sendable, Hashable, Codable {
  /// What runs the jobs.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Threads of this process.
    case thread
    /// Processes of their own.
    case process
  }

  /// Where a pool stands in its life.
  public enum Phase: String, Sendable, Hashable, Codable {
    /// Takes work and starts it.
    case running
    /// Takes work and starts none of it.
    case held
    /// Takes no more work, and ends what it has.
    case shuttingDown
    /// Nothing runs, and nothing will.
    case shutDown
    /// Can run nothing more.
    case broken
  }

  /// The pool's name.
  public var name: String
  /// Threads or processes.
  public var kind: Kind
  /// Where it stands.
  public var phase: Phase
  /// The greatest number of workers.
  public var maxWorkers: Int
  /// When the pool was made: nanoseconds since 1970 by the wall clock.
  public var createdAt: Int64

  /// Describes a pool.
  public init(name: String, kind: Kind, phase: Phase = .running, maxWorkers: Int, createdAt: Int64)
  {
    self.name = name
    self.kind = kind
    self.phase = phase
    self.maxWorkers = maxWorkers
    self.createdAt = createdAt
  }
}
