import Testing
import TextCanvas

@testable import Dashboard

@Suite("the meters")
struct MetersTests {
  /// The row with the counts and the throughput.
  private func countsRow(columns: Int) -> Substring {
    let model = Model.showing(.mixed(jobs: 60), at: 20)
    let size = Size(columns: columns, rows: 24)
    return view(model, size).text.split(separator: "\n")[3]
  }

  @Test("how far the throughput's bars reach back stands before them", arguments: [140, 160, 300])
  func legend(_ columns: Int) throws {
    let row = countsRow(columns: columns)
    let match = try #require(
      row.firstMatch(of: #/  throughput (\d+)s, 1 cell 1s ([ ▁▂▃▄▅▆▇█]+[▁▂▃▄▅▆▇█]) /#), "\(row)")
    #expect(Int(match.1) == match.2.count, "\(row)")
  }

  @Test("where there is no room for that, the bars alone are there", arguments: [80, 100, 120])
  func noLegend(_ columns: Int) {
    let row = countsRow(columns: columns)
    #expect(!row.contains("throughput") && row.contains("█"), "\(row)")
  }
}
