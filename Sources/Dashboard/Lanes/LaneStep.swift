internal import PoolObservation

/// How much time one cell of a lane stands for.
struct LaneStep: Sendable, Hashable {
  /// In quarters of a second, at least one: that is how exactly the past is known.
  let quantumCount: Int

  /// A quarter of a second.
  ///
  /// Less shows shorter jobs on their own; more shows a longer past, and moves less often.
  static let finest = LaneStep(quantumCount: 1)
  /// All steps one can look through, from short to long.
  static let all = [1, 2, 4, 8, 20, 40].map(LaneStep.init(quantumCount:))

  /// How long it is.
  var duration: Duration { .nanoseconds(Int64(nanoseconds)) }
  private var nanoseconds: UInt64 { UInt64(quantumCount) * WorkerPast.quantumNanoseconds }

  /// The step a moment lies in, from 0.
  func index(of instant: PoolInstant) -> Int {
    Int(clamping: instant.nanoseconds / nanoseconds)
  }

  /// The last step touched by a stretch of time that ends at a moment.
  func last(before end: PoolInstant) -> Int {
    Int(clamping: (max(1, end.nanoseconds) - 1) / nanoseconds)
  }

  /// The time that a step takes; none before the pool was made.
  func time(of index: Int) -> Range<PoolInstant> {
    let start = UInt64(max(0, index)) * nanoseconds
    let end = UInt64(max(0, index + 1)) * nanoseconds
    return PoolInstant(nanoseconds: start)..<PoolInstant(nanoseconds: end)
  }

  /// Returns the next longer one, or the next shorter one; itself at the end.
  func stepped(by count: Int) -> LaneStep {
    let place = Self.all.firstIndex(of: self) ?? 0
    return Self.all[max(0, min(Self.all.count - 1, place + count))]
  }
}
