/// How a stretch of text is drawn: colours by the terminal's numbers, and attributes.
package struct Appearance: Sendable, Hashable {
  /// `nil` is the terminal's own.
  package var foreground: Int?
  /// `nil` is the terminal's own.
  package var background: Int?
  package var isBold = false
  package var isDim = false
  package var isReversed = false
  package var isUnderlined = false
  /// Whether a blank that looks like this is nothing but the terminal's own background.
  var isPaper: Bool { background == nil && !isReversed && !isUnderlined }

  init(
    _ foreground: Int? = nil, on background: Int? = nil, bold: Bool = false, dim: Bool = false,
    reversed: Bool = false, underlined: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    isBold = bold
    isDim = dim
    isReversed = reversed
    isUnderlined = underlined
  }
}
