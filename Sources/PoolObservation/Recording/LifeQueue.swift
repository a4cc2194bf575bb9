internal import DequeModule

// A dictionary of these took a quarter of the time in which a recording is read. Futures come in
// order of id and go in about that order, so a future stands as far from the first as its id is
// from the first one's, or a little before.

/// Futures that are not done, in order of id.
struct LifeQueue: Sendable {
  private struct Entry: Sendable {
    var id: FutureID
    /// `nil` once it is done.
    var life: RecordedLives.Life?
  }

  private var entries: Deque<Entry> = []
  /// How many entries are of futures that are done.
  private var endedCount = 0

  /// How many of these are borne before they are looked for.
  ///
  /// More looks more seldom; fewer takes less memory behind a future that runs for long.
  private static let endedLimit = 1_024

  /// Adds a future; its id is greater than all others.
  mutating func append(_ id: FutureID, _ life: RecordedLives.Life) {
    entries.append(Entry(id: id, life: life))
  }

  /// The life of a future, if it is not done.
  subscript(id: FutureID) -> RecordedLives.Life? {
    place(of: id).flatMap { entries[$0].life }
  }

  /// Changes the life of a future; returns what the change does, or false when there is none.
  mutating func change(_ id: FutureID, _ change: (inout RecordedLives.Life) -> Bool) -> Bool {
    guard let place = place(of: id), var life = entries[place].life, change(&life) else {
      return false
    }
    entries[place].life = life
    return true
  }

  /// Takes a future out.
  mutating func remove(_ id: FutureID) -> RecordedLives.Life? {
    guard let place = place(of: id), let life = entries[place].life else { return nil }
    entries[place].life = nil
    endedCount += 1
    while let first = entries.first, first.life == nil {
      entries.removeFirst()
      endedCount -= 1
    }
    if endedCount > Self.endedLimit, endedCount > entries.count / 2 {
      entries.removeAll { $0.life == nil }
      endedCount = 0
    }
    return life
  }

  /// Where a future stands.
  private func place(of id: FutureID) -> Int? {
    guard let first = entries.first, first.id <= id else { return nil }
    let guess = Int(clamping: id.rawValue - first.id.rawValue)
    if guess < entries.count, entries[guess].id == id { return guess }
    let place = partition(0..<min(guess, entries.count)) { entries[$0].id < id }
    return place < entries.count && entries[place].id == id ? place : nil
  }
}
