/// The generator SplitMix64: small, fast, and the same everywhere.
///
/// - Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014;
///   Vigna's `splitmix64.c`.
package struct SplitMix64: Sendable, Hashable {
  private var state: UInt64

  package init(state: UInt64) {
    self.state = state
  }

  /// Returns the next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

extension SplitMix64 {
  /// Returns a number below a bound; the remainder of what fits the bound a whole number of times.
  mutating func next(below bound: UInt64) -> UInt64 {
    let excess = (UInt64.max % bound + 1) % bound
    while true {
      let word = next()
      if word <= UInt64.max - excess { return word % bound }
    }
  }

  /// Returns a number from 0 up to, not including, 1: the upper 53 bits.
  mutating func nextUnit() -> Double {
    Double(next() >> 11) / 0x1p53
  }

  /// Returns an exponential number with mean 1, by inversion.
  mutating func nextExponential() -> Double {
    -naturalLogarithm(1 - nextUnit())
  }

  /// Returns a normal number with mean 0 and deviation 1, by Marsaglia's polar method.
  mutating func nextNormal() -> Double {
    while true {
      let x = 2 * nextUnit() - 1
      let y = 2 * nextUnit() - 1
      let square = x * x + y * y
      if square > 0, square < 1 {
        return x * (-2 * naturalLogarithm(square) / square).squareRoot()
      }
    }
  }
}

/// Returns the natural logarithm of a positive number.
///
/// The C library's may differ in the last bit from machine to machine, and a seed would then not
/// give the same durations everywhere; this uses exactly rounded operations only. Reduced to
/// [√½, √2), then 2 artanh((m − 1) / (m + 1)) as a series, whose rest is below a unit of the last
/// place after 12 terms.
private func naturalLogarithm(_ value: Double) -> Double {
  var exponent = Double(value.exponent)
  var significand = value.significand
  if significand > 1.414_213_562_373_095_1 {
    significand /= 2
    exponent += 1
  }
  let ratio = (significand - 1) / (significand + 1)
  let square = ratio * ratio
  var sum = 0.0
  for term in stride(from: 23.0, through: 1.0, by: -2.0) {
    sum = sum * square + 1 / term
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * ratio * sum
}
