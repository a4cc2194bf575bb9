/// What a person can change, and keep.
package struct Settings: Sendable, Hashable {
  package var theme = ThemeName.standard
  package var palette = PaletteChoice.auto
  package var characters = CharacterChoice.auto
  package var rate = SampleRate.ten
  package var mouse = true
  package var wrapsLog = false
  package var whenDone = DoneSignal.nothing

  package init() {}
}

/// A set of colours.
package enum ThemeName: String, Sendable, Hashable, CaseIterable {
  case standard
  /// Bright colours, for a dark background.
  case dark
  /// Deep colours, for a light background.
  case light
  /// As few colours as keep failures and successes apart.
  case calm
}

/// How many colours there are.
package enum PaletteChoice: String, Sendable, Hashable, CaseIterable {
  /// As many as the terminal has.
  case auto
  case off
  case eight = "8"
  case sixteen = "16"
  case full = "256"
}

/// Which characters are drawn.
package enum CharacterChoice: String, Sendable, Hashable, CaseIterable {
  /// As the locale has it.
  case auto
  case ascii
  case unicode
}

/// How often the pool is looked at.
package enum SampleRate: String, Sendable, Hashable, CaseIterable {
  case half = "0.5"
  case one = "1"
  case two = "2"
  case five = "5"
  case ten = "10"
  case twenty = "20"

  /// The time from one look to the next.
  package var interval: Duration {
    switch self {
    case .half: .seconds(2)
    case .one: .seconds(1)
    case .two: .milliseconds(500)
    case .five: .milliseconds(200)
    case .ten: .milliseconds(100)
    case .twenty: .milliseconds(50)
    }
  }

  /// As people say it: `10Hz`.
  var label: String { "\(rawValue)Hz" }

  /// Returns the rate so many steps up or down, at most the last.
  func moved(by step: Int) -> SampleRate {
    let all = Self.allCases
    let place = all.firstIndex(of: self) ?? 0
    return all[min(max(0, place + step), all.count - 1)]
  }
}

/// How a person is told that all is done.
package enum DoneSignal: String, Sendable, Hashable, CaseIterable {
  case nothing
  case bell
  /// By the desktop, where the terminal can do that.
  case notification
}
