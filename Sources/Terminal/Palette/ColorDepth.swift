/// How many colours the screen uses.
package enum ColorDepth: String, Sendable, Hashable, CaseIterable {
  case off
  case eight = "8"
  case sixteen = "16"
  case full = "256"

  /// What a terminal gets when nobody says otherwise.
  ///
  /// - Parameters:
  ///   - environment: `NO_COLOR` counts when it is not empty, as no-color.org has it.
  ///   - terminalColors: How many colours the terminal's description promises.
  /// - Returns: The most that both allow.
  package static func detected(
    environment: [String: String], terminalColors: Int
  ) -> ColorDepth {
    if environment["NO_COLOR", default: ""] != "" || environment["TERM"] == "dumb" { return .off }
    return best(for: terminalColors)
  }

  /// The most that a terminal with so many colours can show.
  package static func best(for terminalColors: Int) -> ColorDepth {
    switch terminalColors {
    case 256...: .full
    case 16...: .sixteen
    case 8...: .eight
    default: .off
    }
  }

  /// The lesser of what is wanted and what the terminal can do.
  package func limited(to terminalColors: Int) -> ColorDepth {
    let best = Self.best(for: terminalColors)
    let order = Self.allCases
    guard let wanted = order.firstIndex(of: self), let possible = order.firstIndex(of: best) else {
      return best
    }
    return order[min(wanted, possible)]
  }
}
