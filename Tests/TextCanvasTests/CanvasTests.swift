import Testing
import TextCanvas

@Suite("a canvas")
struct CanvasTests {
  private func canvas(_ columns: Int, _ rows: Int) -> Canvas {
    Canvas(size: Size(columns: columns, rows: rows))
  }

  @Test(
    "what lies outside is cut off", arguments: [(-2, "cdef"), (0, "abcd"), (3, "   a"), (9, "")])
  func clips(_ column: Int, _ text: String) {
    var canvas = canvas(4, 1)
    canvas.write("abcdef", at: Position(column: column, row: 0))
    #expect(canvas.text == text)
    canvas.write("x", at: Position(column: 0, row: 1))
    canvas.write("x", at: Position(column: 0, row: -1))
    #expect(canvas.text == text)
  }

  @Test("writing returns the columns it took")
  func writeReturns() {
    var canvas = canvas(6, 1)
    #expect(canvas.write("阻塞", at: Position(column: 0, row: 0)) == 4)
    #expect(canvas.write("abcdef", at: Position(column: 4, row: 0)) == 2)
    #expect(canvas.write("x", at: Position(column: 0, row: 7)) == 0)
  }

  @Test("of a wide character on the edge a blank remains")
  func wideOnEdge() {
    var canvas = canvas(8, 1)
    canvas.fill(canvas.size.bounds, with: ".")
    let clip = Rect(column: 1, row: 0, columns: 4, rows: 1)
    canvas.write("阻阻阻", at: Position(column: 0, row: 0), in: clip)
    #expect(canvas.text == ". 阻 ...")
  }

  @Test("half a wide character is never left behind")
  func halves() {
    var canvas = canvas(5, 1)
    canvas.write("阻塞", at: Position(column: 0, row: 0))
    canvas.write("x", at: Position(column: 1, row: 0))
    #expect(canvas.text == " x塞")
    canvas.write("阻", at: Position(column: 1, row: 0))
    #expect(canvas.text == " 阻")
    canvas.write("y", at: Position(column: 1, row: 0))
    #expect(canvas.text == " y")
    #expect(canvas.row(0).map(\.text) == [" ", "y", " ", " ", " "])
  }

  @Test("a mark shares the cell of what it stands on")
  func marks() {
    var canvas = canvas(3, 1)
    canvas.write("e\u{301}a", at: Position(column: 0, row: 0))
    #expect(canvas.row(0).map(\.text) == ["e\u{301}", "a", " "])
    let many = "a" + String(repeating: "\u{301}", count: 50)
    canvas.write(many, at: Position(column: 0, row: 0))
    #expect(canvas[Position(column: 0, row: 0)].text.unicodeScalars.count == 4)
  }

  @Test("a box and its title")
  func boxes() {
    var canvas = canvas(12, 3)
    canvas.box(Rect(column: 0, row: 0, columns: 12, rows: 3), title: StyledText("hi"), .light)
    #expect(
      canvas.text == """
        ┌─ hi ─────┐
        │          │
        └──────────┘
        """)
  }

  @Test("a box without room for a frame is empty, and one outside draws nothing")
  func tinyBoxes() {
    var canvas = canvas(3, 3)
    canvas.fill(canvas.size.bounds, with: "x")
    canvas.box(Rect(column: 0, row: 0, columns: 1, rows: 3), .light)
    canvas.box(Rect(column: 9, row: 9, columns: 5, rows: 5), .light)
    canvas.box(Rect(column: 1, row: 1, columns: 5, rows: 5), .ascii)
    #expect(canvas.text == " xx\n +-\n |")
  }

  @Test("where only ASCII may stand, each column has a sign")
  func replaceNonASCII() {
    var canvas = canvas(6, 1)
    canvas.write("阻é-x", at: Position(column: 0, row: 0))
    canvas.replaceNonASCII()
    #expect(canvas.text == "???-x")
    canvas.write("a–b ×4…", at: Position(column: 0, row: 0))
    canvas.replaceNonASCII()
    #expect(canvas.text == "a-b x4")
  }

  @Test(
    "a canvas of no size, or less, can be drawn on", arguments: [(0, 0), (5, 0), (0, 5), (-3, 2)])
  func noSize(_ columns: Int, _ rows: Int) {
    var canvas = canvas(columns, rows)
    canvas.write("x", at: Position(column: 0, row: 0))
    canvas.fill(Rect(column: -5, row: -5, columns: 50, rows: 50), with: "x")
    canvas.restyle(Rect(column: 0, row: 0, columns: 9, rows: 9)) { $0.isBold = true }
    #expect(canvas.text.allSatisfy { $0 == "\n" })
  }
}
