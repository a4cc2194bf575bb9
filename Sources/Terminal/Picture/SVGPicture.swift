package import TextCanvas

/// A canvas as a picture that every browser shows: SVG, with the colours of a palette.
///
/// Blocks and shades are drawn, not written, so that no font leaves gaps between them.
package struct SVGPicture {
  private let canvas: Canvas
  private let palette: Palette

  private static let cellWidth = 8.4
  private static let cellHeight = 17.0
  private static let margin = 10.0
  private static let background = "#11151c"
  private static let foreground = "#d5dae3"

  package init(_ canvas: Canvas, palette: Palette) {
    self.canvas = canvas
    self.palette = palette
  }

  /// The text of the picture's file.
  package var text: String {
    let width = Double(canvas.size.columns) * Self.cellWidth + 2 * Self.margin
    let height = Double(canvas.size.rows) * Self.cellHeight + 2 * Self.margin
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\" shape-rendering=\"crispEdges\" font-size=\"14\" "
        + "font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, monospace\">",
      "<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"\(Self.background)\"/>",
    ]
    for row in 0..<canvas.size.rows { lines += elements(ofRow: row) }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

// MARK: - Rows

extension SVGPicture {
  /// Neighbours that look alike.
  private struct Run {
    var style: Style
    var column: Int
    var cells: [Cell]
  }

  private func runs(ofRow row: Int) -> [Run] {
    var runs: [Run] = []
    for (column, cell) in canvas.row(row).enumerated() {
      if runs.last?.style == cell.style {
        runs[runs.count - 1].cells.append(cell)
      } else {
        runs.append(Run(style: cell.style, column: column, cells: [cell]))
      }
    }
    return runs
  }

  private func elements(ofRow row: Int) -> [String] {
    let top = Self.margin + Double(row) * Self.cellHeight
    return runs(ofRow: row).flatMap { run -> [String] in
      let look = Look(palette.appearance(of: run.style))
      var elements: [String] = []
      if let color = look.background {
        elements.append(
          rect(run.column, top, columns: Double(run.cells.count), share: 0...1, color))
      }
      for (column, block) in blocks(of: run) {
        elements.append(
          rect(
            column, top, columns: block.columns, share: block.rows, look.foreground,
            opacity: block.opacity))
      }
      return elements + text(of: run, top, look)
    }
  }

  /// The blocks of a run; neighbours that touch are one, or there would be seams between them.
  private func blocks(of run: Run) -> [(column: Int, block: Block)] {
    var blocks: [(column: Int, block: Block)] = []
    for (offset, cell) in run.cells.enumerated() {
      guard let block = Block(cell.text) else { continue }
      let column = run.column + offset
      if let last = blocks.last, Double(last.column) + last.block.columns == Double(column),
        last.block.rows == block.rows, last.block.opacity == block.opacity
      {
        blocks[blocks.count - 1].block.columns += block.columns
      } else {
        blocks.append((column, block))
      }
    }
    return blocks
  }

  private func rect(
    _ column: Int, _ top: Double, columns: Double, share: ClosedRange<Double>, _ color: String,
    opacity: Double = 1
  ) -> String {
    let x = Self.number(Self.margin + Double(column) * Self.cellWidth)
    let y = Self.number(top + share.lowerBound * Self.cellHeight)
    let width = Self.number(columns * Self.cellWidth + 0.1)
    let height = Self.number((share.upperBound - share.lowerBound) * Self.cellHeight)
    let shade = opacity == 1 ? "" : " opacity=\"\(Self.number(opacity))\""
    return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" "
      + "fill=\"\(color)\"\(shade)/>"
  }

  /// The words of a run, each where it stands, as wide as its cells.
  private func text(of run: Run, _ top: Double, _ look: Look) -> [String] {
    var words: [(column: Int, columns: Int, text: String)] = []
    for (offset, cell) in run.cells.enumerated() {
      let column = run.column + offset
      if cell.text.isEmpty {
        if !words.isEmpty { words[words.count - 1].columns += 1 }
      } else if cell.text != " ", Block(cell.text) == nil {
        if let last = words.last, last.column + last.columns == column {
          words[words.count - 1].text += cell.text
          words[words.count - 1].columns += 1
        } else {
          words.append((column, 1, cell.text))
        }
      }
    }
    return words.map { word in
      let x = Self.number(Self.margin + Double(word.column) * Self.cellWidth)
      let y = Self.number(top + Self.cellHeight * 0.77)
      let width = Self.number(Double(word.columns) * Self.cellWidth)
      return "<text x=\"\(x)\" y=\"\(y)\" textLength=\"\(width)\" fill=\"\(look.foreground)\""
        + "\(look.attributes)>\(Self.escaped(word.text))</text>"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
  }

  /// What a style is in a picture.
  private struct Look {
    let foreground: String
    let background: String?
    let attributes: String

    init(_ appearance: Appearance) {
      let own = XtermColor.hex(appearance.foreground) ?? SVGPicture.foreground
      let behind = XtermColor.hex(appearance.background)
      foreground = appearance.isReversed ? behind ?? SVGPicture.background : own
      background = appearance.isReversed ? own : behind
      attributes =
        (appearance.isBold ? " font-weight=\"bold\"" : "")
        + (appearance.isUnderlined ? " text-decoration=\"underline\"" : "")
        + (appearance.isDim ? " opacity=\"0.6\"" : "")
    }
  }
}

// MARK: - Blocks

extension SVGPicture {
  /// A character that fills a part of its cell.
  private struct Block {
    var columns = 1.0
    /// From the top, as shares of the cell.
    var rows = 0.0...1.0
    var opacity = 1.0

    private static let left = Array("▏▎▍▌▋▊▉")
    private static let lower = Array("▁▂▃▄▅▆▇")
    private static let shades: [Character: Double] = ["█": 1, "▓": 0.6, "▒": 0.4, "░": 0.2]

    init?(_ text: String) {
      guard text.count == 1, let character = text.first else { return nil }
      if let shade = Self.shades[character] {
        opacity = shade
      } else if let place = Self.left.firstIndex(of: character) {
        columns = Double(place + 1) / 8
      } else if let place = Self.lower.firstIndex(of: character) {
        rows = 1 - Double(place + 1) / 8...1
      } else {
        return nil
      }
    }
  }
}
