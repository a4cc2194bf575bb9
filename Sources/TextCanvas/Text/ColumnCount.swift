// Most of what is drawn is printable ASCII, a column for each byte. Taking it apart into characters
// would cost more than everything else a frame does.

extension StringProtocol {
  /// How many columns it takes on a canvas.
  package var columnCount: Int { String(self).ownColumnCount }
}

extension String {
  /// Whether it is nothing but printable ASCII.
  var isPlain: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

  fileprivate var ownColumnCount: Int {
    if isPlain { return utf8.count }
    var count = 0
    forEachGlyph(in: self) { glyph in
      count += glyph.columnCount
      return true
    }
    return count
  }
}

/// Where a text stands in a field that is wider than it.
package enum Alignment: Sendable, Hashable {
  case leading
  case trailing
}

extension StringProtocol {
  /// Returns the text in exactly so many columns: padded, or cut with a sign that it was cut.
  package func fitted(
    to columns: Int, _ alignment: Alignment = .leading
  ) -> String {
    guard columns > 0 else { return "" }
    let text = String(self)
    let own = text.ownColumnCount
    if own <= columns {
      let padding = String(repeating: " ", count: columns - own)
      return alignment == .leading ? text + padding : padding + text
    }
    let room = columns - 1
    var result = ""
    var used = 0
    forEachGlyph(in: text) { glyph in
      guard used + glyph.columnCount <= room else { return false }
      result += glyph.text
      used += glyph.columnCount
      return true
    }
    return result + "…" + String(repeating: " ", count: room - used)
  }
}

extension StringProtocol {
  /// Returns the text cut into lines of at most so many columns.
  ///
  /// The last line of a text that needs more of them shows that it was cut. A text without
  /// characters is one empty line.
  package func wrapped(to columns: Int, limit: Int) -> [String] {
    guard columns > 0, limit > 0 else { return [] }
    let text = String(self)
    if text.utf8.count <= columns, text.isPlain { return [text] }
    var lines = [""]
    var used = 0
    var isCut = false
    forEachGlyph(in: text) { glyph in
      if used + glyph.columnCount > columns, used > 0 {
        guard lines.count < limit else {
          isCut = true
          return false
        }
        lines.append("")
        used = 0
      }
      lines[lines.count - 1] += glyph.text
      used += glyph.columnCount
      return true
    }
    if isCut {
      let last = lines[lines.count - 1]
      lines[lines.count - 1] = (last + " …").fitted(to: columns)
    }
    return lines
  }
}
