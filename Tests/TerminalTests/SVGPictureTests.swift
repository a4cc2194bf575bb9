import Terminal
import Testing
import TextCanvas

@Suite("a canvas as a picture")
struct SVGPictureTests {
  private func lines(_ draw: (inout Canvas) -> Void) -> [String] {
    var canvas = Canvas(size: Size(columns: 20, rows: 2))
    draw(&canvas)
    let text = SVGPicture(canvas, palette: Palette(.full)).text
    return text.split(separator: "\n").map(String.init)
  }

  @Test("it is as large as its cells and a margin, and empty where nothing stands")
  func empty() {
    let lines = lines { _ in }
    #expect(lines.count == 3)
    #expect(
      lines[0].hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"188\" height=\"54\""))
    #expect(lines[2] == "</svg>")
  }

  @Test("words stand at their columns, as wide as their cells, and mean nothing to the browser")
  func words() {
    let lines = lines {
      $0.write("a  <b> & 阻塞", at: Position(column: 1, row: 1), Style(.failed))
    }
    #expect(
      lines[2...4].map { $0.replacing(#/ fill=.*?"bold"/#, with: "") } == [
        "<text x=\"18.4\" y=\"40.1\" textLength=\"8.4\">a</text>",
        "<text x=\"43.6\" y=\"40.1\" textLength=\"25.2\">&lt;b&gt;</text>",
        "<text x=\"77.2\" y=\"40.1\" textLength=\"8.4\">&amp;</text>",
      ])
    #expect(lines[5].contains("textLength=\"33.6\"") && lines[5].contains(">阻塞<"))
    #expect(lines[2].contains("fill=\"#ff5f00\" font-weight=\"bold\""))
  }

  @Test("blocks are drawn, neighbours in one, shades as shades")
  func blocks() {
    let lines = lines {
      $0.write("███▌▓▓▂", at: Position(column: 0, row: 0), Style(.laneEven))
    }
    #expect(
      lines[2...4] == [
        "<rect x=\"10\" y=\"10\" width=\"29.5\" height=\"17\" fill=\"#5f87d7\"/>",
        "<rect x=\"43.6\" y=\"10\" width=\"16.9\" height=\"17\" fill=\"#5f87d7\" opacity=\"0.6\"/>",
        "<rect x=\"60.4\" y=\"22.8\" width=\"8.5\" height=\"4.3\" fill=\"#5f87d7\"/>",
      ])
  }

  @Test("what is reversed has its colours the other way round")
  func reversed() {
    let lines = lines {
      $0.write("x", at: Position(column: 0, row: 0), Style(.header, isReversed: true))
    }
    #expect(lines[2].contains("fill=\"#eeeeee\""))
    #expect(lines[3].contains("fill=\"#4e4e4e\">x<"))
  }
}
