import Foundation
import Glibc
import Platform
import PoolObservation
import Reports
import TerminalDriver
import Testing

@testable import pooltop

/// Reports on the disk.
@Suite("report files")
struct ReportFileTests {
  private let scratch: ScratchFolder
  private let path: String

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.path("run.html")
  }

  private func record() throws -> RunRecord {
    let pool = PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0)
    var encoder = RecordingEncoder(createdAt: 0)
    encoder.append(RecordingHeader(title: "x", pool: pool))
    let text = String(decoding: encoder.take(), as: UTF8.self)
    return try RunRecord(reading: RecordingFile(scratch.write(text, to: "run.jsonl")))
  }

  @Test("a report goes where a link leads, which stays one")
  func link() throws {
    try scratch.write("old", to: "real.html")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real.html")
    try ReportFile.write(record(), as: .html, to: path)
    #expect(scratch.text(of: "real.html").hasSuffix("</html>\n"))
    #expect(scratch.names == ["real.html", "run.html", "run.jsonl"])
  }

  @Test("a report that takes another's place has the same mode")
  func mode() throws {
    try scratch.write("old", to: "run.html")
    unsafe chmod(path, 0o640)
    try ReportFile.write(record(), as: .html, to: path)
    #expect(scratch.text(of: "run.html").hasSuffix("</html>\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o640)
  }

  @Test("the recording that is told of is not written over, by whatever name")
  func ownRecording() throws {
    _ = try record()
    let (path, link) = (scratch.path("run.jsonl"), scratch.path("x.json"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(throws: UserError.self) { try ReportFile.check(link, isNot: path) }
    #expect(throws: UserError.self) { try ReportFile.check(path, isNot: path) }
    try ReportFile.check(scratch.path("new.json"), isNot: path)
  }
}
