private import CNcurses
internal import TextCanvas

/// Attributes and colour pairs for styles, mixed when first asked for.
struct InkBottle {
  /// What curses needs to know to draw.
  struct Ink {
    var appearance: Appearance
    /// Curses' number for two colours; 0 is the terminal's own.
    var pair: Int16
  }

  private struct Colors: Hashable {
    var foreground: Int16
    var background: Int16
  }

  private let palette: Palette
  private var inks: [Style: Ink] = [:]
  private var pairs: [Colors: Int16] = [:]
  /// Stands for the terminal's own colour: -1 where it can be kept, or white on black.
  private var ownColors = Colors(foreground: -1, background: -1)

  /// Needs an open screen.
  init(palette: Palette) {
    self.palette = palette
    guard palette.depth != .off else { return }
    start_color()
    if use_default_colors() != OK {
      ownColors = Colors(foreground: 7, background: 0)
    }
  }

  mutating func ink(for style: Style) -> Ink {
    if let ink = inks[style] { return ink }
    let appearance = palette.appearance(of: style)
    let ink = Ink(appearance: appearance, pair: pair(for: appearance))
    inks[style] = ink
    return ink
  }

  private mutating func pair(for appearance: Appearance) -> Int16 {
    // Not 0, which makes curses reset every attribute where a change of colour would do.
    if palette.depth == .off { return 0 }
    let colors = Colors(
      foreground: appearance.foreground.map { Int16($0) } ?? ownColors.foreground,
      background: appearance.background.map { Int16($0) } ?? ownColors.background)
    if let pair = pairs[colors] { return pair }
    let pair = Int16(pairs.count + 1)
    // Out of pairs: the attributes remain, and they carry the meaning.
    guard Int32(pair) < cncurses_pair_limit(),
      init_pair(pair, colors.foreground, colors.background) == OK
    else { return 0 }
    pairs[colors] = pair
    return pair
  }
}
