/// What was measured of one thing, once in each round.
struct Samples {
  var values: [Double] = []

  var median: Double { percentile(0.5) }
  var least: Double { values.min() ?? .nan }
  var greatest: Double { values.max() ?? .nan }

  /// Returns the value below which this part of them lies.
  func percentile(_ part: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let position = part * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
  }

  /// Divides round by round: what disturbed one round disturbed both of its figures.
  static func / (above: Samples, below: Samples) -> Samples {
    Samples(values: zip(above.values, below.values).map { $0 / $1 })
  }
}
