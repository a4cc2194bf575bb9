internal import Dashboard
internal import Terminal

extension Palette {
  /// The colours that the settings want, as far as a terminal has them.
  init(_ settings: Settings, on device: TerminalDevice) {
    let theme = ColorTheme(rawValue: settings.theme.rawValue) ?? .standard
    let depth =
      ColorDepth(rawValue: settings.palette.rawValue)?.limited(to: device.colorCount)
      ?? .detected(environment: Environment.variables, terminalColors: device.colorCount)
    self.init(depth, theme: theme)
  }
}
