import Foundation
import Testing

@testable import PoolObservation

@Suite("A row of a snapshot")
struct FutureSnapshotTests {
  @Test("keeps how far its job was, where it was written before it told when that was said")
  func olderProgress() throws {
    var row = FutureSnapshot(id: id(1), name: "a", submittedAt: seconds(1))
    row.state = .running
    row.progress(to: 0.25, at: seconds(2))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(row), as: UTF8.self)
    let older = text.replacing(/"progressedAt":\{[^}]*\},/, with: "")
    try #require(older != text)
    let copy = try JSONDecoder().decode(FutureSnapshot.self, from: Data(older.utf8))
    #expect(copy.progress == 0.25 && copy.progressedAt == nil)
    #expect(try JSONDecoder().decode(FutureSnapshot.self, from: Data(text.utf8)) == row)
  }
}
