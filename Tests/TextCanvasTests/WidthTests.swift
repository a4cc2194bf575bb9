import Testing
import TextCanvas

@Suite("how wide text is")
struct WidthTests {
  @Test(
    "text takes as many columns as a terminal gives it",
    arguments: [
      ("", 0), ("plain", 5), ("~~~阻塞~~~", 10), ("ｆｕｌｌ", 8), ("한국어", 6), ("e\u{301}", 1),
      ("\u{301}", 0), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 1), ("क्षि", 3),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("a\u{200B}b", 2), ("\t\n\u{7F}", 0), ("─█▓✗", 4),
    ])
  func columnCount(_ text: String, _ columns: Int) {
    #expect(text.columnCount == columns)
  }

  @Test(
    "a field has exactly its columns",
    arguments: [
      ("ab", 4, "ab  "), ("abcdef", 4, "abc…"), ("阻塞阻塞", 5, "阻塞…"), ("阻塞阻塞", 4, "阻… "),
      ("ab", 0, ""), ("ab", 1, "…"), ("ab", -3, ""),
    ])
  func fitted(_ text: String, _ columns: Int, _ result: String) {
    #expect(text.fitted(to: columns) == result)
    #expect(result.columnCount == max(0, columns))
  }

  @Test("a trailing field is padded in front")
  func fittedTrailing() {
    #expect("7".fitted(to: 3, .trailing) == "  7")
  }
}

extension WidthTests {
  @Test(
    "a long text goes over several lines, and shows when some are missing",
    arguments: [
      ("abcdef", 3, 9, ["abc", "def"]), ("abcdefg", 3, 2, ["abc", "de…"]), ("", 3, 2, [""]),
      ("a阻塞", 3, 9, ["a阻", "塞"]), ("abc", 0, 2, []), ("阻塞", 1, 9, ["阻", "塞"]),
    ])
  func wrapped(_ text: String, _ columns: Int, _ limit: Int, _ lines: [String]) {
    #expect(text.wrapped(to: columns, limit: limit) == lines)
  }
}
