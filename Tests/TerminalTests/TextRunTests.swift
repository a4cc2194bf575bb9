import Terminal
import Testing
import TextCanvas

@Suite("Runs of text")
struct TextRunTests {
  /// A terminal of the usual views: East Asian characters are wide, accents take no room.
  private func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F: -1
    case 0x300...0x36F, 0x200D, 0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xFFDC, 0x1F300...0x1FAFF: 2
    default: 1
    }
  }

  /// Each element is a cell; an empty one is the second column of a wide character.
  private func runs(_ texts: [String], styles: [Style] = []) -> [String] {
    let cells = texts.enumerated().map { index, text in
      Cell(text: text, style: index < styles.count ? styles[index] : .normal)
    }
    return TextRun.runs(of: cells[...], width: width).map { run in
      "\(run.column):" + String(String.UnicodeScalarView(run.scalars))
    }
  }

  @Test("plain neighbours of one style are one run")
  func plain() {
    #expect(runs(["a", "─", "│", " ", "b"]) == ["0:a─│ b"])
    #expect(runs([]) == [])
  }

  @Test("another style starts another run")
  func styles() {
    let bold = Style(.normal, isBold: true)
    #expect(runs(["a", "b", "c"], styles: [.normal, bold, bold]) == ["0:a", "1:bc"])
  }

  @Test("what follows a wide or a combined character has its own column")
  func afterWide() {
    #expect(runs(["~", "阻", "", "塞", "", "~"]) == ["0:~阻", "3:塞", "5:~"])
    #expect(runs(["e\u{301}", "x"]) == ["0:e\u{301}", "1:x"])
  }

  @Test("what the terminal draws wider than there is room becomes a question mark")
  func tooWide() {
    #expect(runs(["阻", "x"]) == ["0:?x"])
    #expect(runs(["a", "阻"]) == ["0:a?"], "at the right edge too")
  }

  @Test("what the terminal draws narrower is followed by a blank")
  func tooNarrow() {
    #expect(runs(["─", "", "x"]) == ["0:─ ", "2:x"])
  }

  @Test("joined emoji and variation selectors are drawn by their first sign")
  func joined() {
    #expect(runs(["👩\u{200D}👩", "", "x"]) == ["0:👩", "2:x"])
    #expect(runs(["❤\u{FE0F}", "", "x"]) == ["0:❤ ", "2:x"])
  }

  @Test("control characters never reach the terminal")
  func control() {
    #expect(runs(["\u{1B}", "\u{7F}", "\u{9B}", "\t", "x"]) == ["0:????x"])
  }

  @Test("a cell holds no more combining signs than a glyph has, which are fewer than curses can")
  func manyCombining() {
    let marks = String(repeating: "\u{301}", count: 9)
    #expect(runs(["e" + marks]) == ["0:e\u{301}\u{301}\u{301}"])
  }

  @Test("a second column without a first one is blank")
  func orphan() {
    #expect(runs(["", "x"]) == ["0: x"])
  }
}
