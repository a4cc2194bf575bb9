// The keys of what lies over the panes. An answer that can lose work is a letter; Enter and Esc
// never act.

extension Keymap {
  static let typing: [KeyBinding] = [
    KeyBinding([.enter], .accept, in: .typing, footer: "Keep", help: "keep it"),
    KeyBinding([.escape], .back, in: .typing, footer: "Back", help: "leave all as it was"),
    KeyBinding([.control("u")], .clearLine, in: .typing, footer: "Clear", help: "clear the line"),
    KeyBinding([.control("w")], .eraseWord, in: .typing, help: "erase a word"),
    KeyBinding([.backspace], .erase, in: .typing, help: "erase a letter"),
    KeyBinding([.enter], .accept, in: .list, footer: "Choose", help: "choose it"),
    KeyBinding([.escape], .back, in: .list, footer: "Back", help: "choose nothing"),
    KeyBinding([.control("u")], .clearLine, in: .list, footer: "Clear", help: "clear the line"),
    KeyBinding([.control("w")], .eraseWord, in: .list, help: "erase a word"),
    KeyBinding([.backspace], .erase, in: .list, help: "erase a letter"),
    KeyBinding([.up, .backTab], .move(.up), in: .list, help: "the one above"),
    KeyBinding([.down, .tab], .move(.down), in: .list, help: "the one below"),
    KeyBinding([.pageUp], .move(.pageUp), in: .list, help: "one page up"),
    KeyBinding([.pageDown], .move(.pageDown), in: .list, help: "one page down"),
    KeyBinding([.home], .move(.first), in: .list, help: "to the first"),
    KeyBinding([.end], .move(.last), in: .list, help: "to the last"),
  ]

  static let dialogs: [KeyBinding] = questions + boxes

  private static let questions: [KeyBinding] = [
    KeyBinding(
      ["y"], .confirm, in: .question, danger: .acts, footer: "Yes", help: "do it"),
    KeyBinding(
      [.escape, .enter, "n"], .back, in: .question, footer: "No", help: "change nothing"),
    KeyBinding(
      ["w"], .shutDown(.wait), in: .shutdownDialog, danger: .acts, footer: "Wait",
      help: "take no more work, let all of it run"),
    KeyBinding(
      ["c"], .shutDown(.cancelPending), in: .shutdownDialog, danger: .acts,
      footer: "Cancel pending",
      help: "cancel what is pending, wait for what runs"),
    KeyBinding(
      ["n"], .shutDown(.now), in: .shutdownDialog, danger: .acts, footer: "Now",
      help: "cancel what is pending, end what runs"),
    KeyBinding(
      [.escape, .enter], .back, in: .shutdownDialog, footer: "Back", help: "change nothing"),
    KeyBinding(
      ["w"], .quit(.wait), in: .quitDialog, danger: .acts, footer: "Wait, then quit",
      help: "let all of it run, then quit"),
    KeyBinding(
      ["c"], .quit(.cancelPending), in: .quitDialog, danger: .acts, footer: "Cancel pending, quit",
      help: "cancel what is pending, wait for what runs, quit"),
    KeyBinding([.escape, .enter], .back, in: .quitDialog, footer: "Back", help: "change nothing"),
  ]

  private static let boxes: [KeyBinding] = [
    KeyBinding(
      [.escape, .enter, "q", "?", .function(1)], .back, in: .help, footer: "Back",
      help: "close the help"),
    KeyBinding([.up, "k"], .move(.up), in: .help, help: "one row up"),
    KeyBinding([.down, "j"], .move(.down), in: .help, help: "one row down"),
    KeyBinding([.pageUp, .control("u")], .move(.pageUp), in: .help, help: "one page up"),
    KeyBinding([.pageDown, .control("d")], .move(.pageDown), in: .help, help: "one page down"),
    KeyBinding([.home, "g"], .move(.first), in: .help, help: "to the beginning"),
    KeyBinding([.end, "G"], .move(.last), in: .help, help: "to the end"),
    KeyBinding(
      [.escape, .enter, "q"], .back, in: .details, footer: "Back", help: "close the details"),
    KeyBinding([.up, "k"], .move(.up), in: .details, help: "the future above"),
    KeyBinding([.down, "j"], .move(.down), in: .details, help: "the future below"),
    KeyBinding([.pageUp, .control("u")], .move(.pageUp), in: .details, help: "one page back"),
    KeyBinding([.pageDown, .control("d")], .move(.pageDown), in: .details, help: "one page on"),
    KeyBinding([.home, "g"], .move(.first), in: .details, help: "the first future"),
    KeyBinding([.end, "G"], .move(.last), in: .details, help: "the last future"),
    KeyBinding([.function(1), "?"], .help, in: .details, footer: "Help", help: nil),
    KeyBinding(
      [.escape, "q", .function(2)], .back, in: .settings, footer: "Back",
      help: "close the settings"),
    KeyBinding([.up, "k"], .move(.up), in: .settings, help: "the setting above"),
    KeyBinding([.down, "j"], .move(.down), in: .settings, help: "the setting below"),
    KeyBinding([.home, "g"], .move(.first), in: .settings, help: "the first setting"),
    KeyBinding([.end, "G"], .move(.last), in: .settings, help: "the last setting"),
    KeyBinding([.function(1), "?"], .help, in: .settings, footer: "Help", help: nil),
    KeyBinding(
      [.enter, " ", .right, "l"], .changeSetting(by: 1), in: .settings, footer: "Change",
      help: "the next choice"),
    KeyBinding([.left, "h"], .changeSetting(by: -1), in: .settings, help: "the choice before"),
  ]
}
