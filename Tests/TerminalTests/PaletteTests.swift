import Terminal
import Testing
import TextCanvas

@Suite("Palette")
struct PaletteTests {
  @Test(
    "the depth comes from NO_COLOR, TERM, and what the terminal can do",
    arguments: [
      ([:], 256, .full), ([:], 88, .sixteen), ([:], 16, .sixteen), ([:], 8, .eight),
      ([:], 0, .off), ([:], -1, .off), (["NO_COLOR": "1"], 256, .off),
      (["NO_COLOR": ""], 256, .full), (["TERM": "dumb"], 256, .off),
    ] as [([String: String], Int, ColorDepth)])
  func detection(_ environment: [String: String], _ colors: Int, _ depth: ColorDepth) {
    #expect(ColorDepth.detected(environment: environment, terminalColors: colors) == depth)
  }

  @Test("a depth that is asked for is cut to what the terminal can do")
  func limit() {
    #expect(ColorDepth.full.limited(to: 8) == .eight)
    #expect(ColorDepth.eight.limited(to: 256) == .eight)
    #expect(ColorDepth.off.limited(to: 256) == .off)
    #expect(ColorDepth.full.limited(to: 0) == .off)
  }

  @Test("no depth uses a colour beyond its own", arguments: ColorDepth.allCases)
  func range(_ depth: ColorDepth) {
    let limit = [ColorDepth.off: 0, .eight: 8, .sixteen: 16, .full: 256][depth] ?? 0
    for tone in Tone.allCases {
      let look = Palette(depth).appearance(of: Style(tone))
      #expect(look.foreground ?? -1 < limit)
      #expect(look.background ?? -1 < limit)
    }
  }

  @Test("bad news differ from good ones in more than colour", arguments: ColorDepth.allCases)
  func notByColorAlone(_ depth: ColorDepth) {
    func attributes(_ tone: Tone) -> [Bool] {
      let look = Palette(depth).appearance(of: Style(tone))
      return [look.isBold, look.isDim, look.isReversed, look.isUnderlined, look.background != nil]
    }
    #expect(attributes(.danger) != attributes(.normal))
    if depth != .eight {
      // Eight colours need bold to make blue readable; there the glyphs and words tell.
      #expect(attributes(.failed) != attributes(.succeeded))
    }
    #expect(attributes(.title) != attributes(.normal))
    #expect(attributes(.key) != attributes(.normal))
  }

  @Test("a selected row stands out from every tone", arguments: ColorDepth.allCases)
  func selection(_ depth: ColorDepth) {
    for tone in Tone.allCases {
      let plain = Palette(depth).appearance(of: Style(tone))
      let selected = Palette(depth).appearance(of: Style(tone, isReversed: true))
      #expect(plain != selected)
    }
  }

  /// The least contrast of text on black and on white, as each theme is made for.
  private static let leastContrast: [(theme: ColorTheme, black: Double, white: Double)] = [
    (.standard, 4, 2.7), (.calm, 4, 2.7), (.dark, 7, 1), (.light, 1, 4.5),
  ]

  @Test("text can be read where its theme is for, and on its own bar", arguments: leastContrast)
  func contrast(_ theme: ColorTheme, _ black: Double, _ white: Double) {
    for tone in Tone.allCases {
      let look = Palette(.full, theme: theme).appearance(of: Style(tone))
      guard let foreground = look.foreground else { continue }
      if let background = look.background {
        #expect(ratio(foreground, background) >= 4.5, "\(tone)")
      } else {
        #expect(ratio(foreground, 16) >= black, "\(tone) on black")
        #expect(ratio(foreground, 231) >= white, "\(tone) on white")
      }
    }
  }

  @Test(
    "failed and succeeded are far apart between yellow and blue", arguments: ColorTheme.allCases)
  func colorBlindness(_ theme: ColorTheme) {
    func blueness(_ tone: Tone) -> Double {
      let look = Palette(.full, theme: theme).appearance(of: Style(tone))
      let (red, green, blue) = components(look.foreground ?? 0)
      return blue - (red + green) / 2
    }
    #expect(blueness(.succeeded) - blueness(.failed) > 1)
    let looks = [Tone.failed, .succeeded].map {
      Palette(.full, theme: theme).appearance(of: Style($0)).isBold
    }
    #expect(looks == [true, false], "and not by colour alone")
  }

  /// The cube and the greys of xterm, as light from 0 to 1.
  private func components(_ color: Int) -> (Double, Double, Double) {
    if color >= 232 {
      let grey = Double(8 + 10 * (color - 232)) / 255
      return (grey, grey, grey)
    }
    let levels = [0, 95, 135, 175, 215, 255].map { Double($0) / 255 }
    let index = color - 16
    return (levels[index / 36], levels[index / 6 % 6], levels[index % 6])
  }

  /// How well two colours can be told apart, as WCAG reckons: 1 to 21.
  private func ratio(_ first: Int, _ second: Int) -> Double {
    func luminance(_ color: Int) -> Double {
      let (red, green, blue) = components(color)
      func linear(_ value: Double) -> Double {
        // Near enough to the standard's curve, and without its libraries.
        value * value * (0.3 * value + 0.7)
      }
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
    let (one, two) = (luminance(first), luminance(second))
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }
}
