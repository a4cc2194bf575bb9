internal import PoolObservation

/// How long something takes: always the same, or drawn.
package enum DurationPlan: Sendable, Equatable {
  /// Always that long.
  case fixed(Duration)
  /// Evenly from the lowest to the highest, both included; with a step only whole steps.
  case uniform(low: Duration, high: Duration, step: Duration?)
  /// Exponential around a mean, cut at the longest.
  case exponential(mean: Duration, max: Duration?)
  /// Normal around a mean, never shorter than the shortest.
  case normal(mean: Duration, deviation: Duration, min: Duration)
  /// One of the durations, as often as its weight says.
  case choice([Duration], weights: [Int])
}

// MARK: - Drawing

extension DurationPlan {
  /// Draws a duration, to the nanosecond.
  ///
  /// Uniform durations are a whole number of steps (of nanoseconds without a step) below a bound,
  /// exponential ones come by inversion, normal ones by Marsaglia's polar method, choices by a
  /// number below the sum of the weights. Equal sources give equal durations on every machine.
  package func draw(_ source: DrawSource) -> Duration {
    draw(source, for: .duration)
  }

  func draw(_ source: DrawSource, for purpose: DrawSource.Purpose) -> Duration {
    var generator = source.generator(for: purpose)
    switch self {
    case .fixed(let duration):
      return duration
    case .uniform(let low, let high, let step):
      let unit = step.map(\.nanoseconds) ?? 1
      let count = (high - low).nanoseconds / max(1, unit)
      let steps = Int64(generator.next(below: UInt64(count) + 1))
      return low + .nanoseconds(steps * unit)
    case .exponential(let mean, let longest):
      let drawn = Duration(scaling: mean, by: generator.nextExponential())
      return longest.map { min($0, drawn) } ?? drawn
    case .normal(let mean, let deviation, let shortest):
      return max(shortest, mean + Duration(scaling: deviation, by: generator.nextNormal()))
    case .choice(let durations, let weights):
      var rest = generator.next(below: UInt64(weights.reduce(0, +)))
      for (duration, weight) in zip(durations, weights) {
        if rest < UInt64(weight) { return duration }
        rest -= UInt64(weight)
      }
      preconditionFailure("a number below the sum of the weights lies in none of them")
    }
  }
}

extension Duration {

  /// Multiplies, rounds to nanoseconds, and stays within what 64 bits hold.
  init(scaling duration: Duration, by factor: Double) {
    let nanoseconds = (Double(duration.nanoseconds) * factor).rounded()
    self = .nanoseconds(Int64(exactly: nanoseconds) ?? (nanoseconds < 0 ? .min : .max))
  }
}
