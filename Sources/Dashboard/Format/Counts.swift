extension Int {
  /// The digits, in groups of three: `1,000,000`.
  package var grouped: String {
    guard magnitude >= 1_000 else { return String(self) }
    let last = String(magnitude % 1_000 + 1_000).dropFirst()
    return "\((self / 1_000).grouped),\(last)"
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
  package func counted(_ noun: String) -> String {
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
