/// How long the jobs of each name ran, over all their attempts.
///
/// Names without end, as of a program that gives each job its own, are not kept without end: those
/// that no job of late had are forgotten. At least ``nameLimit`` are kept, at most twice as many.
public struct JobRunTimes: Sendable, Hashable, Codable {
  /// The attempts of the jobs of one name, or of all.
  public struct Figure: Sendable, Hashable, Codable {
    /// How many ended.
    public fileprivate(set) var count = 0
    /// How long they took together, in nanoseconds.
    fileprivate(set) var nanoseconds: UInt64 = 0

    /// Makes the figure of nothing.
    public init() {}

    /// How long they took together.
    public var total: Duration { .nanoseconds(Int64(clamping: nanoseconds)) }

    /// How long one took; nothing when there was none.
    public var mean: Duration {
      count == 0 ? .zero : .nanoseconds(Int64(clamping: nanoseconds / UInt64(count)))
    }
  }

  /// All jobs, whatever their names.
  public private(set) var overall = Figure()
  // Two generations: when the younger is full it becomes the older, and the older is forgotten. A
  // list by last use would cost each run what this costs each name.
  private var young: [String: Figure] = [:]
  private var old: [String: Figure] = [:]

  /// How many names are kept for certain.
  ///
  /// More knows the jobs of a program with many names; fewer makes snapshots smaller.
  public static let nameLimit = 1_000

  /// Makes figures of nothing.
  public init() {}

  /// Returns how long the jobs of a name ran; `nil` when none of late did.
  public subscript(name: String) -> Figure? {
    young[name] ?? old[name]
  }

  /// The names that are known, in no order.
  public var names: some Collection<String> {
    Set(young.keys).union(old.keys)
  }

  mutating func record(_ name: String, count: Int, totalNanoseconds: UInt64) {
    recordOverall(count: count, totalNanoseconds: totalNanoseconds)
    if young[name] == nil {
      if young.count == Self.nameLimit {
        old = young
        young = [:]
      }
      young[name] = old.removeValue(forKey: name) ?? Figure()
    }
    young[name]?.add(count, totalNanoseconds)
  }

  mutating func recordOverall(count: Int, totalNanoseconds: UInt64) {
    overall.add(count, totalNanoseconds)
  }
}

extension JobRunTimes.Figure {
  fileprivate mutating func add(_ count: Int, _ nanoseconds: UInt64) {
    self.count += count
    let sum = self.nanoseconds.addingReportingOverflow(nanoseconds)
    self.nanoseconds = sum.overflow ? .max : sum.partialValue
  }
}
