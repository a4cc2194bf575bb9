/// A moment in a pool's life, counted from the moment the pool was made.
///
/// Monotonic: it never runs backwards and knows nothing of the wall clock. A pool's
/// ``PoolDescription/createdAt`` turns it into a date.
public struct PoolInstant: InstantProtocol, Codable {
  /// Nanoseconds since the pool was made.
  public let nanoseconds: UInt64

  /// The moment the pool was made.
  @inlinable public static var zero: PoolInstant { PoolInstant(nanoseconds: 0) }

  /// Makes a moment from nanoseconds since the pool was made.
  @inlinable
  public init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
  }

  /// Says which of two moments came first.
  @inlinable
  public static func < (left: PoolInstant, right: PoolInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Returns the moment that lies a duration later; never before the pool was made.
  public func advanced(by duration: Duration) -> PoolInstant {
    let moved = Int64(clamping: nanoseconds).addingReportingOverflow(duration.nanoseconds)
    return PoolInstant(nanoseconds: moved.overflow ? .max : UInt64(max(0, moved.partialValue)))
  }

  /// Returns how much later another moment is; negative when it is earlier.
  public func duration(to other: PoolInstant) -> Duration {
    .nanoseconds(Int64(clamping: other.nanoseconds) - Int64(clamping: nanoseconds))
  }
}

extension Duration {
  /// Whole nanoseconds, held at the ends of what 64 bits can say (292 years).
  package var nanoseconds: Int64 {
    // Compared before it is taken apart: more seconds than 64 bits hold would trap there.
    if self >= .nanoseconds(Int64.max) { return .max }
    if self <= .nanoseconds(Int64.min) { return .min }
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
