internal import PoolObservation

/// Ids, of which a list of a million others is asked whether they are among them.
struct IDSet: Sendable {
  private let ids: [FutureID]
  /// A bit for the end of each id: where it is not set, no id ends like that.
  private var ends = Array(repeating: UInt64(0), count: Self.endCount / 64)

  /// How many ends are told apart.
  ///
  /// More take longer to clear; fewer let more ids be looked for that are not there.
  private static let endCount = 1 << 20

  /// Makes the set of ascending ids.
  init(ascending ids: [FutureID]) {
    self.ids = ids
    for id in ids {
      let (word, bit) = Self.place(of: id)
      ends[word] |= bit
    }
  }

  func contains(_ id: FutureID) -> Bool {
    let (word, bit) = Self.place(of: id)
    return ends[word] & bit != 0 && ids[...].firstPlace(of: id) != nil
  }

  private static func place(of id: FutureID) -> (word: Int, bit: UInt64) {
    let end = Int(truncatingIfNeeded: id.rawValue) & (endCount - 1)
    return (end / 64, 1 << UInt64(end % 64))
  }
}
