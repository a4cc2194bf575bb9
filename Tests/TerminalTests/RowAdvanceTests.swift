import SeededRandom
import Terminal
import TerminalDriver
import Testing
import TextCanvas

/// Rows that move one cell to the left.
@Suite("Rows that advance")
struct RowAdvanceTests {
  private func row(_ text: String) -> ArraySlice<Cell> {
    text.map { Cell(text: $0 == "_" ? "" : String($0), style: .normal) }[...]
  }

  private func column(_ old: String, _ new: String) -> Int? {
    RowAdvance.column(from: row(old), to: row(new))
  }

  @Test("the cell that goes is the first of what moves; what stands before it may change, too")
  func found() {
    #expect(column("w0 1s|abcdefghijkl", "w0 2s|bcdefghijklm") == 6)
    #expect(column("w0 1s|abcdefghijkl", "w0 1s|bcdefghijkXY") == 6, "the newest cells are new")
    #expect(column("aabbccddeeffgg", "abbccddeeffggh") == 0)
  }

  @Test("a row that stays, that moves to the right, or of which little moves is drawn")
  func notWorthIt() {
    #expect(column("abcdefghijkl", "abcdefghijkl") == nil)
    #expect(column("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaab") == nil)
    #expect(column("abcdefghijkl", "zabcdefghijk") == nil)
    #expect(column("0123456789abcdefg", "0123456789bcdefgh") == 10)
    #expect(column("0123456789abcdef", "0123456789bcdefg") == nil)
    #expect(column("abc", "bcd") == nil && column("", "") == nil)
    #expect(column("abcdefghijkl", "bcdefghijklmn") == nil, "a row of another length")
  }

  @Test("nothing moves that would tear a wide character")
  func wide() {
    #expect(column("ab阻_cdefghijklm", "b阻_cdefghijklmn") == 4)
    #expect(column("阻_塞_阻_塞_阻_塞_", "_塞_阻_塞_阻_塞_ ") == nil)
  }

  @Test("in any two rows, what is taken out leaves less to draw than there was", arguments: 0..<200)
  func lessToDraw(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    let alphabet = Array("ab█▓ 7")
    var old = (0..<40).map { _ in alphabet.randomElement(using: &random) ?? " " }
    var new = old
    let start = Int.random(in: 0..<30, using: &random)
    new.remove(at: start)
    new.append("z")
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      new[Int.random(in: 0..<40, using: &random)] = "x"
      old[Int.random(in: 0..<40, using: &random)] = "y"
    }
    let (before, after) = (row(String(old)), row(String(new)))
    guard let column = RowAdvance.column(from: before, to: after) else { return }
    let advanced = RowAdvance.advanced(before, at: column)
    #expect(advanced.count == before.count)
    func differing(_ cells: ArraySlice<Cell>) -> Int { zip(cells, after).count { $0 != $1 } }
    #expect(differing(advanced) < differing(before))
  }

  @Test(
    "the terminal moves a lane by itself, and shows what a new drawing shows",
    .enabled(if: Tmux.isAvailable), .timeLimit(.minutes(5)))
  func inTerminal() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let tmux = try Tmux()
      tmux.run(Tmux.program("TerminalProbe"))
      try tmux.waitFor("lane 0 |ABCD")
      let record = scratch.path("record")
      tmux.record(to: record)
      for step in 1...9 {
        tmux.press("m")
        try tmux.waitFor("lane \(step) |")
        let letters = (0..<52).map { Character(Unicode.Scalar(UInt8(0x41 + ($0 + step) % 26))) }
        try tmux.waitUntil("it is whole") { tmux.line(9) == "lane \(step) |" + String(letters) }
      }
      let moved = tmux.screen
      tmux.press("C-l")
      try tmux.waitFor("key: control")
      #expect(tmux.lines[9] == moved.split(separator: "\n", omittingEmptySubsequences: false)[9])
      tmux.press("q")
      try tmux.waitFor("left in order")
      try tmux.waitUntilRecorded(in: record)
      // «dch», once for each step.
      #expect(scratch.text(of: "record").ranges(of: "\u{1B}[1P").count == 9)
    }
  }
}
