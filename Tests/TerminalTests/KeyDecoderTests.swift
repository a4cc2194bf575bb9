import Terminal
import Testing

@Suite("Keys")
struct KeyDecoderTests {
  /// What curses reads for a row of bytes that it knows nothing of.
  private func scalars(_ text: String) -> [KeyDecoder.Input] {
    text.unicodeScalars.map { .scalar($0) }
  }

  /// What comes of reads, one after the other, when nothing follows them.
  private func keys(_ reads: [KeyDecoder.Input]...) -> [TerminalKey] {
    var decoder = KeyDecoder()
    return reads.flatMap { decoder.decode($0) } + decoder.giveUp()
  }

  @Test("what the mouse did stands among the keys, in its place")
  func mouse() {
    let click = MouseReport(.left, column: 3, row: 4)
    let inputs = scalars("a") + [.mouse(click)] + scalars("\u{1B}")
    #expect(keys(inputs) == [.character("a"), .mouse(click), .escape])
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
    #expect(keys(scalars(text)) == [key])
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
    #expect(keys([.code(code)]) == [key])
  }

  @Test("a new size and the mouse are no keys", arguments: [0o631, 0o632])
  func ignoredCodes(_ code: Int) {
    #expect(keys([.code(code)]) == [])
  }

  @Test(
    "a key without a name is a key all the same",
    arguments: [[.code(9_999)], ["\u{1B}", "\r"], ["\u{1B}", "\u{03}"]] as [[KeyDecoder.Input]])
  func unknownKey(_ inputs: [KeyDecoder.Input]) {
    #expect(keys(inputs) == [.unknown])
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
    #expect(keys(scalars(text)) == [key])
  }

  @Test(
    "what the terminal reports is dropped whole: none of its letters acts",
    arguments: [
      "\u{1B}[I", "\u{1B}[O", "\u{1B}[201~", "\u{1B}[<0;10;10M", "\u{1B}[12;40R",
      "\u{1B}[?62;c", "\u{1B}[0n", "\u{1B}[8;24;80t", "\u{1B}[>0;95;0c", "\u{1B}[?2004;1$y",
      "\u{1B}[M",
    ])
  func reports(_ text: String) {
    #expect(keys(scalars(text + "q")) == [.character("q")])
  }

  @Test(
    "an unknown sequence is one key, which has no name: none of its letters acts",
    arguments: [
      "\u{1B}[57;5u", "\u{1B}[27;5;57~", "\u{1B}[29~", "\u{1B}[1;2X", "\u{1B}[E", "\u{1B}OX",
      "\u{1B}OI",
    ])
  func unknownSequence(_ text: String) {
    #expect(keys(scalars(text + "q")) == [.unknown, .character("q")])
  }

  @Test("Esc and a character at once are Alt")
  func alt() {
    #expect(
      keys(scalars("\u{1B}1\u{1B}[\u{1B}é")) == [.alt("1"), .alt("["), .alt("é")])
    #expect(
      keys(scalars("\u{1B}[1;\u{1B}é")) == [.alt("é")],
      "the next Esc ends a sequence that has no end")
    #expect(keys(scalars("\u{1B}[")) == [.alt("[")])
    #expect(keys(scalars("\u{1B}O")) == [.alt("O")])
  }

  @Test("Esc before a key that curses knows, or before Esc, is Esc")
  func escapeAlone() {
    #expect(keys([.scalar("\u{1B}"), .code(0o403)]) == [.escape, .up])
    #expect(keys(scalars("\u{1B}\u{1B}")) == [.escape, .escape])
  }

  @Test("keys that came together keep their order")
  func order() {
    let inputs = scalars("1") + [.code(0o402)] + scalars("\u{1B}2x")
    #expect(keys(inputs) == [.character("1"), .down, .alt("2"), .character("x")])
  }

  @Test("a sequence that comes in pieces is one key, and none of its letters acts")
  func inPieces() {
    #expect(keys(scalars("\u{1B}["), scalars("A")) == [.up])
    #expect(
      keys(scalars("\u{1B}[1;"), scalars("5"), scalars("Px")) == [.function(1), .character("x")])
    #expect(keys(scalars("\u{1B}O"), scalars("P")) == [.function(1)])
    #expect(keys(scalars("\u{1B}[<0;1"), scalars("0;10Mq")) == [.character("q")])
    #expect(keys(scalars("\u{1B}[1;5")) == [], "one that never ends is dropped")
    var decoder = KeyDecoder()
    #expect(decoder.decode(scalars("x\u{1B}[1")) == [.character("x")] && decoder.isWaiting)
    #expect(decoder.giveUp() == [] && !decoder.isWaiting)
    #expect(decoder.decode(scalars("2")) == [.character("2")], "what was given up is forgotten")
  }

  @Test("what is pasted is text, whatever its letters would do")
  func pasting() {
    let text = "\u{1B}[200~Scenario q\r\u{1B}[201~"
    #expect(
      keys(scalars("a\(text)b")) == [.character("a"), .pasted("Scenario q\r"), .character("b")])
    #expect(keys(scalars("\u{1B}[200~\u{1B}[201~x")) == [.character("x")])
    #expect(keys(scalars("\u{1B}[200~a\u{1B}[Xb\u{1B}[201~")) == [.pasted("a[Xb")])
    #expect(
      keys([.scalar("\u{1B}")] + scalars("[200~a") + [.code(0o402)] + scalars("\u{1B}[201~"))
        == [.pasted("a")])
    for cut in 1..<text.count {
      let scalars = Array(text.unicodeScalars)
      let reads = [scalars[..<cut], scalars[cut...]].map { $0.map { KeyDecoder.Input.scalar($0) } }
      // Cut after its first Esc it would be the key; no terminal pauses there for long.
      guard cut > 1 else { continue }
      let pasted = keys(reads[0], reads[1]).map {
        if case .pasted(let text) = $0 { text } else { "not \($0)" }
      }
      #expect(pasted.joined() == "Scenario q\r", "cut after \(cut)")
    }
  }

  @Test("Esc ends a paste whose end is lost")
  func lostEnd() {
    var decoder = KeyDecoder()
    #expect(decoder.decode(scalars("\u{1B}[200~S")) == [.pasted("S")])
    #expect(decoder.decode(scalars("c")) == [.pasted("c")])
    #expect(decoder.decode(scalars("\u{1B}")) == [] && decoder.isWaiting)
    #expect(decoder.giveUp() == [.escape])
    #expect(decoder.decode(scalars("q")) == [.character("q")])
  }
}
