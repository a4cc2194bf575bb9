private import Synchronization

extension FutureID {
  private static let nextNumber = Atomic<UInt64>(0)

  /// What a future has until its pool has taken it in.
  static let unassigned = FutureID(rawValue: .max)

  /// How many futures were given an id after this one, at least.
  var laterCount: UInt64 { Self.nextNumber.load(ordering: .relaxed) &- rawValue &- 1 }

  /// Returns an id that no other future of this process has or had.
  static func next() -> FutureID {
    FutureID(rawValue: nextNumber.wrappingAdd(1, ordering: .relaxed).oldValue)
  }
}
