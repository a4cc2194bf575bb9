/// Submissions at a rate that rises and falls, whatever the pool does.
package struct ArrivalPlan: Sendable, Equatable {
  /// How arrivals lie around the rate.
  package enum Spacing: String, Sendable, CaseIterable {
    /// By chance, each independent of the others.
    case poisson
    /// As evenly as the rate allows.
    case even
  }

  /// A stretch of time at the end of which a rate is reached, in a straight line.
  package struct Stage: Sendable, Equatable {
    /// How long it takes.
    package var duration: Duration
    /// The rate at its end, in submissions per second.
    package var endRate: Double
  }

  /// The rate at the start, in submissions per second.
  package var startRate: Double
  /// What the rate does then, one after the other.
  package var stages: [Stage]
  /// How arrivals lie around the rate.
  package var spacing: Spacing = .poisson

  /// How many submissions are to be expected: the area under the rate.
  package var expectedCount: Double {
    var count = 0.0
    var rate = startRate
    for stage in stages {
      count += (rate + stage.endRate) / 2 * (stage.duration / .seconds(1))
      rate = stage.endRate
    }
    return count
  }
}

// The rate r(t) is a chain of straight lines, and its area up to t is L(t). Arrival number k, from
// 0, comes when the area reaches k where arrivals are even; where they are of chance, when it
// reaches the sum of k + 1 exponential numbers with mean 1. Within a stage of slope a that begins
// with rate r, the area x is reached after t = 2x / (r + √(r² + 2ax)), which needs no case for
// a = 0.

/// Gives the arrivals of a plan, one after the other.
///
/// Holds one stage and one sum, however many arrivals there are.
struct ArrivalStream: Sendable {
  private let plan: ArrivalPlan
  private var stage = 0
  private var startRate: Double
  /// The area before the stage, and the seconds.
  private var areaBefore = 0.0
  private var secondsBefore = 0.0
  /// The area at which the next arrival comes.
  private var area = 0.0
  private var index = 0

  init(_ plan: ArrivalPlan) {
    self.plan = plan
    startRate = plan.startRate
  }

  /// Returns when the next arrival comes, counted from the start of the plan; `nil` when none does.
  mutating func next(_ source: DrawSource) -> Duration? {
    switch plan.spacing {
    case .even: area = Double(index)
    case .poisson:
      var generator = source.generator(for: .arrival)
      area += generator.nextExponential()
    }
    index += 1
    while plan.stages.indices.contains(stage) {
      let seconds = plan.stages[stage].duration / .seconds(1)
      let endRate = plan.stages[stage].endRate
      let whole = (startRate + endRate) / 2 * seconds
      // Rounding may have put it a trace before the stage.
      let inside = max(0, area - areaBefore)
      // The end of the last stage is outside; rounding must not put an arrival there.
      if inside < whole - 1e-9 * max(1, whole) {
        let slope = (endRate - startRate) / seconds
        let root = max(0, startRate * startRate + 2 * slope * inside).squareRoot()
        let time = inside == 0 ? 0 : 2 * inside / (startRate + root)
        return Duration(scaling: .seconds(1), by: secondsBefore + min(time, seconds))
      }
      areaBefore += whole
      secondsBefore += seconds
      startRate = endRate
      stage += 1
    }
    return nil
  }
}
