/// One of the settings: its name, what it can be, and what it is.
package enum SettingRow: String, Sendable, Hashable, CaseIterable {
  case theme
  case palette
  case characters
  case rate
  case mouse
  case wrap
  case whenDone = "when_done"

  /// What it is for, in a line.
  package var explanation: String {
    switch self {
    case .theme: "the set of colours"
    case .palette: "how many colours; auto is what the terminal has"
    case .characters: "what to draw with; auto goes by the locale"
    case .rate: "looks at the pool in a second"
    case .mouse: "wheel and clicks; off leaves them to the terminal"
    case .wrap: "whether long lines of the log go on in the next row"
    case .whenDone: "how to tell that all is done"
    }
  }

  /// What it can be, as it is written.
  package var choices: [String] {
    switch self {
    case .theme: ThemeName.allCases.map(\.rawValue)
    case .palette: PaletteChoice.allCases.map(\.rawValue)
    case .characters: CharacterChoice.allCases.map(\.rawValue)
    case .rate: SampleRate.allCases.map(\.rawValue)
    case .mouse, .wrap: ["on", "off"]
    case .whenDone: DoneSignal.allCases.map(\.rawValue)
    }
  }
}

extension Settings {
  /// What a setting is, as it is written; what is none of its choices changes nothing.
  package subscript(row: SettingRow) -> String {
    get {
      switch row {
      case .theme: theme.rawValue
      case .palette: palette.rawValue
      case .characters: characters.rawValue
      case .rate: rate.rawValue
      case .mouse: mouse ? "on" : "off"
      case .wrap: wrapsLog ? "on" : "off"
      case .whenDone: whenDone.rawValue
      }
    }
    set {
      switch row {
      case .theme: theme = ThemeName(rawValue: newValue) ?? theme
      case .palette: palette = PaletteChoice(rawValue: newValue) ?? palette
      case .characters: characters = CharacterChoice(rawValue: newValue) ?? characters
      case .rate: rate = SampleRate(rawValue: newValue) ?? rate
      case .mouse: mouse = newValue == "on"
      case .wrap: wrapsLog = newValue == "on"
      case .whenDone: whenDone = DoneSignal(rawValue: newValue) ?? whenDone
      }
    }
  }
}
