import Testing

@testable import Dashboard

/// The keys that were promised, whatever the table says.
@Suite("the keys that people were told of")
struct DocumentedKeysTests {
  /// Keys, where they mean something, and the action's name.
  private static let promised: [([Key], KeyContext, String)] = [
    ([.up, "k"], .panes, "up"), ([.down, "j"], .panes, "down"),
    ([.left, "h"], .panes, "left"), ([.right, "l"], .panes, "right"),
    ([.pageUp, .control("u")], .panes, "page-up"),
    ([.pageDown, .control("d")], .panes, "page-down"),
    ([.home, "g"], .panes, "first"), ([.end, "G"], .panes, "last"),
    ([.tab], .panes, "next-pane"), ([.backTab], .panes, "previous-pane"),
    ([.alt("1")], .panes, "pane-workers"), ([.alt("2")], .panes, "pane-futures"),
    ([.alt("3")], .panes, "pane-details"), ([.alt("4")], .panes, "pane-log"),
    (["z"], .panes, "zoom"), ([.enter], .futures, "details"), ([.escape], .panes, "back"),
    (["/", .function(4)], .panes, "filter"), ([.function(3)], .panes, "search"),
    (["n"], .panes, "search-next"), (["N"], .panes, "search-previous"),
    ([.function(6)], .panes, "sort"), (["<"], .panes, "sort-left"), ([">"], .panes, "sort-right"),
    (["I"], .panes, "sort-inverted"), (["e"], .panes, "failures-only"),
    (["H"], .panes, "hide-finished"), (["F"], .futures, "follow"),
    ([" "], .futures, "mark"), (["*"], .futures, "mark-all"), (["U"], .futures, "unmark"),
    (["a"], .panes, "add"), (["x", .function(9), .delete], .futures, "cancel"),
    (["X"], .futures, "cancel-matching"), (["K"], .futures, "stop"),
    (["r"], .futures, "submit-again"), (["P"], .panes, "hold"), (["."], .panes, "step"),
    (["[", .function(7)], .panes, "fewer-workers"), (["]", .function(8)], .panes, "more-workers"),
    (["S"], .panes, "shut-down"), (["w"], .shutdownDialog, "wait"),
    (["c"], .shutdownDialog, "cancel-pending"), (["n"], .shutdownDialog, "now"),
    (["Z"], .panes, "freeze"), ([","], .frozen, "picture-back"), (["."], .frozen, "picture-on"),
    (["t", .function(5)], .panes, "lanes"), (["+"], .panes, "faster"), (["-"], .panes, "slower"),
    (["o"], .panes, "open"), (["R"], .panes, "run-again"), (["w"], .panes, "report"),
    (["m"], .panes, "mouse"), (["?", .function(1)], .panes, "help"), ([":"], .panes, "commands"),
    ([.function(2)], .panes, "settings"), ([.control("l")], .anywhere, "redraw"),
    ([.control("z")], .anywhere, "suspend"),
    (["q", .function(10)], .panes, "quit"), ([.control("c")], .anywhere, "interrupt"),
    (["w"], .quitDialog, "wait"), (["c"], .quitDialog, "cancel-pending"),
    ([.control("u")], .typing, "clear-line"), ([.escape], .typing, "back"),
  ]

  /// The moves of what lies over the panes.
  ///
  /// In the lanes Home and End are of the time.
  private static let movesElsewhere = [KeyContext.lanes, .details, .help].flatMap { context in
    [
      ([.up, "k"], context, "up"), ([.down, "j"], context, "down"),
      ([.pageUp, .control("u")], context, "page-up"),
      ([.pageDown, .control("d")], context, "page-down"),
      (context == .lanes ? ["g"] : [.home, "g"], context, "first"),
      (context == .lanes ? ["G"] : [.end, "G"], context, "last"),
    ] as [([Key], KeyContext, String)]
  }

  @Test("each is in the table", arguments: promised + movesElsewhere)
  func isThere(_ keys: [Key], _ context: KeyContext, _ name: String) {
    for key in keys {
      #expect(Keymap.standard.action(of: key, in: [context])?.name == name, "\(key.label)")
    }
  }

  @Test("what can lose work asks, and says so in red", arguments: ["X", "K", "S", "R", "o", "q"])
  func asks(_ key: Key) {
    let binding = Keymap.standard.bindings.first {
      $0.keys.contains(key) && ($0.context == .panes || $0.context == .futures)
    }
    #expect(binding?.danger == .asks)
  }
}
