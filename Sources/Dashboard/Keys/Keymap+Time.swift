// The keys of what stands still: the frozen view, and the screen that is all lanes.

extension Keymap {
  static let frozen: [KeyBinding] = [
    KeyBinding(
      [","], .time(.stepPicture(by: -1)), in: .frozen, footer: "Older",
      help: "while frozen, one picture back and on; 50, goes back 50", keysLabel: ", ."),
    KeyBinding(["."], .time(.stepPicture(by: 1)), in: .frozen, footer: "Newer", help: nil),
  ]

  /// The keys that lead there.
  static let time: [KeyBinding] = [
    KeyBinding(
      ["t", .function(5)], .time(.lanes), in: .panes, footer: "Lanes",
      help: "the lanes on the whole screen, with a time cursor"),
    KeyBinding(
      ["Z"], .time(.freeze), in: .panes, footer: "Freeze",
      help: "freeze the view; again: go on"),
  ]

  static let lanes: [KeyBinding] = [
    KeyBinding(
      [.escape, "t", .function(5), "q"], .back, in: .lanes, footer: "Back",
      help: "lanes: back to the panes"),
    KeyBinding([.function(1), "?"], .help, in: .lanes, footer: "Help", help: nil),
    KeyBinding(
      [.left, "h"], .time(.moveCursor(by: -1)), in: .lanes, footer: "Earlier",
      help: "lanes: the time cursor one cell back, on; 12 before it: twelve",
      keysLabel: "Left Right h l"),
    KeyBinding(
      [.right, "l"], .time(.moveCursor(by: 1)), in: .lanes, footer: "Later", help: nil),
    KeyBinding(
      ["b"], .time(.moveCursor(by: -10)), in: .lanes, help: "lanes: ten cells back, on",
      keysLabel: "b w"),
    KeyBinding(["w"], .time(.moveCursor(by: 10)), in: .lanes, help: nil),
    KeyBinding(
      [.home], .time(.cursorToStart), in: .lanes, help: "lanes: to the beginning, to now",
      keysLabel: "Home End"),
    KeyBinding([.end], .time(.cursorToNow), in: .lanes, footer: "Now", help: nil),
    KeyBinding(
      ["<"], .time(.zoom(by: 1)), in: .lanes, footer: "Longer",
      help: "lanes: more, less time to a cell", keysLabel: "< >"),
    KeyBinding([">"], .time(.zoom(by: -1)), in: .lanes, help: nil),
    KeyBinding(
      [.up, "k"], .move(.up), in: .lanes, help: "lanes: one worker up, down",
      keysLabel: "Up Down k j"),
    KeyBinding([.down, "j"], .move(.down), in: .lanes, help: nil),
    KeyBinding(
      [.pageUp, .control("u")], .move(.pageUp), in: .lanes, help: "lanes: one page up, down",
      keysLabel: "PgUp PgDn Ctrl-u/d"),
    KeyBinding([.pageDown, .control("d")], .move(.pageDown), in: .lanes, help: nil),
    KeyBinding(
      ["g"], .move(.first), in: .lanes, help: "lanes: the first worker, the last",
      keysLabel: "g G"),
    KeyBinding(["G"], .move(.last), in: .lanes, help: nil),
    KeyBinding(
      ["Z"], .time(.freeze), in: .lanes, footer: "Freeze", help: "lanes: freeze the view; go on"),
    KeyBinding(
      ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], .repeatCount, in: .lanes,
      help: nil, keysLabel: "0..9"),
  ]
}
