import Testing

@testable import ScenarioScript

/// A file that nobody wrote in good faith, and what is said of it.
struct HostileFile: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var error: String

  init(_ name: String, _ text: String, _ error: String) {
    self.name = name
    self.text = text
    self.error = error
  }

  var testDescription: String { name }
}

extension String {
  fileprivate func times(_ count: Int) -> String { String(repeating: self, count: count) }
}

/// Files that nobody wrote in good faith: each ends in one clear error, soon.
@Suite struct HostileFilesTests {
  private static let laughs = (1...40).reduce("a0: &a0 [x, x]\n") { text, level in
    text + "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
  }
  private static let tooDeep = "mappings and lists are nested deeper than 64 levels"
  private static let nothing = "the file says nothing; a scenario says at least its 'jobs'"

  private static let largeKey =
    "this looks like a key that is no plain word; a file with aliases can have none"

  static let files = [
    HostileFile("nothing at all", "", "1:1: \(nothing)"),
    HostileFile("only a comment", "# nothing\n", "1:1: \(nothing)"),
    HostileFile("an empty document", "---\n", "1:1: \(nothing)"),
    HostileFile("a list", "[1]", "1:1: expected a mapping with 'jobs', found a list"),
    HostileFile("a word", "hello", "1:1: expected a mapping with 'jobs', found 'hello'"),
    HostileFile(
      "two documents", "a: 1\n---\nb: 1\n",
      "2:1: a second document begins here; a scenario is one"),
    HostileFile("an alias without an anchor", "jobs: *a", "1:7: this alias has no anchor"),
    HostileFile(
      "an open quote", "jobs: \"open",
      "1:12: no YAML: while scanning a quoted scalar, found unexpected end of stream"),
    HostileFile(
      "a zero byte", "name: a\nx\0y", "2:2: the file holds a zero byte; it is no text"),
    HostileFile(
      "an escape character", "é: \u{1B}[31m",
      "1:4: the file holds the control character U+001B"),
    HostileFile("one level too many", "[".times(65) + "]".times(65), "1:65: \(tooDeep)"),
    HostileFile("a hundred thousand brackets", "[".times(100_000), "1:1: \(tooDeep)"),
    HostileFile("a hundred thousand dashes", "- ".times(100_000), "1:1999: \(tooDeep)"),
    HostileFile(
      "aliases of aliases", laughs,
      "17:1: the file grows beyond 500000 values when its aliases are written out"),
    HostileFile(
      "keys of keys of keys", ("{? ".times(900) + "x" + " : 1}".times(900) + "\n").times(10),
      "2:59: this looks like a key that is no plain word; a file so large can have only few"
    ),
    HostileFile("a key that asks", laughs + "? *a40\n: 1\n", "42:1: \(largeKey)"),
    HostileFile("a key that is an alias", laughs + "*a40 : 1\n", "42:1: \(largeKey)"),
    HostileFile("a key that holds an alias", laughs + "[*a40]: 1\n", "42:6: \(largeKey)"),
    HostileFile(
      "a key after another line end", laughs + "\u{85}? *a40\n: 1\n", "42:2: \(largeKey)"),
  ]

  @Test(
    "quotation marks that begin no quotes hide no key",
    arguments: [
      "a: it's\n", "a: x \"y\n", "a: x, \"y\n", "a: x [\"y\n", "a: x\n  \"y\n",
      "a: x\n  - \"y\n", "a: |\n  b: \"y\n", "a: &b >-\n  c: 'y\n", "a:\n- |2 # b\n    c: 'y\n",
      "# b: \"y\n", "a: x # b: \"y\n", "a: b\u{2028}# c: \"y\n", "a: b\r# c: \"y\n",
      "a: \"x\\\\\" #'\n", "a: 'x\\' #'\n", "a: '''' #'\n", "a: [x, 'y'] 'z\n",
      "a: {b:'c: \"'\n, d: 'y'}\n", "a: !x 'b: \"'\n", "a: x#: \"y\"\n",
    ])
  func decoys(_ decoy: String) {
    let found = problems(decoy + Self.laughs + "zz: \"\"\nyy: ''\n? *a40\n: 1\n")
    #expect(found.count == 1)
    #expect(
      found[0].contains("a key that is no plain word") || found[0].contains("no YAML"),
      "\(found)")
  }

  @Test(
    "what quotes and comments hold, and what stands within words, is no key and no alias",
    arguments: [
      "jobs:\n  a: { sleep: 1s, result: \"{n*2}\", log: { start: \"{n}: begins\" } }\n",
      "jobs:\n  a: { command: \"make 2>&1 *b\", log: { start: \"{n}: begins\" } }\n",
      "jobs:\n  a: { command: \"server &pid; ls *a\", log: { start: \"{n}: begins\" } }\n",
      "jobs:\n  a: &quick { sleep: 1s, log: { start: '{n}: begins' } }\n  b: *quick\n",
      "# &a *a ? {n}: x\njobs:\n  a: &quick { sleep: 1s } # it's {n}:\n  b: *quick\n",
      "jobs:\n  a: &q\n    sleep: 1s\n    log:\n      start: \"say \\\"{n}: no\\\"\"\n  b: *q\n",
      "jobs:\n  a: &quick { command: [sh, -c, \"echo [n]: $0\", 'it''s [n]: x'] }\n  b: *quick\n",
    ])
  func rightFiles(_ text: String) {
    #expect(problems(text) == [])
  }

  @Test("a hostile file ends in one clear error", arguments: files)
  func hostile(_ file: HostileFile) {
    #expect(problems(file.text) == ["x.yaml:\(file.error)"])
  }

  @Test("as many levels as are allowed are read")
  func deepestNesting() {
    let levels = DocumentReader.deepestNesting
    let found = problems("jobs: { a: 1s }\nzebra: " + "[".times(levels - 1) + "]".times(levels - 1))
    #expect(found == ["x.yaml:2:1: unknown key 'zebra'"])
  }

  @Test("bytes that are no UTF-8 are named by their place")
  func encoding() {
    #expect(problems([0x61, 0x0A, 0x62, 0xFF]) == ["x.yaml:2:2: the file is no UTF-8 text"])
    #expect(problems([0xFF, 0xFE, 0x61, 0x00]) == ["x.yaml:1:1: the file is no UTF-8 text"])
  }

  @Test("a file larger than 8 MiB is not read; one of 8 MiB is")
  func size() {
    let comment = [UInt8](repeating: UInt8(ascii: "#"), count: TextCheck.largestFile)
    #expect(
      problems(comment + [UInt8(ascii: "#")]) == ["x.yaml:1:1: the file is larger than 8 MiB"])
    #expect(problems(comment) == ["x.yaml:1:1: \(Self.nothing)"])
  }

  @Test("a byte order mark and line ends with returns are allowed")
  func otherEditors() {
    #expect(problems([0xEF, 0xBB, 0xBF] + [UInt8]("jobs:\r\n  a: 1s\r\n".utf8)) == [])
  }

  @Test("aliases that stay small are written out")
  func aliases() throws {
    let text = "jobs:\n  a: &quick { sleep: 1s, result: ok }\n  b: *quick\n"
    let jobs = try scenario(text).jobs
    #expect(jobs.map(\.name) == ["a", "b"])
    #expect(jobs[0].work == jobs[1].work)
    #expect(jobs[0].result == jobs[1].result)
  }
}
