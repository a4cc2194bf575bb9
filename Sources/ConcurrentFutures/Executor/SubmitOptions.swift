/// What a submitter wants of one future beyond its work.
public struct SubmitOptions: Sendable, Hashable {
  /// The future's name; empty takes the job's.
  public var name: String
  /// Higher starts first; equal ones start in order of submission.
  public var priority: Int

  /// Makes options; what is left out is as usual.
  public init(name: String = "", priority: Int = 0) {
    self.name = name
    self.priority = priority
  }
}
