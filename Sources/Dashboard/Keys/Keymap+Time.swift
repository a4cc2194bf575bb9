// The keys of what stands still: the frozen view, and the screen that is all lanes.

extension Keymap {
  static let frozen: [KeyBinding] = [
    KeyBinding(
      [","], .time(.stepPicture(by: -1)), in: .frozen, footer: "Back",
      help: "while frozen, one picture back and on; 50, goes back 50", keysLabel: ", ."),
    KeyBinding(["."], .time(.stepPicture(by: 1)), in: .frozen, footer: "On", help: nil),
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
      help: "back to the panes"),
    KeyBinding(
      [.left, "h"], .time(.moveCursor(by: -1)), in: .lanes, footer: "Earlier",
      help: "the time cursor one cell back"),
    KeyBinding(
      [.right, "l"], .time(.moveCursor(by: 1)), in: .lanes, footer: "Later",
      help: "the time cursor one cell on"),
    KeyBinding(
      ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], .repeatCount, in: .lanes,
      help: "a number before it: so many cells", keysLabel: "0..9"),
    KeyBinding(
      ["b"], .time(.moveCursor(by: -10)), in: .lanes, help: "ten cells back"),
    KeyBinding(["w"], .time(.moveCursor(by: 10)), in: .lanes, help: "ten cells on"),
    KeyBinding([.home], .time(.cursorToStart), in: .lanes, help: "to the beginning"),
    KeyBinding([.end], .time(.cursorToNow), in: .lanes, footer: "Now", help: "to now"),
    KeyBinding(
      ["<"], .time(.zoom(by: 1)), in: .lanes, footer: "Longer", help: "more time to a cell"),
    KeyBinding([">"], .time(.zoom(by: -1)), in: .lanes, help: "less time to a cell"),
    KeyBinding(["Z"], .time(.freeze), in: .lanes, footer: "Freeze", help: "freeze; go on"),
    KeyBinding([.up, "k"], .move(.up), in: .lanes, help: "one worker up"),
    KeyBinding([.down, "j"], .move(.down), in: .lanes, help: "one worker down"),
    KeyBinding([.pageUp, .control("u")], .move(.pageUp), in: .lanes, help: "one page up"),
    KeyBinding([.pageDown, .control("d")], .move(.pageDown), in: .lanes, help: "one page down"),
    KeyBinding(["g"], .move(.first), in: .lanes, help: "the first worker"),
    KeyBinding(["G"], .move(.last), in: .lanes, help: "the last worker"),
  ]
}
