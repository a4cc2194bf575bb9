import Testing
import TextCanvas

/// Texts made of what shifts columns, turns directions, or commands a terminal.
@Suite("hostile text, however it is mixed")
struct HostileTextTests {
  private static let pieces = [
    "a", "Z", " ", "阻", "塞", "ﾊﾞ", "한", "각", "\u{1112}\u{1161}\u{11AB}", "e\u{301}",
    "\u{301}", "a" + String(repeating: "\u{302}", count: 40), "\u{20DD}", "நி", "ก็", "ﷺ", "👨‍👩‍👧🏽", "🇩🇪",
    "🇩", "❤️", "☎︎",
    "\u{200D}", "\u{200B}", "\u{200E}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}", "\u{AD}",
    "±", "§", "─", "\t", "\r\n", "\n", "\u{0}", "\u{7}", "\u{8}", "\u{7F}", "\u{85}", "\u{9B}2J",
    "\u{1B}[2J", "\u{1B}[1;1H", "\u{1B}]0;owned\u{7}", "\u{1B}]8;;x\u{1B}\\", "\u{1B}P", "\u{1B}(0",
    "\u{1B}", "\u{9D}", "\u{E0041}", "\u{FFFD}", "\u{2028}", "\u{3000}",
  ]

  private func text(_ seed: UInt64, count: Int) -> String {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Self.pieces[Int((state >> 33) % UInt64(Self.pieces.count))]
    }.joined()
  }

  @Test("it takes exactly the columns it is given", arguments: 0..<60 as Range<UInt64>)
  func fitted(_ seed: UInt64) {
    let hostile = text(seed, count: 12)
    for text in [hostile, sanitized(hostile)] {
      for columns in 0..<30 {
        #expect(text.fitted(to: columns).columnCount == columns)
        #expect(text.fitted(to: columns, .trailing).columnCount == columns)
        for line in text.wrapped(to: columns, limit: 4) {
          #expect(line.columnCount <= max(columns, 2))
        }
      }
    }
  }

  @Test("what stands behind it stays in its column", arguments: 0..<60 as Range<UInt64>)
  func columns(_ seed: UInt64) {
    let hostile = sanitized(text(seed, count: 12))
    var canvas = Canvas(size: Size(columns: 40, rows: 3))
    for row in 0..<3 {
      let field = hostile.fitted(to: 20)
      canvas.write(field + "|", at: Position(column: row, row: row))
      #expect(canvas[Position(column: row + 20, row: row)].text == "|")
    }
    for row in 0..<3 {
      var isSecondHalf = false
      for cell in canvas.row(row) {
        #expect(cell.text.isEmpty == isSecondHalf)
        isSecondHalf = !isSecondHalf && cell.text.columnCount == 2
      }
      #expect(!isSecondHalf)
    }
  }

  @Test(
    "nothing remains that a terminal obeys or that turns the line",
    arguments: 0..<60 as Range<UInt64>)
  func harmless(_ seed: UInt64) {
    let clean = sanitized(text(seed, count: 40))
    var canvas = Canvas(size: Size(columns: 80, rows: 1))
    canvas.write(text(seed, count: 40), at: Position(column: 0, row: 0))
    for text in [clean] + canvas.row(0).map(\.text) {
      for scalar in text.unicodeScalars {
        #expect(scalar.properties.generalCategory != .control, "\(scalar.value)")
        #expect(!scalar.properties.isBidiControl, "\(scalar.value)")
      }
    }
    #expect(sanitized(clean) == clean)
  }
}
