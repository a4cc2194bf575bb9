/// The output of a job that returns nothing; shown as ().
public struct NoValue: Codable, Sendable, Hashable {
  /// Makes the one value that there is.
  public init() {}
}

extension NoValue: CustomStringConvertible {
  /// The empty tuple.
  public var description: String { "()" }
}

/// A named piece of work that takes an input and gives an output.
///
/// A job can be handed to any pool: a thread pool runs its body here, a process pool in a worker
/// process that registered the same job by its name. Several inputs are one `Codable` struct.
public struct Job<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
  /// The name by which workers and people know it.
  public let name: String
  /// Where the job was written, as `Module/File.swift:line`: where a failure points to.
  public let location: String
  @usableFromInline let body: Body

  @usableFromInline
  enum Body: Sendable {
    case plain(@Sendable (Input) throws -> Output)
    case inContext(@Sendable (Input, JobContext) throws -> Output)

    /// Whether it wants to know where it runs.
    @inlinable
    var wantsContext: Bool {
      switch self {
      case .plain: false
      case .inContext: true
      }
    }

    /// Runs it on the worker whose thread this is.
    @inlinable
    func run(with input: Input) throws -> Output {
      switch self {
      case .plain(let body): try body(input)
      case .inContext(let body): try body(input, .current)
      }
    }
  }

  /// Makes a job of a body.
  ///
  /// - Parameters:
  ///   - name: The name by which workers and people know it; unique among the jobs of one program.
  ///   - fileID: Where the job is written; leave it out.
  ///   - line: Where in the file; leave it out.
  ///   - body: Runs on a worker, perhaps on several at once. What it throws is its future's error.
  public init(
    _ name: String, fileID: String = #fileID, line: Int = #line,
    _ body: @escaping @Sendable (Input) throws -> Output
  ) {
    self.name = name
    self.location = "\(fileID):\(line)"
    self.body = .plain(body)
  }

  /// Makes a job of a body that wants to know where it runs.
  public init(
    _ name: String, fileID: String = #fileID, line: Int = #line,
    _ body: @escaping @Sendable (Input, JobContext) throws -> Output
  ) {
    self.name = name
    self.location = "\(fileID):\(line)"
    self.body = .inContext(body)
  }
}

extension Job where Output == NoValue {
  /// Makes a job of a body that returns nothing.
  public init(
    _ name: String, fileID: String = #fileID, line: Int = #line,
    _ body: @escaping @Sendable (Input) throws -> Void
  ) {
    self.init(name, fileID: fileID, line: line) { input -> Output in
      try body(input)
      return NoValue()
    }
  }

  /// Makes a job of a body that wants to know where it runs and returns nothing.
  public init(
    _ name: String, fileID: String = #fileID, line: Int = #line,
    _ body: @escaping @Sendable (Input, JobContext) throws -> Void
  ) {
    self.init(name, fileID: fileID, line: line) { input, context -> Output in
      try body(input, context)
      return NoValue()
    }
  }
}
