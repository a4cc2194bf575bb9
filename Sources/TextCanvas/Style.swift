/// What a stretch of text means; the terminal chooses the colour.
package enum Tone: String, Sendable, Hashable, CaseIterable {
  case normal
  case title
  case header
  /// The header of what has the keys.
  case active
  case dim
  case accent
  case pending
  case running
  case succeeded
  case failed
  case cancelled
  case laneEven
  case laneOdd
  case warning
  case danger
  case key
}

/// How a cell looks.
package struct Style: Sendable, Hashable {
  package var tone: Tone
  package var isBold: Bool
  package var isReversed: Bool

  package init(_ tone: Tone = .normal, isBold: Bool = false, isReversed: Bool = false) {
    self.tone = tone
    self.isBold = isBold
    self.isReversed = isReversed
  }

  package static let normal = Style()
}
