/// What a key asks the dashboard to do.
enum Action: Sendable, Hashable {
  // Moving.
  case move(Move)
  case nextPane
  case previousPane
  case focus(Model.Pane)
  case zoom
  case details
  case back
  // Choosing.
  case filter
  case search
  case searchAgain(by: Int)
  case askSort
  case moveSort(by: Int)
  case invertSort
  case toggleFailuresOnly
  case toggleHidesFinished
  case toggleFollow
  case toggleMark
  case markAll
  case unmarkAll
  // Acting.
  case submit
  case repeatCount
  case cancelSelected
  case askCancelMatching
  case askStop
  case submitAgain
  case hold
  case step
  case resize(by: Int)
  case askShutdown
  case shutDown(ShutdownChoice)
  case askOpen
  case runAgain
  case confirm
  // Looking.
  case toggleWrap
  case changeRate(by: Int)
  case toggleMouse
  case help
  case askCommand
  case settings
  case changeSetting(by: Int)
  case redraw
  case suspend
  case writeReport
  case time(TimeAction)
  // Typing.
  case accept
  case erase
  case eraseWord
  case clearLine
  // Leaving.
  case askQuit
  case quit(QuitChoice)
  case interrupt
  // Playing a recording.
  case play(PlaybackCommand)
}

extension Action {
  /// Whether it changes what the pool does; `--read-only` switches these off.
  var actsOnPool: Bool {
    switch self {
    case .submit, .cancelSelected, .askCancelMatching, .askStop, .submitAgain, .hold, .step,
      .resize, .askShutdown, .shutDown, .askOpen, .runAgain, .confirm, .quit:
      true
    case .move, .nextPane, .previousPane, .focus, .zoom, .details, .back, .filter, .search,
      .searchAgain, .askSort, .moveSort, .invertSort, .toggleFailuresOnly, .toggleHidesFinished,
      .toggleFollow, .toggleMark, .markAll, .unmarkAll, .repeatCount, .toggleWrap, .changeRate,
      .toggleMouse, .help, .askCommand, .settings, .changeSetting, .redraw, .suspend, .writeReport,
      .time, .accept, .erase, .eraseWord, .clearLine, .askQuit, .interrupt, .play:
      false
    }
  }

  /// Whether the list of commands has it: what is of use without a key in a place of its own.
  var isCommand: Bool {
    switch self {
    case .move, .repeatCount, .askCommand, .back, .accept, .erase, .eraseWord, .clearLine,
      .confirm, .changeSetting, .shutDown, .quit, .interrupt, .play(.jump):
      false
    case .time(let action): action == .lanes || action == .freeze
    default: true
    }
  }

  /// What a key is about: a heading of the help.
  enum Subject: String, Sendable, CaseIterable {
    case work
    case futures
    case moving
    case time
    case screen
    case recording
  }

  var subject: Subject {
    switch self {
    case .submit, .repeatCount, .cancelSelected, .askCancelMatching, .askStop, .submitAgain, .hold,
      .step, .resize, .askShutdown, .shutDown, .askOpen, .runAgain, .confirm, .writeReport:
      .work
    case .details, .filter, .search, .searchAgain, .askSort, .moveSort, .invertSort,
      .toggleFailuresOnly, .toggleHidesFinished, .toggleFollow, .toggleMark, .markAll, .unmarkAll:
      .futures
    case .move, .nextPane, .previousPane, .focus, .zoom, .back: .moving
    case .time: .time
    case .toggleWrap, .changeRate, .toggleMouse, .help, .askCommand, .settings, .changeSetting,
      .redraw, .suspend, .accept, .erase, .eraseWord, .clearLine, .askQuit, .quit, .interrupt:
      .screen
    case .play: .recording
    }
  }

  /// The name by which the settings and the list of commands know it.
  var name: String {
    switch self {
    case .move(let move): move.rawValue
    case .nextPane: "next-pane"
    case .previousPane: "previous-pane"
    case .focus(let pane): "pane-\(pane.rawValue)"
    case .zoom: "zoom"
    case .details: "details"
    case .back: "back"
    case .filter: "filter"
    case .search: "search"
    case .searchAgain(let step): step > 0 ? "search-next" : "search-previous"
    case .askSort: "sort"
    case .moveSort(let step): step > 0 ? "sort-right" : "sort-left"
    case .invertSort: "sort-inverted"
    case .toggleFailuresOnly: "failures-only"
    case .toggleHidesFinished: "hide-finished"
    case .toggleFollow: "follow"
    case .toggleMark: "mark"
    case .markAll: "mark-all"
    case .unmarkAll: "unmark"
    case .submit: "add"
    case .repeatCount: "repeat"
    case .cancelSelected: "cancel"
    case .askCancelMatching: "cancel-matching"
    case .askStop: "stop"
    case .submitAgain: "submit-again"
    case .hold: "hold"
    case .step: "step"
    case .resize(let change): change > 0 ? "more-workers" : "fewer-workers"
    case .askShutdown: "shut-down"
    case .shutDown(.wait): "wait"
    case .shutDown(.cancelPending): "cancel-pending"
    case .shutDown(.now): "now"
    case .askOpen: "open"
    case .runAgain: "run-again"
    case .confirm: "yes"
    case .toggleWrap: "wrap"
    case .changeRate(let change): change > 0 ? "faster" : "slower"
    case .toggleMouse: "mouse"
    case .help: "help"
    case .askCommand: "commands"
    case .settings: "settings"
    case .changeSetting(let step): step > 0 ? "change" : "change-back"
    case .redraw: "redraw"
    case .suspend: "suspend"
    case .writeReport: "report"
    case .time(let action): action.name
    case .accept: "accept"
    case .erase: "erase"
    case .eraseWord: "erase-word"
    case .clearLine: "clear-line"
    case .askQuit: "quit"
    case .quit(.wait): "wait"
    case .quit(.cancelPending): "cancel-pending"
    case .interrupt: "interrupt"
    case .play(let command): command.name
    }
  }
}

/// A way through the rows of a pane, or along them.
enum Move: String, Sendable, Hashable {
  case up
  case down
  case pageUp = "page-up"
  case pageDown = "page-down"
  case first
  case last
  case left
  case right
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
