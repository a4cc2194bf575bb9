/// Names one future, in this process, for ever.
///
/// Ids start at 0 and grow with submission, so sorting by id sorts by age.
public struct FutureID: RawRepresentable, Sendable, Hashable, Comparable, Codable {
  /// The number itself, from 0.
  public let rawValue: UInt64

  /// Makes an id of its number.
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Says which of two futures is the older.
  public static func < (left: FutureID, right: FutureID) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension FutureID: CustomStringConvertible {
  /// The number in decimal digits.
  public var description: String { String(rawValue) }
}
