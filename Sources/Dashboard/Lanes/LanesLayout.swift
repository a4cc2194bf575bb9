internal import PoolObservation
internal import TextCanvas

/// Where things are on the screen that is all lanes.
struct LanesLayout: Sendable, Hashable {
  private(set) var title: Rect
  private(set) var header: Rect
  /// The scale above the lanes.
  private(set) var ruler: Rect
  private(set) var rows: Rect
  /// Where the cursor is, below the lanes.
  private(set) var pointer: Rect
  private(set) var footer: Rect
  /// Columns of a worker's index and state.
  private(set) var labelColumns: Int
  private(set) var laneColumns: Int
  /// Columns of what ran at the cursor; 0 where there is no room for it.
  private(set) var momentColumns: Int

  init(size: Size, workerCount: Int) {
    var rest = size.bounds
    title = rest.takeTop(1)
    footer = rest.takeBottom(1)
    header = rest.takeTop(1)
    ruler = rest.takeTop(1)
    rows = rest.takeTop(max(0, min(workerCount, rest.rows - 1)))
    pointer = rest.takeTop(1)
    labelColumns = max(3, String(max(0, workerCount - 1)).count) + 6
    let room = max(0, size.columns - labelColumns - 1)
    momentColumns = room < 48 ? 0 : min(44, room * 2 / 5)
    laneColumns = room - momentColumns - (momentColumns > 0 ? 1 : 0)
  }

  init(_ model: Model) {
    self.init(size: model.size, workerCount: model.snapshot?.workers.count ?? 0)
  }

  /// The column the lanes begin in.
  var laneColumn: Int { labelColumns + 1 }
}
