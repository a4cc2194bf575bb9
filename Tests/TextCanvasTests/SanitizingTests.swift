import Testing
import TextCanvas

@Suite("text from outside")
struct SanitizingTests {
  @Test(
    "nothing remains that a terminal would obey",
    arguments: [
      ("plain", "plain"), ("", ""),
      ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}[2J\u{1B}[1;1Hx", "x"), ("\u{9B}31mred", "red"),
      ("\u{1B}]0;title\u{7}x", "x"), ("\u{1B}]8;;http://a\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
      ("\u{9D}0;title\u{9C}x", "x"), ("\u{1B}P1$r\u{1B}\\x", "x"), ("\u{1B}_apc\u{1B}\\x", "x"),
      ("\u{1B}(Bx", "x"), ("\u{1B}cx", "x"), ("\u{1B}7x\u{1B}8", "x"), ("\u{1B}", ""),
      ("\u{1B}[", ""), ("\u{1B}[12", "12"), ("\u{1B}]0;never ends", "0;never ends"),
      ("\u{1B}\u{1B}[31mx", "x"), ("\u{1B}[31\u{1B}[32mx", "31x"),
      ("a\tb", "a b"), ("a\nb", "a b"), ("a\r\nb", "a  b"), ("a\u{2028}b", "a b"),
      ("a\u{0}b\u{7}c\u{8}d\u{7F}e\u{80}f", "abcdef"), ("a\u{85}b", "a b"),
      ("\u{202E}fdp.exe", "fdp.exe"), ("\u{2066}a\u{2069}\u{200F}\u{61C}b", "ab"),
      ("\u{FEFF}a\u{200B}b\u{AD}c", "abc"), ("\u{E0041}x", "x"),
      ("~~~阻塞~~~", "~~~阻塞~~~"), ("e\u{301}", "e\u{301}"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ])
  func sanitizes(_ text: String, _ result: String) {
    #expect(sanitized(text).unicodeScalars.elementsEqual(result.unicodeScalars))
  }

  @Test("it looks no further than its limit")
  func limit() {
    #expect(sanitized(String(repeating: "é", count: 50), limit: 10).count == 10)
    #expect(sanitized(String(repeating: "e", count: 50), limit: 10).count == 10)
  }
}
