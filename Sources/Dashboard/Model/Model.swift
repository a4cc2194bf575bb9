package import PoolObservation
package import TextCanvas

/// All the dashboard knows: what it was told of the pool, and what the keys made of it.
package struct Model: Sendable, Hashable {
  /// A part of the screen that the keys can be in.
  enum Pane: Sendable, Hashable, CaseIterable {
    case futures
    case workers
    case log
  }

  /// Something that lies over the panes, and has the keys.
  enum Overlay: Sendable, Hashable {
    case help
    case details
    case stop
    case shutdown
    case quit
  }

  /// The scenario's or the program's name.
  package let title: String
  package let options: Options
  package internal(set) var size = Size(columns: 80, rows: 24)
  /// The last look at the pool.
  package internal(set) var snapshot: PoolSnapshot?
  /// The judgement over the run, once there is one.
  package internal(set) var verdict: String?
  /// When the run was judged; no longer once there is more work.
  var concludedAt: PoolInstant?
  /// Whether the program ends as soon as the pool's work has.
  package internal(set) var isLeaving = false

  /// When the pool's last worker went; from then on the picture stands still.
  var endedAt: PoolInstant?
  /// Completions per second, as of the end once there is one.
  var completionsPerSecond: [Int] = []
  /// The rows of the futures, in the order they are shown.
  var order = FutureOrder()
  var focus = Pane.futures
  var overlay: Overlay?
  var notice: Notice?
  /// A number typed before a key.
  var repeatCount: Int?

  /// The future that a move selected; `nil` while nobody moved, and the first row is selected.
  var selection: FutureID?
  /// Where the selected row stood last, from 0.
  var selectedRow = 0
  /// The first future row on the screen, from 0.
  var firstFutureRow = 0
  /// The first worker on the screen, from 0.
  var firstWorkerRow = 0
  /// How many log entries lie above the lower edge of the log; `nil` while it follows.
  var logEnd: Int?
  /// The first help line on the screen, from 0.
  var firstHelpRow = 0
  /// How many columns long texts are shifted to the left.
  var textOffset = 0

  package init(title: String, options: Options = Options()) {
    self.title = sanitized(title)
    self.options = options
  }

  /// The moment the picture is true of.
  var now: PoolInstant { endedAt ?? snapshot?.takenAt ?? .zero }

  /// The future the next key would act on.
  var selectedFuture: FutureID? {
    order.isEmpty ? nil : order[selectedRow]
  }
}
