internal import PoolObservation

/// The futures that acting keys act on, unless there are none; perhaps a million.
struct FutureMarks: Sendable, Hashable {
  /// In the order of submission.
  private(set) var ids: [FutureID] = []

  var count: Int { ids.count }
  var isEmpty: Bool { ids.isEmpty }

  func contains(_ id: FutureID) -> Bool {
    ids[...].firstPlace(of: id) != nil
  }

  /// Marks a future, or takes its mark away.
  mutating func toggle(_ id: FutureID) {
    if let place = ids[...].firstPlace(of: id) {
      ids.remove(at: place)
    } else {
      ids.insert(id, at: ids[...].partitioningPlace { $0 < id })
    }
  }

  /// Marks futures, which come in the order of submission.
  mutating func mark(ascending new: [FutureID]) {
    ids.merge(ascending: new)
  }

  /// Forgets marks of futures that are no longer kept.
  ///
  /// - Parameters:
  ///   - gone: Those that went, if that is known.
  ///   - table: Those that are kept.
  mutating func drop(_ gone: [FutureID]?, keptIn table: FutureTable) {
    if let gone { return ids.subtract(ascending: gone) }
    var kept = table.makeIterator()
    var next = kept.next()?.id
    ids.removeAll { id in
      while let known = next, known < id { next = kept.next()?.id }
      return next != id
    }
  }
}
