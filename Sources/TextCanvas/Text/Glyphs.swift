/// What a terminal draws in one place: a base, and the marks upon it.
struct Glyph: Hashable {
  /// The base and its marks, at most ``Glyph/scalarLimit`` scalars.
  var text: String
  /// 1 or 2.
  var columnCount: Int

  /// The scalars a glyph keeps.
  ///
  /// More lets rare scripts stack more marks; curses keeps no more than five, and text of nothing
  /// but marks upon marks should not run over the rows above and below.
  static let scalarLimit = 4
}

/// Calls a function with each glyph of a text, until it returns false.
///
/// A grapheme cluster is one glyph, as wide as its base. Where terminals disagree, the part they
/// all draw alike stays: of a joined emoji its first picture, without its skin tone; each letter of
/// a flag, and each letter and mark of a joined syllable, gets a place of its own. Nothing shifts
/// then. Characters without a width, controls among them, are left out.
func forEachGlyph(in text: String, _ body: (Glyph) -> Bool) {
  if text.isSimple {
    for scalar in text.unicodeScalars
    where !body(Glyph(text: String(scalar), columnCount: 1)) { return }
    return
  }
  for character in text {
    if let byte = character.utf8.first, byte < 0x80, character.utf8.count == 1 {
      guard byte >= 0x20, byte != 0x7F else { continue }
      guard body(Glyph(text: String(character), columnCount: 1)) else { return }
      continue
    }
    for glyph in glyphs(of: character) where !body(glyph) { return }
  }
}

private func glyphs(of cluster: Character) -> [Glyph] {
  var glyphs: [Glyph] = []
  var scalarCount = 0
  for scalar in cluster.unicodeScalars {
    let columnCount = scalar.columnCount
    if columnCount > 0 {
      guard glyphs.isEmpty || scalar.standsAlone else { continue }
      glyphs.append(Glyph(text: String(scalar), columnCount: columnCount))
      scalarCount = 1
    } else if let last = glyphs.indices.last, scalar.isMark, scalarCount < Glyph.scalarLimit {
      glyphs[last].text.unicodeScalars.append(scalar)
      scalarCount += 1
    }
  }
  return glyphs
}

extension String {
  /// Whether each scalar is a glyph of one column.
  var isSimple: Bool { unicodeScalars.allSatisfy(\.isSimple) }
}

extension Unicode.Scalar {
  /// Whether it is one column whatever stands beside it, as all that frames and bars are made of.
  fileprivate var isSimple: Bool {
    switch value {
    case 0x20...0x7E, 0x2500...0x25FC: true
    case 0xB7, 0x2013, 0x2020, 0x2026, 0x2713, 0x2717: true
    default: false
    }
  }

  /// Whether it keeps a place of its own inside a cluster: letters do, and letters of a flag.
  fileprivate var standsAlone: Bool {
    !properties.isEmoji || (0x1F1E6...0x1F1FF).contains(value)
  }

  /// Whether it may be set upon a base; a choice between text and picture would change the width.
  fileprivate var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: !(0xFE00...0xFE0F).contains(value)
    case .otherLetter: true
    default: false
    }
  }
}
