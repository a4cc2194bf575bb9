import Glibc
import TerminalDriver
import Testing

@testable import Platform

/// Files that take the place of others once they are whole.
@Suite("drafts of files")
struct FileDraftTests {
  private let scratch: ScratchFolder
  private let path: String

  init() throws {
    scratch = try ScratchFolder()
    path = try scratch.write("old", to: "page")
  }

  @Test("until it is whole, nothing of it has the other's name", arguments: [false, true])
  func unfinished(_ hasName: Bool) throws {
    let draft = try FileDraft(path, hasName: hasName)
    #expect(writeAll("new", to: draft.descriptor))
    #expect(scratch.text(of: "page") == "old" && scratch.names.count == (hasName ? 2 : 1))
    try draft.commit()
    #expect(scratch.text(of: "page") == "new" && scratch.names == ["page"])
  }

  @Test("nothing is left of one that is dropped", arguments: [false, true])
  func dropped(_ hasName: Bool) throws {
    let draft = try FileDraft(path, hasName: hasName)
    #expect(writeAll("new", to: draft.descriptor))
    draft.discard()
    #expect(scratch.text(of: "page") == "old" && scratch.names == ["page"])
  }

  @Test("a circle of links stays one, and is an error")
  func circle() throws {
    let link = scratch.path("link")
    #expect(unsafe symlink("link", link) == 0)
    let error = #expect(throws: SystemError.self) { try FileDraft(link).discard() }
    #expect(error?.code == ELOOP)
    #expect(scratch.names == ["link", "page"])
  }

  @Test("a link stays one, to a file and to what is not there yet", arguments: ["page", "new"])
  func link(_ target: String) throws {
    let links = [("far", "near"), ("near", target)].map { (scratch.path($0), $1) }
    for (link, target) in links { #expect(unsafe symlink(target, link) == 0) }
    try FileDraft.write(links[0].0) { write in try write("text") }
    for (link, _) in links {
      var status = stat()
      #expect(unsafe lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }
    #expect(scratch.text(of: target) == "text" && scratch.text(of: "far") == "text")
    #expect(scratch.names == Set([target, "far", "near", "page"]).sorted())
  }

  @Test("nor of one that the end of the program has cut short")
  func cutShort() async {
    await #expect(processExitsWith: .exitCode(7)) { [path = path as String] in
      let draft = try FileDraft(path, hasName: true)
      exit(writeAll("new", to: draft.descriptor) ? 7 : 1)
    }
    #expect(scratch.text(of: "page") == "old" && scratch.names == ["page"])
  }

  @Test("also between its name and its place")
  func cutShortInPlace() async {
    await #expect(processExitsWith: .exitCode(7)) { [path = path as String] in
      let draft = try FileDraft(path)
      try draft.takeName()
      exit(7)
    }
    #expect(scratch.text(of: "page") == "old" && scratch.names == ["page"])
  }
}
