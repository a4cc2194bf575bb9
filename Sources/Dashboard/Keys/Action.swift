/// What a key asks the dashboard to do.
enum Action: Sendable, Hashable {
  case move(Move)
  case nextPane
  case previousPane
  case submit
  case repeatCount
  case cancelSelected
  case hold
  case step
  case resize(by: Int)
  case askStop
  case stop
  case askShutdown
  case shutDown(ShutdownChoice)
  case help
  case details
  case back
  case redraw
  case askQuit
  case quit(QuitChoice)
  case interrupt
}

/// A way through the rows of a pane, or along them.
enum Move: Sendable, Hashable {
  case up
  case down
  case pageUp
  case pageDown
  case first
  case last
  case left
  case right
}

/// Where a key means something.
enum KeyContext: Sendable, Hashable, CaseIterable {
  /// Whatever is open.
  case anywhere
  /// Any pane, while nothing is open over it.
  case panes
  /// The futures, while nothing is open over them.
  case futures
  case stopDialog
  case shutdownDialog
  case quitDialog
  case help
  case details
}

/// What a key can do to work.
enum Danger: Sendable, Hashable {
  /// Nothing.
  case none
  /// Changes what the pool does.
  case acts
  /// Can lose work, and asks before it does.
  case asks
}
