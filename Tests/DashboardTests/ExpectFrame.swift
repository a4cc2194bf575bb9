import Foundation
import Testing
import TextCanvas

// Golden frames lie in Frames/, a text file each. RECORD_FRAMES=1 writes them anew, and fails the
// tests that did, so that a recording can never pass for a check. The difference is for people to
// look at, in version control.

private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Frames")

/// Checks that a canvas is, character for character, the frame of a name.
func expectFrame(
  _ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = folder.appending(path: "\(name).txt")
  let text = canvas.text + "\n"
  if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    Issue.record("recorded \(name), nothing checked", sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  #expect(text == expected, "\(name) looks different now:\n\(text)", sourceLocation: sourceLocation)
}
