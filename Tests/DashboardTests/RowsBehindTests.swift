import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("rows from an earlier look, as too much has changed since")
struct RowsBehindTests {
  private static let size = Size(columns: 160, rows: 50)
  private let looks = SurveyTests.looks

  /// What has seen two looks, the second of which is too much for the rows of a query.
  private func behind(_ query: FutureQuery, seeing look: PoolSnapshot) -> Model {
    var model = Model.showing(looks[0], query)
    model.rows.singleCount = 100
    _ = update(&model, .sampled(look))
    #expect(model.rows.isBehind && !model.rows.isPicking)
    return model
  }

  @Test("of rows that are behind, those that are gone are shown as that, and have no marks")
  func marksBehind() throws {
    let gone = try #require(looks[0].futures.first { $0.state == .finished }?.id)
    var look = looks[6]
    look.futures.remove([gone])
    look.forgottenCounts.succeeded = 1
    var model = behind(FutureQuery(sort: .run), seeing: look)
    model.selectedRow = try #require(model.rows.row(of: gone))
    model.showSelection()
    let lines = view(model, Self.size).text.split(separator: "\n")
    let line = lines.first { $0.contains("done, no longer kept") }
    #expect(line?.contains("▶") == true)
    model.press(" ")
    #expect(model.notice == Notice("#\(gone) is done and no longer kept", .refused))
    #expect(model.marks.isEmpty && model.selectedFuture == gone)
    model.press("*")
    #expect(model.marks.ids == model.rows.ascending.filter { $0 != gone })
  }

  @Test("of rows that are behind, those that match no longer are not cancelled")
  func cancelsBehind() throws {
    let filter = try FutureFilter("wait<6s")
    var model = behind(FutureQuery(filter: filter), seeing: looks[6])
    let matching = looks[6].futures.filter { row in
      row.state == .pending && filter.matches(row, FilterContext(looks[6]))
    }
    #expect(!matching.isEmpty && matching.count < model.rows.pending.count)
    model.press("X")
    #expect(model.press("y") == [.cancel(matching.map(\.id))])
    model = behind(FutureQuery(filter: try FutureFilter("wait<2s try<1")), seeing: looks[6])
    #expect(!model.rows.pending.isEmpty)
    #expect(model.press("X") == [] && model.overlay == nil)
    #expect(model.notice == Notice("nothing that matches waits", .refused))
  }
}
