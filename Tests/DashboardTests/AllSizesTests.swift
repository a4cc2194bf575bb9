import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("every screen, however small")
struct AllSizesTests {
  /// Names, results and log lines as nobody would wish them.
  private static let hostile = [
    "\u{1B}[2J\u{1B}]0;owned\u{7}", "~~~阻塞~~~", "\u{202E}txt.exe", "a\tb\r\nc\u{0}d",
    "👨‍👩‍👧🏽🇩🇪❤️", String(repeating: "阻", count: 300), "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{9B}31mred", "",
  ]

  private func hostileModel(isASCII: Bool) -> Model {
    var script = Script(workers: 5)
    for (index, text) in Self.hostile.enumerated() {
      script.submit(UInt64(index), text)
      script.log(1, text, worker: index % 2 == 0 ? 1 : nil)
    }
    let outcomes: [FutureOutcome] = [.succeeded, .failed, .crashed, .timedOut]
    for (index, outcome) in outcomes.enumerated() {
      script.run(UInt64(index), on: index, from: 0, to: 0.01, outcome, Self.hostile[index])
    }
    script.run(4, on: 4, from: 0, to: 100)
    return .showing(
      script, at: 3, title: Self.hostile.joined(), options: Options(isASCII: isASCII),
      progress: [4: 0.3])
  }

  /// Whether a canvas holds nothing but whole, harmless characters.
  private func isWhole(_ canvas: Canvas, isASCII: Bool) -> Bool {
    (0..<canvas.size.rows).allSatisfy { row in
      var isWide = false
      for cell in canvas.row(row) {
        if cell.text == " ", !isWide { continue }
        guard cell.text.isEmpty == isWide,
          cell.text.unicodeScalars.allSatisfy({ !$0.properties.isBidiControl }),
          cell.text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && (!isASCII || $0 < 0x80) })
        else { return false }
        isWide = !isWide && cell.text.columnCount == 2
      }
      return !isWide
    }
  }

  @Test("no size and no name breaks a frame", arguments: [false, true])
  func anySize(_ isASCII: Bool) {
    var model = hostileModel(isASCII: isASCII)
    let overlays: [Key] = ["z", "S", "?", "q", .enter]
    let columnSteps =
      Array(0...12) + Array(stride(from: 15, through: 200, by: 13)) + [80, 120, 160]
    let rowSteps = Array(0...26) + [40, 50, 60]
    for (index, columns) in columnSteps.enumerated() {
      for rows in rowSteps {
        let size = Size(columns: columns, rows: rows)
        _ = update(&model, .resized(size))
        model.press(.escape, overlays[(index + rows) % overlays.count])
        let canvas = view(model, size)
        #expect(canvas.size == size)
        #expect(isWhole(canvas, isASCII: isASCII), "\(columns)x\(rows)")
      }
    }
  }

  @Test(
    "where nothing fits, a question says what and how many, and its answers",
    arguments: [
      ("q", "Quit? 8 running, 5 pending. w Wait"), ("S", "How shall the pool shut down? 8"),
      ("X", "Cancel all 5 pending? 5 will never start. y Yes; Esc No"),
      ("R", "Run it again? 8 run"),
    ])
  func tinyQuestions(_ key: String, _ expected: String) {
    var model = Model.showing(.mixed(jobs: 60), at: 20)
    let size = Size(columns: 38, rows: 7)
    _ = update(&model, .resized(size))
    model.press(.character(Character(key)))
    let words = view(model, size).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains(expected), "\(words)")
    let line = view(model, Size(columns: 30, rows: 2)).text
    #expect(line.contains(key == "X" || key == "R" ? "y Yes; Esc No" : "w Wait"), "\(line)")
  }

  @Test(
    "a pane that a small screen has no room for has the keys again on a larger one",
    arguments: [Size(columns: 10, rows: 3), Size(columns: 80, rows: 12)])
  func smallForAWhile(_ small: Size) {
    var model = Model.showing(.mixed(jobs: 60), at: 20)
    model.press(.alt("4"), "z", "j")
    let before = view(model, Size(columns: 80, rows: 24)).text
    _ = update(&model, .resized(small))
    model.press("j")
    #expect(model.focus == .futures && model.selectedRow == 1)
    _ = update(&model, .scrolled(Position(column: 0, row: small.rows / 2), by: 1))
    _ = update(&model, .resized(Size(columns: 80, rows: 24)))
    #expect(model.focus == .log && view(model, Size(columns: 80, rows: 24)).text == before)
  }

  @Test("a screen of another size than the model knows shows the selected row")
  func unannouncedSize() {
    var model = Model.showing(.mixed(jobs: 60), at: 20)
    model.press("G")
    #expect(view(model, Size(columns: 80, rows: 14)).text.contains("▶"))
  }

  @Test("before the first sample there is a title and a way out")
  func noSample() {
    let text = view(Model(title: "early"), Size(columns: 80, rows: 24)).text
    #expect(text.contains("early") && text.contains("waiting for the pool"))
    #expect(text.contains("q Quit"))
  }
}
