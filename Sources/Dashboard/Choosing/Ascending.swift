internal import PoolObservation

// Lists of ids in ascending order.
//
// A list may hold a million, and change by a few ten times a second: then it is changed where it
// lies, for a copy touches as much memory again as the list itself.

extension [FutureID] {
  /// Puts ids, themselves ascending, into an ascending list; what is in both stays once.
  mutating func merge(ascending new: some RandomAccessCollection<FutureID>) {
    guard let first = new.first else { return }
    var left = self[...].partitioningPlace { $0 < first }
    guard left < count else { return append(contentsOf: new) }
    if new.count * Self.singleShare < count - left {
      let added = new.filter { self[...].firstPlace(of: $0) == nil }
      return insert(added, at: added.map { id in self[...].partitioningPlace { $0 < id } })
    }
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

  /// From which part of a list on, one in so many, a pass over it is quicker than single looks.
  private static var singleShare: Int { 16 }

  /// Puts ids into a list in any order, each before the element that stands in its place.
  ///
  /// - Parameters:
  ///   - ids: What comes in.
  ///   - places: Where each goes, ascending, as the list was before.
  mutating func insert(_ ids: [FutureID], at places: [Int]) {
    var end = count
    append(contentsOf: ids)
    // From the end, so that each element moves once, and those before the first place not at all.
    for (index, place) in places.enumerated().reversed() {
      for position in stride(from: end - 1, through: place, by: -1) {
        self[position + index + 1] = self[position]
      }
      self[place + index] = ids[index]
      end = place
    }
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

  /// Returns the ids of an ascending list that another one holds, too.
  func common(ascending other: ArraySlice<FutureID>) -> [FutureID] {
    var rest = other
    return filter { id in
      while let first = rest.first, first < id { rest.removeFirst() }
      return rest.first == id
    }
  }
}

extension ArraySlice<FutureID> {
  /// Returns how far from the start an id of an ascending list stands.
  func firstPlace(of id: FutureID) -> Int? {
    let place = partitioningPlace { $0 < id }
    return place < count && self[startIndex + place] == id ? place : nil
  }

  /// Says whether an ascending list and another one both hold an id that passes a test.
  ///
  /// - Complexity: Some steps for each stretch of ids of one list between two of the other.
  func hasCommon(
    ascending other: ArraySlice<FutureID>, where isWanted: (FutureID) -> Bool
  ) -> Bool {
    var (place, otherPlace) = (startIndex, other.startIndex)
    while place < endIndex, otherPlace < other.endIndex {
      let (id, otherID) = (self[place], other[otherPlace])
      if id < otherID {
        place = self.place(from: place) { $0 < otherID }
      } else if otherID < id {
        otherPlace = other.place(from: otherPlace) { $0 < id }
      } else if isWanted(id) {
        return true
      } else {
        place += 1
        otherPlace += 1
      }
    }
    return false
  }

  /// Returns where the first element stands, from a place on, that does not lie before a point.
  ///
  /// Quick where that is near: what is looked at one after the other mostly is.
  func place(from start: Int, _ isBefore: (FutureID) -> Bool) -> Int {
    var low = start
    var step = 1
    while low + step <= endIndex, isBefore(self[low + step - 1]) {
      low += step
      step *= 2
    }
    let end = Swift.min(low + step, endIndex)
    return low + self[low..<end].partitioningPlace(isBefore)
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
