private import CPlatform
private import Synchronization

/// Waiting on a processor for what is about to come, rather than asleep.
package enum Spin {
  /// Whether what a thread waits for can come while it spins.
  package static let isUseful = Processors.usableCount > 1

  /// How long a spinning thread looks, in pauses of the processor of 10 to 40 ns each.
  ///
  /// More catches what comes later without a sleep, which costs 5 to 50 microseconds; fewer leaves
  /// the processor to others sooner.
  private static let pauseLimit = 500
  /// The most pauses between two looks: each look takes the memory away from who is to write it.
  private static let pausesPerLook = 32

  /// How long a thread rests that is too early for its work, in pauses.
  ///
  /// More lets more work gather, to be taken at once; fewer begins it sooner. With 32, a pool of one
  /// worker ran 1.1 to 2.3 million empty jobs a second, with 128 it ran 2.2 to 2.9.
  private static let restPauseCount = 128

  /// How often in a row nothing came while a thread spun; goes on to count while none does.
  private static let missCount = Atomic(0)
  /// After so many misses, one of 32 spins is tried.
  ///
  /// More spins in vain where nothing can come: where all threads share one processor, or jobs are
  /// long. Fewer gives up sooner on a pool whose jobs are short now and then.
  private static let missLimit = 8

  /// Lets about three microseconds pass, where it is of use.
  package static func rest() {
    guard isUseful, missCount.load(ordering: .relaxed) <= missLimit else { return }
    for _ in 0..<restPauseCount { cplatform_pause() }
  }

  /// Looks again and again for a moment; returns whether it came true.
  @discardableResult
  package static func until(_ condition: () -> Bool) -> Bool {
    guard isUseful, isWorthTrying else { return condition() }
    var pauseCount = 0
    var step = 1
    while pauseCount < pauseLimit {
      if condition() {
        if missCount.load(ordering: .relaxed) != 0 { missCount.store(0, ordering: .relaxed) }
        return true
      }
      for _ in 0..<step { cplatform_pause() }
      pauseCount += step
      step = min(2 * step, pausesPerLook)
    }
    missCount.wrappingAdd(1, ordering: .relaxed)
    return condition()
  }

  private static var isWorthTrying: Bool {
    let count = missCount.load(ordering: .relaxed)
    guard count > missLimit else { return true }
    missCount.wrappingAdd(1, ordering: .relaxed)
    return count & 31 == 0
  }
}
