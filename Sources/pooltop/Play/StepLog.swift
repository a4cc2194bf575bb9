/// What each future of a run was submitted for, by its position.
///
/// Most submissions follow the one before in every number, so a stretch of them takes no more than
/// one alone: a million of the same job 40 bytes, where 32 each would be 32 MB.
struct StepLog: Sendable {
  /// Steps of which each follows the one before.
  private struct Stretch: Sendable {
    var start: Int
    var first: ScenarioStep
  }

  private var stretches: [Stretch] = []
  /// How many steps there are.
  private(set) var count = 0
  /// How many stretches they are: what it takes room for.
  var stretchCount: Int { stretches.count }

  /// Adds a step at the end.
  mutating func append(_ step: ScenarioStep) {
    let isNext = stretches.last.map { $0.first.advanced(by: count - $0.start) == step } ?? false
    if !isNext { stretches.append(Stretch(start: count, first: step)) }
    count += 1
  }
}

extension StepLog: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { count }

  /// The step at a position.
  ///
  /// - Complexity: O(log n) in the stretches.
  subscript(position: Int) -> ScenarioStep {
    precondition(indices.contains(position), "a log of \(count) steps has no step \(position)")
    var (low, high) = (0, stretches.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if stretches[middle].start <= position { low = middle } else { high = middle }
    }
    return stretches[low].first.advanced(by: position - stretches[low].start)
  }
}
