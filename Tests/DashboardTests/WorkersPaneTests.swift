import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

/// More workers than a screen has rows for.
@Suite("the workers, when they are many")
struct WorkersPaneTests {
  private static let size = Size(columns: 80, rows: 24)

  /// The numbers of the workers that are on the screen, from top to bottom.
  private func shown(_ model: Model) -> [Int] {
    let lines = view(model, Self.size).text.split(separator: "\n").map(String.init)
    let header = lines.firstIndex { $0.hasPrefix("WID") } ?? lines.endIndex
    return lines[header...].dropFirst().prefix { !$0.contains("STATE") }.compactMap {
      Int($0.prefix(3).drop { $0 == " " })
    }
  }

  @Test("they scroll, their header says which they are, and the meters count all of them")
  func scrolling() throws {
    var script = Script(workers: 40)
    for id: UInt64 in 0..<30 {
      script.submit(id, "fetch")
      script.run(id, on: Int(id), from: 0, to: 9)
    }
    var model = Model.showing(script, at: 5, title: "many.yaml")
    let page = shown(model).count
    #expect(page > 2 && page < 20 && shown(model) == Array(0..<page))
    func header() -> String {
      view(model, Self.size).text.split(separator: "\n").first { $0.hasPrefix("WID") }
        .map(String.init) ?? ""
    }
    #expect(header().contains("rows 1–\(page) of 40"))
    model.press(.alt("1"), .down, "j")
    #expect(shown(model) == Array(2..<page + 2))
    #expect(header().contains("rows 3–\(page + 2) of 40"))
    model.press(.pageDown)
    #expect(shown(model) == Array(page + 2..<2 * page + 2))
    model.press(.end)
    #expect(shown(model) == Array(40 - page..<40))
    #expect(header().contains("rows \(41 - page)–40 of 40"))
    // Nor does a row that is below the last move it.
    model.press(.down)
    #expect(shown(model) == Array(40 - page..<40))
    #expect(view(model, Self.size).text.contains("30/40 busy"))
    model.press(.home)
    #expect(shown(model) == Array(0..<page))
  }
}
