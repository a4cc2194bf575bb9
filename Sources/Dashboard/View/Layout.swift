internal import PoolObservation
internal import TextCanvas

// From top to bottom: title, meters, workers, futures, log, footer. What does not fit goes in this
// order: the log, the details, two of three rows of meters, the lanes, the workers; at last a
// single line of counts remains. A zoomed pane has all that is between title and footer.

/// Which parts of the screen there are, and where.
struct Layout: Sendable, Hashable {
  /// How much of the whole is shown, from nothing but counts to everything.
  enum Level: Int, Comparable {
    case counts
    case futures
    case workers
    case lanes
    case meters
    case details
    case all

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

    /// The smallest screen that has room for it.
    private var smallest: Size {
      switch self {
      case .counts: Size(columns: 0, rows: 0)
      case .futures: Size(columns: 40, rows: 8)
      case .workers: Size(columns: 48, rows: 12)
      case .lanes: Size(columns: 60, rows: 12)
      case .meters: Size(columns: 72, rows: 16)
      case .details: Size(columns: Layout.wideColumns, rows: 20)
      case .all: Size(columns: 80, rows: 24)
      }
    }

    init(_ size: Size) {
      let levels: [Level] = [.all, .details, .meters, .lanes, .workers, .futures]
      self =
        levels.first { size.columns >= $0.smallest.columns && size.rows >= $0.smallest.rows }
        ?? .counts
    }
  }

  /// From this width on there is room for more columns, and for details beside the futures.
  static let wideColumns = 120

  let level: Level
  let isWide: Bool
  private(set) var title = Rect(column: 0, row: 0, columns: 0, rows: 0)
  private(set) var meters = Rect(column: 0, row: 0, columns: 0, rows: 0)
  private(set) var workers = Rect(column: 0, row: 0, columns: 0, rows: 0)
  private(set) var futures = Rect(column: 0, row: 0, columns: 0, rows: 0)
  private(set) var details = Rect(column: 0, row: 0, columns: 0, rows: 0)
  private(set) var log = Rect(column: 0, row: 0, columns: 0, rows: 0)
  private(set) var footer = Rect(column: 0, row: 0, columns: 0, rows: 0)

  init(model: Model, size: Size, isZoomed: Bool? = nil) {
    let pool = model.snapshot?.pool
    self.init(
      size: size, workerCount: max(model.snapshot?.workers.count ?? 0, pool?.maxWorkers ?? 0))
    if isZoomed ?? model.isZoomed, level > .counts { zoom(model.focus, size) }
  }

  init(size: Size, workerCount: Int) {
    level = Level(size)
    isWide = size.columns >= Self.wideColumns
    guard level > .counts else { return }
    var rest = size.bounds
    title = rest.takeTop(1)
    footer = rest.takeBottom(1)
    meters = rest.takeTop(level >= .meters ? 3 : 1)
    if level >= .workers {
      let header = hasTimeAxis ? 2 : 1
      let rows = min(max(1, workerCount), max(1, rest.rows / 2 - header))
      workers = rest.takeTop(header + rows)
    }
    if level == .all {
      let wanted = 4 + (size.rows - 24) / 8
      log = rest.takeBottom(1 + min(wanted, max(2, rest.rows - 8)))
    }
    if isWide, level >= .details {
      details = rest.takeRight(56 + (size.columns - Self.wideColumns) / 8)
    }
    futures = rest
  }

  /// Gives one pane all that is between title and footer.
  private mutating func zoom(_ pane: Model.Pane, _ size: Size) {
    var rest = size.bounds
    _ = rest.takeTop(1)
    _ = rest.takeBottom(1)
    let nothing = Rect(column: 0, row: 0, columns: 0, rows: 0)
    (meters, workers, futures, details, log) = (nothing, nothing, nothing, nothing, nothing)
    switch pane {
    case .workers: workers = rest
    case .futures: futures = rest
    case .details: details = rest
    case .log: log = rest
    }
  }

  /// Whether a scale of seconds stands under the lanes.
  var hasTimeAxis: Bool { isWide && level == .all }
  var showsLanes: Bool { level >= .lanes }
  var workerRowCount: Int { max(0, workers.rows - (hasTimeAxis ? 2 : 1)) }
  var futureRowCount: Int { max(0, futures.rows - 1) }
  var logRowCount: Int { max(0, log.rows - 1) }

  /// The pane that a place belongs to.
  func pane(at position: Position) -> Model.Pane? {
    [(Model.Pane.workers, workers), (.futures, futures), (.details, details), (.log, log)]
      .first { $0.1.contains(position) }.map(\.0)
  }

  /// The panes that are on the screen.
  var panes: [Model.Pane] {
    [(Model.Pane.workers, workers), (.futures, futures), (.details, details), (.log, log)]
      .filter { $0.1.rows > 0 }.map(\.0)
  }
}
