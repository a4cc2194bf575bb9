internal import Dashboard
internal import Platform
internal import SettingsDocument
internal import Terminal

/// The scenarios there are, on the screen, for whoever named none.
struct ScenarioChooser {
  let device: TerminalDevice
  let look: LookOptions
  let library: ScenarioLibrary

  /// What came of it.
  enum Choice {
    case chosen(path: String)
    case left(ScreenEnd)
  }

  /// Shows the list until one is chosen, or the user leaves.
  ///
  /// - Throws: What the terminal or the system throws; then the terminal is as it was.
  func run() throws -> Choice {
    // Before the screen catches signals: a file may be one that nobody writes to.
    let scenarios = library.list()
    let (choice, farewell) = try OpenScreen.with(device, look) { screen in
      try (choose(from: scenarios, on: screen), screen.stopCapture())
    }
    if case .left(let end) = choice { try end.sayFarewell(farewell) }
    return choice
  }

  private func choose(from scenarios: [ScenarioItem], on screen: OpenScreen) throws -> Choice {
    var model = Model(
      title: "", options: Options(isASCII: !screen.isUTF8), settings: screen.kept.settings,
      keymap: screen.kept.keymap)
    model.openScenarios()
    var dashboard = try OpenDashboard(on: screen, model)
    _ = dashboard.take(.resized(screen.size))
    _ = dashboard.take(.listed(scenarios))
    while true {
      for event in dashboard.nextEvents([], suspend: SignalPipe.stopProcess) {
        for case .open(let path) in dashboard.take(event) { return .chosen(path: path) }
      }
      _ = screen.readStrangersLines()
      // Esc closes the list, and there is nothing below it.
      if !dashboard.model.isChoosing { dashboard.leave(.quit) }
      if let end = dashboard.departure() { return .left(end) }
    }
  }
}
