extension Int {
  /// The digits, in groups of three from 100,000 on.
  var grouped: String { grouped(besides: self) }

  /// The digits, grouped as those of a number beside it.
  func grouped(besides other: Int) -> String {
    guard magnitude >= 100_000 || other.magnitude >= 100_000 else { return String(self) }
    var digits: [Character] = []
    for (position, digit) in String(magnitude).reversed().enumerated() {
      if position > 0, position.isMultiple(of: 3) { digits.append(",") }
      digits.append(digit)
    }
    return (self < 0 ? "-" : "") + String(digits.reversed())
  }

  /// The number in at most four characters: `9999`, `12k`, `340k`, `1.2M`, `15M`.
  var short: String {
    switch self {
    case ..<10_000: String(self)
    case ..<1_000_000: "\(self / 1_000)k"
    case ..<10_000_000: "\(self / 1_000_000).\(self / 100_000 % 10)M"
    case ..<1_000_000_000: "\(self / 1_000_000)M"
    default: "\(self / 1_000_000_000)G"
    }
  }

  /// "1 job", "2 jobs".
  func counted(_ noun: String) -> String {
    "\(grouped) \(noun)\(self == 1 ? "" : "s")"
  }
}

extension Double {
  /// A rate in at most six characters: `0.4/s`, `11.8/s`, `340/s`, `12k/s`.
  var perSecond: String {
    self < 99.95 ? "\(tenths)/s" : "\(Int(rounded()).short)/s"
  }

  private var tenths: String {
    let tenths = Int((self * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
