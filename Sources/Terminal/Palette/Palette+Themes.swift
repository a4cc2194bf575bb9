internal import TextCanvas

extension Palette {
  /// The corners of the cube.
  func darkColors(_ tone: Tone) -> Appearance {
    switch tone {
    case .normal: Appearance()
    case .title: Appearance(16, on: 231, bold: true)
    case .header: Appearance(16, on: 252)
    case .active: Appearance(16, on: 51, bold: true)
    case .key: Appearance(16, on: 226, bold: true)
    case .dim: Appearance(250)
    case .accent: Appearance(51, bold: true)
    case .pending: Appearance(226)
    case .running: Appearance(46)
    case .succeeded: Appearance(45)
    case .failed: Appearance(208, bold: true)
    case .cancelled: Appearance(213)
    case .laneEven: Appearance(45)
    case .laneOdd: Appearance(48)
    case .warning: Appearance(226, bold: true)
    case .danger: Appearance(16, on: 208, bold: true)
    }
  }

  /// The lower half of the cube.
  func lightColors(_ tone: Tone) -> Appearance {
    switch tone {
    case .normal: Appearance()
    case .title, .active: Appearance(231, on: 24, bold: true)
    case .header: Appearance(255, on: 239)
    case .key: Appearance(231, on: 24, bold: true)
    case .dim: Appearance(242)
    case .accent: Appearance(25, bold: true)
    case .pending: Appearance(94)
    case .running: Appearance(23)
    case .succeeded: Appearance(20)
    case .failed: Appearance(130, bold: true)
    case .cancelled: Appearance(90)
    case .laneEven: Appearance(25)
    case .laneOdd: Appearance(23)
    case .warning: Appearance(94, bold: true)
    case .danger: Appearance(231, on: 124, bold: true)
    }
  }

  /// Greys, a blue, and orange for what went wrong.
  func calmColors(_ tone: Tone) -> Appearance {
    switch tone {
    case .normal: Appearance()
    case .title: Appearance(255, on: 240, bold: true)
    case .header: Appearance(255, on: 238)
    case .active: Appearance(255, on: 61, bold: true)
    case .key: Appearance(255, on: 240)
    case .dim, .pending: Appearance(244)
    case .accent: Appearance(67, bold: true)
    case .running: Appearance(67)
    case .succeeded: Appearance(68)
    case .failed: Appearance(202, bold: true)
    case .cancelled: Appearance(244, underlined: true)
    case .laneEven: Appearance(67)
    case .laneOdd: Appearance(244)
    case .warning: Appearance(172, bold: true)
    case .danger: Appearance(16, on: 202, bold: true)
    }
  }
}
