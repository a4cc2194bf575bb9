/// Where a key means something.
enum KeyContext: String, Sendable, Hashable, CaseIterable {
  /// Whatever is open.
  case anywhere
  /// Any pane, while nothing is open over it.
  case panes
  /// The futures, while nothing is open over them.
  case futures
  /// The log, while nothing is open over it.
  case log
  /// A question that is answered with yes or no.
  case question
  case shutdownDialog = "shutdown"
  case quitDialog = "quit"
  case help
  case details
  /// A line that is typed in the footer.
  case typing
  /// A list that something is chosen from.
  case list
  case settings
  /// The screen that is all lanes.
  case lanes
  /// While the view is frozen.
  case frozen
  /// Any pane, while a recording is played and nothing is open over them.
  case recording

  /// Whether its keys mean something while nothing is open over the panes.
  var isOfPanes: Bool {
    switch self {
    case .anywhere, .panes, .futures, .log, .frozen, .recording: true
    case .question, .shutdownDialog, .quitDialog, .help, .details, .typing, .list, .settings,
      .lanes:
      false
    }
  }
}
