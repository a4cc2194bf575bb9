package import TextCanvas

/// What a style looks like on a terminal with so many colours.
///
/// The tables hold to three rules. Text stands on the terminal's own background, so every colour
/// can be read on black and on white, but for the themes that are made for one of them; bars bring
/// both colours. What failed and what succeeded are apart on the axis from yellow to blue, which
/// nearly everybody sees. And nothing depends on a colour: without them the tones that matter are
/// bold, reversed, underlined or dim.
package struct Palette: Sendable, Hashable {
  package let depth: ColorDepth
  package let theme: ColorTheme

  package init(_ depth: ColorDepth, theme: ColorTheme = .standard) {
    self.depth = depth
    self.theme = theme
  }

  /// Chooses the look of a style.
  package func appearance(of style: Style) -> Appearance {
    var appearance = look(of: style.tone)
    if style.isBold { appearance.isBold = true }
    // Twice reversed is plain again: a selected bar stands out from the bar.
    if style.isReversed { appearance.isReversed.toggle() }
    return appearance
  }

  private func look(of tone: Tone) -> Appearance {
    switch depth {
    case .off: monochrome(tone)
    case .eight: eightColors(tone)
    case .sixteen: sixteenColors(tone)
    case .full:
      switch theme {
      case .standard: fullColors(tone)
      case .dark: darkColors(tone)
      case .light: lightColors(tone)
      case .calm: calmColors(tone)
      }
    }
  }

  private func monochrome(_ tone: Tone) -> Appearance {
    switch tone {
    case .normal, .succeeded, .laneEven: Appearance()
    case .title: Appearance(bold: true, reversed: true)
    case .header: Appearance(bold: true, underlined: true)
    case .active: Appearance(bold: true, reversed: true)
    case .key: Appearance(reversed: true)
    case .dim, .pending, .laneOdd: Appearance(dim: true)
    case .accent, .running: Appearance(bold: true)
    case .cancelled: Appearance(dim: true, underlined: true)
    case .failed, .warning: Appearance(bold: true, underlined: true)
    case .danger: Appearance(bold: true, reversed: true, underlined: true)
    }
  }

  /// Black is 0, red 1, green 2, yellow 3, blue 4, magenta 5, cyan 6, white 7.
  ///
  /// Plain blue cannot be read on black; bold makes it the bright one on most terminals.
  private func eightColors(_ tone: Tone) -> Appearance {
    switch tone {
    case .normal: Appearance()
    case .title, .active: Appearance(7, on: 4, bold: true)
    case .header: Appearance(0, on: 6)
    case .key: Appearance(0, on: 6)
    case .dim: Appearance(dim: true)
    case .accent: Appearance(6, bold: true)
    case .pending: Appearance(3)
    case .running: Appearance(6)
    case .succeeded: Appearance(4, bold: true)
    case .failed: Appearance(1, bold: true)
    case .cancelled: Appearance(5)
    case .laneEven: Appearance(6)
    case .laneOdd: Appearance(4, bold: true)
    case .warning: Appearance(3, bold: true)
    case .danger: Appearance(7, on: 1, bold: true)
    }
  }

  /// The first eight are dark here, and 8 more are their bright ones.
  private func sixteenColors(_ tone: Tone) -> Appearance {
    switch tone {
    case .normal: Appearance()
    case .title, .active: Appearance(15, on: 4, bold: true)
    case .header: Appearance(0, on: 6)
    case .key: Appearance(0, on: 6)
    case .dim: Appearance(8)
    case .accent: Appearance(6, bold: true)
    case .pending: Appearance(3)
    case .running: Appearance(6)
    case .succeeded: Appearance(12)
    case .failed: Appearance(9, bold: true)
    case .cancelled: Appearance(5)
    case .laneEven: Appearance(12)
    case .laneOdd: Appearance(6)
    case .warning: Appearance(3, bold: true)
    case .danger: Appearance(15, on: 1, bold: true)
    }
  }

  /// The cube of xterm: 16 + 36 red + 6 green + blue, each 0 to 5; greys from 232.
  private func fullColors(_ tone: Tone) -> Appearance {
    switch tone {
    case .normal: Appearance()
    case .title, .active: Appearance(231, on: 24, bold: true)
    case .header: Appearance(255, on: 239)
    case .key: Appearance(31, bold: true)
    case .dim: Appearance(244)
    case .accent: Appearance(32)
    case .pending: Appearance(136)
    case .running: Appearance(36)
    case .succeeded: Appearance(33)
    case .failed: Appearance(202, bold: true)
    case .cancelled: Appearance(133)
    // Their cells are apart; a colour for each would be 700 bytes more of eight full lanes.
    case .laneEven, .laneOdd: Appearance(68)
    case .warning: Appearance(172, bold: true)
    case .danger: Appearance(16, on: 202)
    }
  }
}
