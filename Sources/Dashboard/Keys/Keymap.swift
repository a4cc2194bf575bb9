/// The key table: what the handler does, what the footer shows and what the help says.
enum Keymap {
  /// Every key, in the order of the footer and the help.
  static let bindings: [KeyBinding] = panes + dialogs + anywhere

  private static let panes: [KeyBinding] = [
    KeyBinding([.function(1), "?"], .help, in: .panes, footer: "Help", help: "this help"),
    KeyBinding(
      ["a"], .submit, in: .panes, danger: .acts, footer: "Add",
      help: "submit one more job of the current kind"),
    KeyBinding(
      ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], .repeatCount, in: .panes,
      help: "a number before a repeats it: 12a", keysLabel: "0..9"),
    KeyBinding(
      ["x", .function(9), .delete], .cancelSelected, in: .futures, danger: .acts, footer: "Cancel",
      help: "cancel the selected future, if it still waits"),
    KeyBinding(
      [.enter], .details, in: .futures, footer: "Details", help: "all about the selected future"),
    KeyBinding(
      ["K"], .askStop, in: .futures, danger: .asks, footer: "Stop",
      help: "stop the selected job, if it runs; asks first"),
    KeyBinding(
      ["P"], .hold, in: .panes, danger: .acts, footer: "Hold",
      help: "hold dispatch: nothing starts; again: go on"),
    KeyBinding(
      ["."], .step, in: .panes, danger: .acts, footer: "Step",
      help: "while dispatch is held, let exactly one start"),
    KeyBinding(
      ["[", .function(7)], .resize(by: -1), in: .panes, danger: .acts,
      help: "one worker fewer, more", keysLabel: "[ ] F7 F8"),
    KeyBinding(["]", .function(8)], .resize(by: 1), in: .panes, danger: .acts, help: nil),
    KeyBinding(
      ["S"], .askShutdown, in: .panes, danger: .asks, footer: "Shut down",
      help: "shut the pool down; asks how"),
    KeyBinding(
      [.up, "k"], .move(.up), in: .panes, help: "one row up, down", keysLabel: "Up Down k j"),
    KeyBinding([.down, "j"], .move(.down), in: .panes, help: nil),
    KeyBinding(
      [.pageUp, .control("u")], .move(.pageUp), in: .panes, help: "one page up, down",
      keysLabel: "PgUp PgDn Ctrl-u/d"),
    KeyBinding([.pageDown, .control("d")], .move(.pageDown), in: .panes, help: nil),
    KeyBinding(
      [.home, "g"], .move(.first), in: .panes, help: "first row, last row; the log then follows",
      keysLabel: "Home End g G"),
    KeyBinding([.end, "G"], .move(.last), in: .panes, help: nil),
    KeyBinding(
      [.left, "h"], .move(.left), in: .panes, help: "back and further along long texts",
      keysLabel: "Left Right h l"),
    KeyBinding([.right, "l"], .move(.right), in: .panes, help: nil),
    KeyBinding(
      [.tab], .nextPane, in: .panes, footer: "Pane", help: "next, previous pane",
      keysLabel: "Tab Shift-Tab"),
    KeyBinding([.backTab], .previousPane, in: .panes, help: nil),
    KeyBinding(
      [.escape], .back, in: .panes, help: "drop a number or a message; never acts on work"),
    KeyBinding([.control("l")], .redraw, in: .anywhere, help: "draw the whole screen again"),
    KeyBinding(
      ["q", .function(10)], .askQuit, in: .panes, danger: .asks, footer: "Quit",
      help: "quit; asks while there is work"),
  ]

  private static let dialogs: [KeyBinding] = [
    KeyBinding(
      ["y"], .stop, in: .stopDialog, danger: .acts, footer: "Stop it", help: "stop the job"),
    KeyBinding([.escape, .enter], .back, in: .stopDialog, footer: "Back", help: "change nothing"),
    KeyBinding(
      ["w"], .shutDown(.wait), in: .shutdownDialog, danger: .acts, footer: "Wait",
      help: "take no more work, let all of it run"),
    KeyBinding(
      ["c"], .shutDown(.cancelPending), in: .shutdownDialog, danger: .acts,
      footer: "Cancel pending",
      help: "cancel what is pending, wait for what runs"),
    KeyBinding(
      ["n"], .shutDown(.now), in: .shutdownDialog, danger: .acts, footer: "Now",
      help: "cancel what is pending, wait for nothing"),
    KeyBinding(
      [.escape, .enter], .back, in: .shutdownDialog, footer: "Back", help: "change nothing"),
    KeyBinding(
      ["w"], .quit(.wait), in: .quitDialog, danger: .acts, footer: "Wait, then quit",
      help: "let all of it run, then quit"),
    KeyBinding(
      ["c"], .quit(.cancelPending), in: .quitDialog, danger: .acts, footer: "Cancel pending, quit",
      help: "cancel what is pending, wait for what runs, quit"),
    KeyBinding([.escape, .enter], .back, in: .quitDialog, footer: "Back", help: "change nothing"),
    KeyBinding(
      [.escape, .enter, "q", "?", .function(1)], .back, in: .help, footer: "Back",
      help: "close the help"),
    KeyBinding(
      [.escape, .enter, "q"], .back, in: .details, footer: "Back", help: "close the details"),
    KeyBinding([.up, "k"], .move(.up), in: .details, help: "the future above"),
    KeyBinding([.down, "j"], .move(.down), in: .details, help: "the future below"),
    KeyBinding([.up, "k"], .move(.up), in: .help, help: "one row up"),
    KeyBinding([.down, "j"], .move(.down), in: .help, help: "one row down"),
    KeyBinding([.pageUp, .control("u")], .move(.pageUp), in: .help, help: "one page up"),
    KeyBinding([.pageDown, .control("d")], .move(.pageDown), in: .help, help: "one page down"),
    KeyBinding([.home, "g"], .move(.first), in: .help, help: "to the beginning"),
    KeyBinding([.end, "G"], .move(.last), in: .help, help: "to the end"),
  ]

  private static let anywhere: [KeyBinding] = [
    KeyBinding(
      [.control("c")], .interrupt, in: .anywhere, danger: .asks, help: "quit; twice: leave now")
  ]

  /// Each key's action, by the context it means something in.
  private static let actions: [KeyContext: [Key: Action]] = {
    var actions: [KeyContext: [Key: Action]] = [:]
    for binding in bindings {
      for key in binding.keys {
        actions[binding.context, default: [:]][key] = binding.action
      }
    }
    return actions
  }()

  /// Returns what a key does where one of several contexts holds.
  static func action(of key: Key, in contexts: [KeyContext]) -> Action? {
    for context in contexts {
      if let action = actions[context]?[key] { return action }
    }
    return nil
  }
}
