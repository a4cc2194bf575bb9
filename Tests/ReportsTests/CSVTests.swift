import Testing

@testable import Reports

@Suite("A cell of a table")
struct CSVTests {
  @Test(
    "is quoted by its scalars, whatever accents stand on its signs, and computes nothing",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("-1.5", "-1.5"),
      ("=1", "'=1"), ("a\"\u{301}b", "\"a\"\"\u{301}b\""), ("a,\u{301}b", "\"a,\u{301}b\""),
      ("=\u{301}1+1", "'=\u{301}1+1"), ("\t=1", "'\t=1"), ("a\n\u{301}b", "\"a\n\u{301}b\""),
    ])
  func cell(_ text: String, _ cell: String) {
    #expect(Array(CSVReport.text(text).unicodeScalars) == Array(cell.unicodeScalars))
  }
}
