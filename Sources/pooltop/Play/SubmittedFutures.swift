internal import ConcurrentFutures
internal import PoolObservation

/// The futures of a run, in order of submission, and what each was submitted for.
///
/// Those that are done and that nobody can ask for any more may be forgotten: a run whose input has
/// no end would fill the memory, 300 bytes each.
struct SubmittedFutures: Sendable {
  /// Those that are known; ids ascend.
  private(set) var futures: [Future<ScenarioValue>] = []
  /// What each of these was submitted for.
  private(set) var steps = StepLog()
  /// How many there were, known or forgotten.
  private(set) var totalCount = 0

  /// Adds one that was submitted after all others.
  mutating func append(_ future: Future<ScenarioValue>, _ step: ScenarioStep) {
    futures.append(future)
    steps.append(step)
    totalCount += 1
  }

  /// The future with an id, and what it was submitted for; `nil` when it is not known.
  subscript(_ id: FutureID) -> (future: Future<ScenarioValue>, step: ScenarioStep)? {
    var low = 0
    var high = futures.count
    while low < high {
      let middle = (low + high) / 2
      if futures[middle].id < id { low = middle + 1 } else { high = middle }
    }
    guard low < futures.count, futures[low].id == id else { return nil }
    return (futures[low], steps[low])
  }

  /// Forgets what is done and has no row any more, once that is half of all.
  ///
  /// - Parameter rows: The pool's, as of a moment; what is newer has no row yet.
  /// - Returns: What was known before, to be let go without a lock.
  /// - Complexity: O(log n) for each submission, all calls together.
  mutating func forget(without rows: FutureTable) -> [Future<ScenarioValue>] {
    guard futures.count > 2 * rows.count, let newest = rows.last?.id else { return [] }
    let (known, knownSteps) = (futures, steps)
    (futures, steps) = ([], StepLog())
    for (future, step) in zip(known, knownSteps)
    where future.id > newest || !future.isDone || rows.contains(future.id) {
      futures.append(future)
      steps.append(step)
    }
    return known
  }
}
