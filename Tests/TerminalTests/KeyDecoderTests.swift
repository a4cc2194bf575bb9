import Terminal
import Testing

@Suite("Keys")
struct KeyDecoderTests {
  /// What curses reads for a row of bytes that it knows nothing of.
  private func scalars(_ text: String) -> [KeyDecoder.Input] {
    text.unicodeScalars.map { .scalar($0) }
  }

  @Test("what the mouse did stands among the keys, in its place")
  func mouse() {
    let click = MouseReport(.left, column: 3, row: 4)
    let inputs = scalars("a") + [.mouse(click)] + scalars("\u{1B}")
    #expect(KeyDecoder.decode(inputs) == [.character("a"), .mouse(click), .escape])
  }

  @Test(
    "a character is itself, a control character is its key",
    arguments: [
      ("a", .character("a")), ("Z", .character("Z")), (" ", .character(" ")),
      ("é", .character("é")), ("阻", .character("阻")), ("😀", .character("😀")),
      ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{1B}", .escape),
      ("\u{7F}", .backspace), ("\u{08}", .backspace),
      ("\u{00}", .control("@")), ("\u{01}", .control("a")), ("\u{0C}", .control("l")),
      ("\u{1A}", .control("z")), ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
    ] as [(String, TerminalKey)])
  func singleScalar(_ text: String, _ key: TerminalKey) {
    #expect(KeyDecoder.decode(scalars(text)) == [key])
  }

  @Test(
    "a key that curses knows has its name",
    arguments: [
      (0o402, .down), (0o403, .up), (0o404, .left), (0o405, .right), (0o406, .home),
      (0o407, .backspace), (0o411, .function(1)), (0o424, .function(12)), (0o512, .delete),
      (0o513, .insert), (0o522, .pageDown), (0o523, .pageUp), (0o527, .enter), (0o541, .backTab),
      (0o550, .end),
    ] as [(Int, TerminalKey)])
  func cursesCode(_ code: Int, _ key: TerminalKey) {
    #expect(KeyDecoder.decode([.code(code)]) == [key])
  }

  @Test("a new size, the mouse and unheard-of codes are no keys", arguments: [0o631, 0o632, 9_999])
  func ignoredCodes(_ code: Int) {
    #expect(KeyDecoder.decode([.code(code)]) == [])
  }

  @Test(
    "a sequence that curses does not know is decoded without its modifiers",
    arguments: [
      ("\u{1B}[A", .up), ("\u{1B}[1;5A", .up), ("\u{1B}[1;2D", .left), ("\u{1B}OC", .right),
      ("\u{1B}[H", .home), ("\u{1B}[F", .end), ("\u{1B}[Z", .backTab), ("\u{1B}OM", .enter),
      ("\u{1B}OP", .function(1)), ("\u{1B}[1;2S", .function(4)), ("\u{1B}[15~", .function(5)),
      ("\u{1B}[21~", .function(10)), ("\u{1B}[24;2~", .function(12)), ("\u{1B}[3;5~", .delete),
      ("\u{1B}[5~", .pageUp),
    ] as [(String, TerminalKey)])
  func escapeSequence(_ text: String, _ key: TerminalKey) {
    #expect(KeyDecoder.decode(scalars(text)) == [key])
  }

  @Test(
    "an unknown sequence is dropped whole: none of its letters acts",
    arguments: [
      "\u{1B}[1;2X", "\u{1B}[I", "\u{1B}[O", "\u{1B}[200~", "\u{1B}[<0;10;10M", "\u{1B}[12;40R",
      "\u{1B}[?62;c", "\u{1B}OX", "\u{1B}[M",
    ])
  func unknownSequence(_ text: String) {
    #expect(KeyDecoder.decode(scalars(text + "q")) == [.character("q")])
  }

  @Test("Esc and a character at once are Alt")
  func alt() {
    #expect(
      KeyDecoder.decode(scalars("\u{1B}1\u{1B}[\u{1B}é")) == [.alt("1"), .alt("["), .alt("é")])
    #expect(
      KeyDecoder.decode(scalars("\u{1B}[1;\u{1B}é")) == [.alt("é")],
      "the next Esc ends a sequence that has no end")
    #expect(KeyDecoder.decode(scalars("\u{1B}[")) == [.alt("[")])
    #expect(KeyDecoder.decode(scalars("\u{1B}O")) == [.alt("O")])
  }

  @Test("Esc before a key that curses knows, or before Esc, is Esc")
  func escapeAlone() {
    #expect(KeyDecoder.decode([.scalar("\u{1B}"), .code(0o403)]) == [.escape, .up])
    #expect(KeyDecoder.decode(scalars("\u{1B}\u{1B}")) == [.escape, .escape])
  }

  @Test("keys that came together keep their order")
  func order() {
    let inputs = scalars("1") + [.code(0o402)] + scalars("\u{1B}2x")
    #expect(KeyDecoder.decode(inputs) == [.character("1"), .down, .alt("2"), .character("x")])
  }
}
