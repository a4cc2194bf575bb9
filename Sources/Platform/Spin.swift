private import CPlatform
private import Synchronization

/// Waiting on a processor for what is about to come, rather than asleep.
package enum Spin {
  /// Whether what a thread waits for can come while it spins: not where all share a processor.
  ///
  /// Looked up again now and then, because a program may be moved to one.
  package static var isUseful: Bool { processorCount.load(ordering: .relaxed) > 1 }

  private static let processorCount = Atomic(Processors.usableCount)
  private static let spinCount = Atomic(0)

  /// How long a spinning thread looks, in pauses of the processor of 10 to 40 ns each.
  ///
  /// More catches what comes later without a sleep, which costs 5 to 50 microseconds; fewer leaves
  /// the processor to others sooner.
  private static let pauseLimit = 500
  /// The most pauses between two looks: each look takes the memory away from who is to write it.
  private static let pausesPerLook = 32

  /// How long a thread rests that is too early for its work, in pauses.
  ///
  /// More lets more work gather, to be taken at once; fewer begins it sooner. With 32, a pool of
  /// one worker ran 1.1 to 2.3 million empty jobs a second, with 128 it ran 2.2 to 2.9.
  private static let restPauseCount = 128

  /// Lets about three microseconds pass, where it is of use.
  package static func rest() {
    guard isUseful else { return }
    for _ in 0..<restPauseCount { cplatform_pause() }
  }

  /// Looks again and again for a moment; returns whether it came true.
  @discardableResult
  package static func until(_ condition: () -> Bool) -> Bool {
    if spinCount.wrappingAdd(1, ordering: .relaxed).oldValue & 63 == 63 {
      processorCount.store(Processors.usableCount, ordering: .relaxed)
    }
    guard isUseful else { return condition() }
    var pauseCount = 0
    var step = 1
    while pauseCount < pauseLimit {
      if condition() { return true }
      for _ in 0..<step { cplatform_pause() }
      pauseCount += step
      step = min(2 * step, pausesPerLook)
    }
    return condition()
  }
}
