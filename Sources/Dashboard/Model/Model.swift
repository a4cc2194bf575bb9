package import PoolObservation
package import TextCanvas

/// All the dashboard knows: what it was told of the pool, and what the keys made of it.
package struct Model: Sendable, Hashable {
  /// A part of the screen that the keys can be in, from top to bottom.
  enum Pane: String, Sendable, Hashable, CaseIterable {
    case workers
    case futures
    case details
    case log
  }

  /// Something that lies over the panes, and has the keys.
  enum Overlay: Sendable, Hashable {
    case help
    case details
    case question(Question)
    case shutdown
    case quit
    case picker(Picker)
    case settings
    case lanes

    /// The list that something is chosen from, where it is one.
    var picker: Picker? {
      if case .picker(let picker) = self { picker } else { nil }
    }
  }

  /// The scenario's or the program's name.
  package internal(set) var title: String
  package let options: Options
  /// What can be changed while it runs, and lasts.
  package internal(set) var settings: Settings
  /// What each key does.
  let keymap: Keymap
  package internal(set) var size = Size(columns: 80, rows: 24)
  /// The look at the pool that is shown.
  package internal(set) var snapshot: PoolSnapshot?
  /// A later one, whose rows are still being made.
  package internal(set) var coming: PoolSnapshot?
  /// How many jobs wait for other jobs, and are not submitted yet.
  var heldBackCount = 0
  /// Whether jobs are still to be submitted, those that wait for others among them.
  var hasMoreToCome = false
  /// Whether there is a job of which one more can be submitted.
  var hasJob = true
  /// The judgement over the run, once there is one.
  package internal(set) var verdict: String?
  /// When the run was judged; no longer once there is more work.
  var concludedAt: PoolInstant?
  /// How the recording is played, where this is one.
  package internal(set) var playback: Playback?
  /// Whether the program ends as soon as the pool's work has.
  package internal(set) var isLeaving = false

  /// Whether somebody said that the work of this run may be lost to the scenario that is being
  /// read.
  var acceptsLoss = false

  /// When the pool's last worker went; from then on the picture stands still.
  var endedAt: PoolInstant?
  /// Completions per second, as of the end once there is one.
  var completionsPerSecond: [Int] = []
  /// The rows of the futures: which are shown, and in which order.
  var rows = FutureRows()
  /// The futures that acting keys act on, unless there are none.
  var marks = FutureMarks()
  /// What every future is being looked at for.
  var surveys = OpenSurveys()
  /// What `n` and `N` go to.
  var search: FutureFilter?
  /// What they go to in the log.
  var logSearch: String?
  /// The pane that was chosen last, whether the screen has room for it or not.
  var chosenPane = Pane.futures
  /// Whether the pane that has the keys takes the whole screen.
  var isZoomed = false
  var overlay: Overlay?
  /// What lies under the help or the question how to leave, and comes back after it.
  var overlayBelow: Overlay?
  /// A line that is being typed.
  var prompt: Prompt?
  var notice: Notice?
  /// The time that has passed for the person who looks.
  var elapsed = Duration.zero
  /// A number typed before a key.
  var repeatCount: Int?

  /// The future that a move selected; `nil` while nobody moved, and the first row is selected.
  var selection: FutureID?
  /// The future that a move selected and whose row is gone since; a neighbour is selected for it.
  var lostSelection: FutureID?
  /// Where the selected row stood last, from 0.
  var selectedRow = 0
  /// The first future row on the screen, from 0.
  var firstFutureRow = 0
  /// The first worker on the screen, from 0.
  var firstWorkerRow = 0
  /// The number of the last log entry above the lower edge of the log; `nil` while it follows.
  var logEnd: Int?
  /// The first help line on the screen, from 0.
  var firstHelpRow = 0
  /// The first line of the details on the screen, from 0.
  var firstDetailsRow = 0
  /// What was told of a future beside the snapshots, last.
  var described: FutureDescription?
  /// Which future that was asked for, and where it stood then.
  var wishedDescription: FutureSnapshot?
  /// Which of the settings is selected, from 0.
  var settingsRow = 0
  /// Where one looks on the screen that is all lanes.
  var lanes = LanesScreen()
  /// What goes on behind a view that stands still; `nil` while it does not.
  var frozen: Frozen?
  /// How many columns long texts are shifted to the left.
  var textOffset = 0

  package init(
    title: String, options: Options = Options(), settings: Settings = Settings(),
    keymap: Keymap = .standard
  ) {
    self.title = sanitized(title)
    self.options = options
    self.settings = settings
    self.keymap = keymap
  }

  /// The moment the picture is true of.
  var now: PoolInstant { endedAt ?? snapshot?.takenAt ?? .zero }

  /// The future the next key would act on.
  var selectedFuture: FutureID? {
    selectedRow < rows.count ? rows[selectedRow] : nil
  }

  /// Whether the screen is all lanes, perhaps below something that has the keys.
  var showsLanes: Bool { isOpen(.lanes) }

  /// Whether something lies over the panes, perhaps below something that has the keys.
  func isOpen(_ wanted: Overlay) -> Bool {
    overlay == wanted || (overlay == .help || overlay == .quit) && overlayBelow == wanted
  }

  /// Whether the screen is drawn with ASCII alone.
  package var isASCII: Bool {
    switch settings.characters {
    case .auto: options.isASCII
    case .ascii: true
    case .unicode: false
    }
  }
}
