internal import PoolObservation

// Lists of ids in ascending order.

extension [FutureID] {
  /// Puts ids, themselves ascending, into an ascending list; what is in both stays once.
  mutating func merge(ascending new: some RandomAccessCollection<FutureID>) {
    guard let first = new.first else { return }
    var left = self[...].partitioningPlace { $0 < first }
    guard left < count else { return append(contentsOf: new) }
    let start = left
    var right = new.startIndex
    var merged: [FutureID] = []
    merged.reserveCapacity(count - start + new.count)
    while left < count, right < new.endIndex {
      let id = new[right]
      if self[left] < id {
        merged.append(self[left])
        left += 1
      } else {
        if self[left] == id { left += 1 }
        merged.append(id)
        right = new.index(after: right)
      }
    }
    merged.append(contentsOf: self[left...])
    merged.append(contentsOf: new[right...])
    replaceSubrange(start..., with: merged)
  }

  /// Takes ids, themselves ascending, out of an ascending list.
  mutating func subtract(ascending others: [FutureID]) {
    guard let first = others.first, let last = others.last else { return }
    let start = self[...].partitioningPlace { $0 < first }
    let end = self[...].partitioningPlace { $0 <= last }
    var next = 0
    let kept = self[start..<end].filter { id in
      while next < others.count, others[next] < id { next += 1 }
      return next == others.count || others[next] != id
    }
    replaceSubrange(start..<end, with: kept)
  }
}

extension ArraySlice<FutureID> {
  /// Returns how far from the start an id of an ascending list stands.
  func firstPlace(of id: FutureID) -> Int? {
    let place = partitioningPlace { $0 < id }
    return place < count && self[startIndex + place] == id ? place : nil
  }

  /// Returns how many elements of an ascending list lie before a point.
  func partitioningPlace(_ isBefore: (FutureID) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - startIndex
  }
}
