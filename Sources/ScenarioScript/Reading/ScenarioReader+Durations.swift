internal import PoolObservation

// Durations that may be drawn.

extension ScenarioReader {
  /// Reads a duration: fixed, or one of the random forms.
  mutating func durationPlan(_ value: DocumentValue) -> DurationPlan? {
    guard case .mapping(let pairs) = value.content else {
      return duration(value).map { .fixed($0) }
    }
    let keys = Set(pairs.map(\.key))
    if keys.contains("uniform") { return uniform(value) }
    if keys.contains("exponential") { return exponential(value) }
    if keys.contains("normal") { return normal(value) }
    if keys.contains("choice") { return weightedChoice(value) }
    let forms = ["uniform", "exponential", "normal", "choice"]
    let near = pairs.lazy.compactMap { pair in
      nearest(pair.key, among: forms).map { (pair, $0) }
    }.first
    if let (pair, form) = near {
      problems.add(
        pair.keyPlace,
        "unknown key \(quoted(pair.key)) in a duration; did you mean '\(form)'?")
      return nil
    }
    return expected("a duration, or one of uniform, exponential, normal and choice", value)
  }

  private mutating func uniform(_ value: DocumentValue) -> DurationPlan? {
    guard let fields = fields(of: value, .uniform, in: "uniform"), let bounds = fields["uniform"],
      let ends = list(bounds, of: "two durations")
    else { return nil }
    guard ends.count == 2 else {
      problems.add(
        bounds.place, "expected the lowest and the highest duration, found \(ends.count)")
      return nil
    }
    let low = duration(ends[0])
    let high = duration(ends[1])
    let step = fields["step"].flatMap { positiveDuration($0) }
    guard let low, let high else { return nil }
    guard low <= high else {
      problems.add(bounds.place, "the lowest duration is longer than the highest")
      return nil
    }
    if let step, let stepValue = fields["step"], !isMultiple(high - low, of: step) {
      problems.add(stepValue.place, "no whole number of steps leads from the lowest to the highest")
      return nil
    }
    return .uniform(low: low, high: high, step: step)
  }

  private func isMultiple(_ duration: Duration, of step: Duration) -> Bool {
    duration.nanoseconds.isMultiple(of: step.nanoseconds)
  }

  private mutating func exponential(_ value: DocumentValue) -> DurationPlan? {
    guard let fields = fields(of: value, .exponential, in: "exponential") else { return nil }
    let mean = fields["exponential"].flatMap { positiveDuration($0) }
    let longest = fields["max"].flatMap { positiveDuration($0) }
    return mean.map { .exponential(mean: $0, max: longest) }
  }

  private mutating func normal(_ value: DocumentValue) -> DurationPlan? {
    guard let fields = fields(of: value, .normal, in: "normal") else { return nil }
    let mean = fields["normal"].flatMap { duration($0) }
    let shortest = fields["min"].flatMap { duration($0) }
    guard let deviation = fields["sd"] else {
      problems.add(value.place, "normal needs 'sd', as in {normal: 400ms, sd: 80ms}")
      return nil
    }
    guard let deviation = duration(deviation), let mean else { return nil }
    return .normal(mean: mean, deviation: deviation, min: shortest ?? .zero)
  }

  private mutating func weightedChoice(_ value: DocumentValue) -> DurationPlan? {
    guard let fields = fields(of: value, .choice, in: "choice"), let choices = fields["choice"],
      let elements = list(choices, of: "durations")
    else { return nil }
    guard !elements.isEmpty else {
      problems.add(choices.place, "expected at least one duration to choose from")
      return nil
    }
    let durations = elements.compactMap { duration($0) }
    guard let weightList = fields["weights"] else {
      return .choice(durations, weights: durations.map { _ in 1 })
    }
    guard let written = list(weightList, of: "whole numbers") else { return nil }
    guard written.count == elements.count else {
      problems.add(
        weightList.place, "the durations are \(elements.count), the weights \(written.count)")
      return nil
    }
    let weights = written.compactMap { integer($0, in: 0...1_000_000_000) }
    guard weights.count == written.count else { return nil }
    guard weights.contains(where: { $0 > 0 }) else {
      problems.add(weightList.place, "all weights are 0; one must be larger")
      return nil
    }
    return .choice(durations, weights: weights)
  }
}
