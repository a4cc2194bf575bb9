import Dashboard
import Testing

@testable import SettingsDocument

@Suite("the settings file")
struct KeptSettingsTests {
  private func keys(_ kept: KeptSettings, _ context: String, _ name: String) -> [String]? {
    kept.keymap.entries.first { $0.context == context && $0.name == name }?.keys
  }

  @Test("what is written is read again, without a complaint", arguments: SettingRow.allCases)
  func roundTrip(_ row: SettingRow) {
    for choice in row.choices {
      var settings = Settings()
      settings[row] = choice
      let (kept, problems) = KeptSettings.read(KeptSettings.text(settings))
      #expect(kept.settings == settings && problems.isEmpty)
      #expect(kept.keymap == .standard)
    }
  }

  @Test("every key in the file's comments can be uncommented and changed")
  func everyKey() {
    let lines = KeptSettings.text(Settings()).split(separator: "\n").map(String.init)
    let start = lines.firstIndex(of: "keys:").map { $0 + 1 } ?? lines.count
    let text = (["keys:"] + lines[start...].map { String($0.dropFirst()) }).joined(separator: "\n")
    let (kept, problems) = KeptSettings.read(text)
    #expect(problems.isEmpty, "\(problems)")
    #expect(kept.keymap.entries.map(\.keys) == Keymap.standard.entries.map(\.keys))
    // A number is typed with digits alone.
    for entry in Keymap.standard.entries where entry.name != "repeat" {
      let changed = "keys:\n  \(entry.context):\n    \(entry.name): [F42, Alt-ö]"
      let (kept, problems) = KeptSettings.read(changed)
      #expect(problems.isEmpty && keys(kept, entry.context, entry.name) == ["F42", "Alt-ö"])
    }
  }

  @Test("a file that says nothing changes nothing", arguments: ["", "# nothing\n", "keys:\n", "~"])
  func empty(_ text: String) {
    let (kept, problems) = KeptSettings.read(text)
    #expect(kept == KeptSettings() && problems.isEmpty)
  }

  @Test("what is wrong is told with its place, and the rest counts")
  func broken() {
    let (kept, problems) = KeptSettings.read(
      """
      theme: clam
      them: calm
      mouse: false
      rate: 5
      keys:
        panse:
          add: [b]
        panes:
          ad: [b]
          help: [F99]
          hold: [b]
          zoom: q
        futures: [x]
      """)
    #expect(
      problems.map { "\($0.line):\($0.column): \($0.sentence)" } == [
        "1:8: theme is one of standard, dark, light, calm, found 'clam'",
        "2:1: there is no setting 'them'; did you mean 'theme'?",
        "3:8: mouse is one of on, off, found 'false'",
        "6:3: keys mean nothing in 'panse'; did you mean 'panes'?",
        "9:5: nothing in 'panes' is called 'ad'; did you mean 'add'?",
        "10:11: 'F99' is no key; keys are a, Space, F5, Ctrl-l, Alt-1, Enter, PgUp",
        "13:12: expected what keys do, such as 'help: [F1]'",
        "12:11: 'q' would be 'zoom' and 'quit'; 'zoom' keeps its usual keys",
      ])
    #expect(kept.settings.rate == .five && kept.settings.theme == .standard)
    #expect(keys(kept, "panes", "hold") == ["b"])
    #expect(keys(kept, "panes", "zoom") == ["z"])
  }

  @Test(
    "a key that would be dead there is told with its place and the way out, and does not count",
    arguments: [
      (
        "typing", "accept", "y",
        "'y' is typed there; 'accept' is done by F5, Ctrl-k, Alt-1, Enter, PgUp and such"
      ),
      (
        "list", "down", "Space",
        "'Space' is typed there; 'down' is done by F5, Ctrl-k, Alt-1, Enter, PgUp and such"
      ),
      ("panes", "repeat", "b", "'b' is no digit, and 'repeat' is of digits: 0 to 9, or fewer"),
      ("lanes", "repeat", "F5", "'F5' is no digit, and 'repeat' is of digits: 0 to 9, or fewer"),
      (
        "panes", "hold", "Ctrl-z",
        "'Ctrl-z' never comes here: the terminal suspends with it; take another, such as Ctrl-k"
      ),
      (
        "panes", "hold", "Ctrl-C",
        "'Ctrl-c' never comes here: the terminal interrupts with it; take another, such as Ctrl-k"
      ),
      (
        "panes", "hold", "Ctrl-\\",
        "'Ctrl-\\' never comes here: the terminal ends the program with it; "
          + "take another, such as Ctrl-k"
      ),
      (
        "futures", "stop", "Ctrl-s",
        "'Ctrl-s' never comes here: the terminal stops its output with it; "
          + "take another, such as Ctrl-k"
      ),
      (
        "futures", "stop", "Ctrl-q",
        "'Ctrl-q' never comes here: the terminal goes on with its output with it; "
          + "take another, such as Ctrl-k"
      ),
      ("panes", "zoom", "Ctrl-i", "'Ctrl-i' comes as Tab; write Tab, or another, such as Ctrl-k"),
      (
        "panes", "zoom", "Ctrl-m",
        "'Ctrl-m' comes as Enter; write Enter, or another, such as Ctrl-k"
      ),
      (
        "panes", "zoom", "Ctrl-j",
        "'Ctrl-j' comes as Enter; write Enter, or another, such as Ctrl-k"
      ),
      (
        "panes", "zoom", "Ctrl-h",
        "'Ctrl-h' comes as Backsp; write Backsp, or another, such as Ctrl-k"
      ),
      ("panes", "zoom", "Ctrl-[", "'Ctrl-[' comes as Esc; write Esc, or another, such as Ctrl-k"),
      (
        "panes", "zoom", "Ctrl-ö", "no terminal sends 'Ctrl-ö'; take another, such as Ctrl-k"
      ),
      ("panes", "zoom", "Ctrl-1", "no terminal sends 'Ctrl-1'; take another, such as Ctrl-k"),
    ])
  func deadKeys(_ context: String, _ name: String, _ key: String, _ sentence: String) {
    let (kept, problems) = KeptSettings.read(
      "keys:\n  \(context):\n    \(name): ['\(key)', F42]\n")
    #expect(problems.map { "\($0.line):\($0.column)" } == ["3:\(name.count + 7)"])
    #expect(problems.map(\.sentence) == [sentence])
    #expect(kept.keymap == .standard)
  }

  @Test("keys that come are not refused, nor those that do it already")
  func livingKeys() {
    let (kept, problems) = KeptSettings.read(
      """
      keys:
        anywhere: { interrupt: [Ctrl-c, F42], suspend: [F43, Ctrl-z] }
        typing: { accept: [Enter, Tab, Ctrl-k, Alt-y] }
        panes: { repeat: ["1", "2", "3"], hold: ["Ctrl-]", Ctrl-@, Ctrl-^, Ctrl-_, Ctrl-a] }
      """)
    #expect(problems.isEmpty, "\(problems)")
    #expect(keys(kept, "panes", "repeat") == ["1", "2", "3"])
    #expect(keys(kept, "panes", "hold") == ["Ctrl-]", "Ctrl-@", "Ctrl-^", "Ctrl-_", "Ctrl-a"])
  }

  @Test("two keys can be swapped")
  func swapped() {
    let (kept, problems) = KeptSettings.read(
      "keys: { panes: { add: [P], hold: [a] } }")
    #expect(problems.isEmpty)
    #expect(keys(kept, "panes", "add") == ["P"] && keys(kept, "panes", "hold") == ["a"])
  }

  @Test(
    "what is no YAML is told with its place",
    arguments: [
      ("theme: [calm", "2:1"), ("theme: calm\n\tmouse: on", "2:1"), ("- a", "1:1"),
      ("theme: calm\ntheme: calm", "1:1"),
    ])
  func noYAML(_ text: String, _ place: String) {
    let (kept, problems) = KeptSettings.read(text)
    #expect(kept.keymap == .standard)
    #expect(problems.map { "\($0.line):\($0.column)" } == [place], "\(problems)")
    #expect(problems.allSatisfy { $0.endsReading })
  }

  @Test("changing a setting leaves what else a person wrote")
  func edited() {
    var settings = Settings()
    settings.theme = .calm
    settings.mouse = false
    let text = KeptSettings.text(
      settings, in: "# mine\ntheme: dark # for the sun\nkeys: { panes: { add: [b] } }\n")
    #expect(
      text == "mouse: off\n# mine\ntheme: calm # for the sun\nkeys: { panes: { add: [b] } }\n")
    let (kept, problems) = KeptSettings.read(text ?? "")
    #expect(kept.settings == settings && problems.isEmpty)
    #expect(keys(kept, "panes", "add") == ["b"])
  }

  @Test("whatever the file looks like, a change is written whole or not at all")
  func carefully() throws {
    var settings = Settings()
    settings.theme = .calm
    let document = "---\n# mine\nkeys: { panes: { add: [b] } }\n"
    #expect(
      KeptSettings.text(settings, in: document)
        == "---\ntheme: calm\n# mine\nkeys: { panes: { add: [b] } }\n")
    let lines = try #require(
      KeptSettings.text(settings, in: "theme: dark\r\nmouse: on\r\nrate: 5\r\n"))
    #expect(lines == "theme: calm\r\nmouse: on\r\nrate: 10\r\n")
    for untouchable in [
      "\"theme\": dark", "{ theme: dark }", "  theme: dark\n", "theme:\n  dark\n",
    ] {
      #expect(KeptSettings.text(settings, in: untouchable) == nil, "\(untouchable)")
    }
  }

  @Test("a key that is taken everywhere is told from where it stands in the file")
  func conflictsAnywhere() {
    for text in [
      "keys: { panes: { help: [Ctrl-c] } }", "keys: { anywhere: { interrupt: [q] } }",
      "keys: { panes: { help: [Ctrl-c], add: [Ctrl-l] } }",
    ] {
      let (kept, problems) = KeptSettings.read(text)
      #expect(kept.keymap == .standard, "\(text)")
      #expect(kept.keymap.conflicts.isEmpty)
      #expect(!problems.isEmpty && problems.allSatisfy { $0.column > 8 }, "\(problems)")
    }
  }
}
