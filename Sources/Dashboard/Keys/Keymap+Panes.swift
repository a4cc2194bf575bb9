// The keys that work while nothing is open over the panes, in the order of the footer: what does
// not fit there any more stands further down.

extension Keymap {
  static let panes: [KeyBinding] = footer + time + frozen + moving + choosing + looking + leaving

  private static let footer: [KeyBinding] = [
    KeyBinding([.function(1), "?"], .help, in: .panes, footer: "Help", help: "this help"),
    KeyBinding(
      ["/", .function(4)], .filter, in: .panes, footer: "Filter",
      help: "show only what matches: words, state:failed, wait>5s"),
    KeyBinding(
      ["a"], .submit, in: .panes, danger: .acts, footer: "Add",
      help: "submit one more job of the current kind"),
    KeyBinding(
      ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], .repeatCount, in: .panes,
      help: "a number before a repeats it: 12a", keysLabel: "0..9"),
    KeyBinding(
      ["x", .function(9), .delete], .cancelSelected, in: .futures, danger: .acts, footer: "Cancel",
      help: "cancel what is selected or marked and waits"),
    KeyBinding(
      ["X"], .askCancelMatching, in: .futures, danger: .asks,
      help: "cancel all that waits and matches; asks first"),
    KeyBinding(
      ["K"], .askStop, in: .futures, danger: .asks, footer: "Stop",
      help: "stop what is selected or marked and runs; asks first"),
    KeyBinding(
      ["r"], .submitAgain, in: .futures, danger: .acts, footer: "Again",
      help: "submit what failed or was cancelled again"),
    KeyBinding(
      ["."], .step, in: .panes, danger: .acts, footer: "Step",
      help: "while dispatch is held, let exactly one start"),
    KeyBinding(
      ["P"], .hold, in: .panes, danger: .acts, footer: "Hold",
      help: "hold dispatch: nothing starts; again: go on"),
    KeyBinding(
      ["S"], .askShutdown, in: .panes, danger: .asks, footer: "Shut down",
      help: "shut the pool down; asks how"),
    KeyBinding(
      ["R"], .runAgain, in: .panes, danger: .asks, footer: "Run again",
      help: "run the scenario again; asks while there is work"),
    KeyBinding(
      ["w"], .writeReport, in: .panes, footer: "Report",
      help: "write a report of the run, a page; asks if it exists"),
    KeyBinding(
      [.enter], .details, in: .futures, footer: "Details", help: "all about the selected future"),
    KeyBinding(
      [":"], .askCommand, in: .panes, footer: "Commands", help: "find a command by its name"),
    KeyBinding(
      [.function(6)], .askSort, in: .panes, footer: "Sort", help: "choose what to sort by"),
    KeyBinding(
      ["o"], .askOpen, in: .panes, danger: .asks, footer: "Open",
      help: "open another scenario; asks while there is work"),
    KeyBinding(
      ["[", .function(7)], .resize(by: -1), in: .panes, danger: .acts, footer: "Workers-",
      help: "one worker fewer, more", keysLabel: "[ ] F7 F8"),
    KeyBinding(
      ["]", .function(8)], .resize(by: 1), in: .panes, danger: .acts, footer: "Workers+",
      help: nil),
  ]

  private static let moving: [KeyBinding] = [
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
      [.alt("1")], .focus(.workers), in: .panes, help: "workers, futures, details, log",
      keysLabel: "Alt-1 to Alt-4"),
    KeyBinding([.alt("2")], .focus(.futures), in: .panes, help: nil),
    KeyBinding([.alt("3")], .focus(.details), in: .panes, help: nil),
    KeyBinding([.alt("4")], .focus(.log), in: .panes, help: nil),
    KeyBinding(["z"], .zoom, in: .panes, help: "the pane on the whole screen, and back"),
    KeyBinding(
      [.escape], .back, in: .panes,
      help: "drop a number, marks, a filter; never acts on work"),
  ]

  private static let choosing: [KeyBinding] = [
    KeyBinding(
      [.function(3)], .search, in: .panes, footer: "Search",
      help: "search the futures; in the log, its lines"),
    KeyBinding(
      ["n"], .searchAgain(by: 1), in: .panes, help: "the next one found, the one before",
      keysLabel: "n N"),
    KeyBinding(["N"], .searchAgain(by: -1), in: .panes, help: nil),
    KeyBinding(
      ["<"], .moveSort(by: -1), in: .panes, help: "sort by the column to the left, right",
      keysLabel: "< >"),
    KeyBinding([">"], .moveSort(by: 1), in: .panes, help: nil),
    KeyBinding(["I"], .invertSort, in: .panes, help: "sort the other way round"),
    KeyBinding(["e"], .toggleFailuresOnly, in: .panes, help: "failures only; again: all"),
    KeyBinding(
      ["H"], .toggleHidesFinished, in: .panes,
      help: "hide what succeeded or was cancelled; again: all"),
    KeyBinding(
      ["F"], .toggleFollow, in: .futures,
      help: "follow the selected future, or stay in its row"),
    KeyBinding(
      [" "], .toggleMark, in: .futures, footer: "Mark", help: "mark, or take the mark away"),
    KeyBinding(["*"], .markAll, in: .futures, help: "mark all that match"),
    KeyBinding(["U"], .unmarkAll, in: .futures, help: "take all marks away"),
  ]

  private static let looking: [KeyBinding] = [
    KeyBinding(
      ["/"], .search, in: .log, footer: "Search", help: nil),
    KeyBinding(["F"], .move(.last), in: .log, footer: "Follow", help: nil),
    KeyBinding(
      ["W"], .toggleWrap, in: .panes, help: "wrap the lines of the log, or cut them"),
    KeyBinding(
      ["+"], .changeRate(by: 1), in: .panes, help: "look more often, less often",
      keysLabel: "+ -"),
    KeyBinding(["-"], .changeRate(by: -1), in: .panes, help: nil),
    KeyBinding(
      ["m"], .toggleMouse, in: .panes, help: "mouse on, or left to the terminal's own selecting"),
    KeyBinding(
      [.function(2)], .settings, in: .panes, footer: "Settings", help: "settings, which last"),
  ]

  private static let leaving: [KeyBinding] = [
    KeyBinding(
      ["q", .function(10)], .askQuit, in: .panes, danger: .asks, footer: "Quit",
      help: "quit; asks while there is work")
  ]
}
