/// What a draw depends on: never the moment, never the scheduling.
///
/// The generator for a draw is SplitMix64. Its state begins as the seed; then the purpose (0 for a
/// duration, 1 for a failure, and so on), the entry, the index and the attempt are taken up one
/// after another: the word is XORed into the state, and one step of SplitMix64 from there gives the
/// next state.
package struct DrawSource: Sendable, Hashable {
  /// The run's seed.
  package var seed: UInt64
  /// The entry's position in the file, from 0.
  package var entry: Int
  /// The submission's position in its entry, from 0.
  package var index: Int
  /// The attempt, from 1.
  package var attempt: Int

  package init(seed: UInt64, entry: Int, index: Int, attempt: Int = 1) {
    self.seed = seed
    self.entry = entry
    self.index = index
    self.attempt = attempt
  }

  /// What a number is drawn for; each purpose has numbers of its own.
  enum Purpose: UInt64 {
    case duration = 0
    case failure = 1
    case retryDelay = 2
    case arrival = 3
    case job = 4
    case think = 5
  }

  /// Returns the generator for a purpose.
  func generator(for purpose: Purpose) -> SplitMix64 {
    var state = seed
    let words = [purpose.rawValue] + [entry, index, attempt].map { UInt64(truncatingIfNeeded: $0) }
    for word in words {
      var step = SplitMix64(state: state ^ word)
      state = step.next()
    }
    return SplitMix64(state: state)
  }
}
