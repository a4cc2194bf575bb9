/// How many there are of each priority.
///
/// Almost always there is one priority only, which needs no list.
struct PriorityCounts: Sendable {
  /// Those of one priority.
  struct Level: Sendable {
    var priority: Int
    var count: Int
  }

  /// One of the priorities; its count is 0 only when there is none at all.
  private(set) var first = Level(priority: 0, count: 0)
  /// The others, in no order.
  private(set) var others: [Level] = []

  /// How many there are of all priorities.
  var total: Int { others.reduce(first.count) { $0 + $1.count } }

  mutating func add(_ priority: Int, count: Int = 1) {
    if first.priority == priority || first.count == 0 {
      first.priority = priority
      first.count += count
    } else if let index = others.firstIndex(where: { $0.priority == priority }) {
      others[index].count += count
    } else {
      others.append(Level(priority: priority, count: count))
    }
  }

  mutating func add(_ counts: PriorityCounts) {
    guard counts.first.count > 0 else { return }
    add(counts.first.priority, count: counts.first.count)
    for level in counts.others { add(level.priority, count: level.count) }
  }

  mutating func remove(_ priority: Int) {
    if first.priority == priority {
      first.count -= 1
      if first.count == 0, let other = others.popLast() { first = other }
    } else if let index = others.firstIndex(where: { $0.priority == priority }) {
      others[index].count -= 1
      if others[index].count == 0 { others.remove(at: index) }
    }
  }

  /// Returns how many have a greater priority, and how many have the same.
  func ranked(against priority: Int) -> (above: Int, same: Int) {
    var above = first.priority > priority ? first.count : 0
    var same = first.priority == priority ? first.count : 0
    guard !others.isEmpty else { return (above, same) }
    for level in others {
      if level.priority > priority { above += level.count }
      if level.priority == priority { same += level.count }
    }
    return (above, same)
  }
}
