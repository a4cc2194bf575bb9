import Foundation
import Glibc
import Platform
import PoolObservation
import Reports
import Testing

@testable import pooltop

/// Reports on the disk.
@Suite("report files")
struct ReportFileTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/pooltop-report-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
  }

  private func record() throws -> RunRecord {
    let pool = PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0)
    var encoder = RecordingEncoder(createdAt: 0)
    encoder.append(RecordingHeader(title: "x", pool: pool))
    let path = folder + "/run.jsonl"
    #expect(FileManager.default.createFile(atPath: path, contents: Data(encoder.take())))
    return try RunRecord(reading: RecordingFile(path))
  }

  private func text(_ name: String) -> String? {
    try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }

  @Test("a report goes where a link leads, which stays one")
  func link() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "old".write(toFile: folder + "/real.html", atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/run.html", withDestinationPath: "real.html")
    try ReportFile.write(record(), as: .html, to: folder + "/run.html")
    #expect(text("real.html")?.hasSuffix("</html>\n") == true)
    let entries = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(entries.sorted() == ["real.html", "run.html", "run.jsonl"])
  }

  @Test("a report that takes another's place has the same mode")
  func mode() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/run.html"
    try "old".write(toFile: path, atomically: false, encoding: .utf8)
    unsafe chmod(path, 0o640)
    try ReportFile.write(record(), as: .html, to: path)
    #expect(text("run.html")?.hasSuffix("</html>\n") == true)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o640)
  }

  @Test("until a report is whole there is nothing of it, and the former one is")
  func unfinished() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/run.html"
    try "old".write(toFile: path, atomically: false, encoding: .utf8)
    let draft = try FileDraft(path)
    #expect(writeAll("new", to: draft.descriptor))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.html"])
    #expect(text("run.html") == "old")
    try draft.commit()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.html"])
    #expect(text("run.html") == "new")
  }

  @Test("the recording that is told of is not written over, by whatever name")
  func ownRecording() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try record()
    let path = folder + "/run.jsonl"
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/x.json", withDestinationPath: "run.jsonl")
    #expect(throws: UserError.self) { try ReportFile.check(folder + "/x.json", isNot: path) }
    #expect(throws: UserError.self) { try ReportFile.check(path, isNot: path) }
    try ReportFile.check(folder + "/new.json", isNot: path)
  }
}
