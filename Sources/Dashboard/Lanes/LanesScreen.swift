internal import PoolObservation

/// Where one looks on the screen that is all lanes.
struct LanesScreen: Sendable, Hashable {
  /// How much time a cell stands for.
  var step = LaneStep.finest
  /// The moment one looks at; `nil` for now.
  var cursor: PoolInstant?
  /// The end of the time on the screen while one looks at a moment.
  var end = PoolInstant.zero
  /// The first worker on the screen, from 0.
  var firstRow = 0

  /// What of it a picture can show: of a moment later than the picture, the picture's last cell.
  ///
  /// The cursor itself stays, so that it is where it was when later pictures are shown again.
  func seen(at now: PoolInstant) -> LanesScreen {
    let last = step.last(before: now)
    guard let cursor, step.index(of: cursor) > last else { return self }
    var screen = self
    screen.set(cursor: last, end: last + 1)
    return screen
  }

  /// The time on the screen.
  func window(endingAt now: PoolInstant, count: Int) -> Lane.Window {
    Lane.Window(endingAt: cursor == nil ? now : end, step: step, count: count)
  }

  /// The cell the cursor is in; the last one while it follows.
  func cursorCell(in window: Lane.Window) -> Int {
    guard let cursor else { return window.count - 1 }
    return max(0, min(window.count - 1, step.index(of: cursor) - window.start))
  }

  /// Moves the cursor, and scrolls where it would leave the screen.
  mutating func moveCursor(by cells: Int, now: PoolInstant, count: Int) {
    self = seen(at: now)
    let window = window(endingAt: now, count: count)
    let last = step.last(before: now)
    let target = max(0, (cursor.map(step.index(of:)) ?? last) + cells)
    guard target <= last, !(cursor == nil && cells > 0) else { return cursor = nil }
    let start = max(min(window.start, target), target - count + 1)
    set(cursor: target, end: start + count)
  }

  /// Moves the cursor to the beginning.
  mutating func moveCursorToStart(now: PoolInstant, count: Int) {
    let last = step.last(before: now)
    set(cursor: 0, end: min(last + 1, count))
  }

  /// Changes how much time a cell stands for; what the cursor is at stays on the screen.
  mutating func zoom(by steps: Int, now: PoolInstant, count: Int) {
    self = seen(at: now)
    let cell = cursorCell(in: window(endingAt: now, count: count))
    step = step.stepped(by: steps)
    guard let cursor else { return }
    let target = step.index(of: cursor)
    let last = step.last(before: now)
    set(cursor: target, end: max(target + 1, min(last + 1, target - cell + count)))
  }

  private mutating func set(cursor target: Int, end: Int) {
    cursor = step.time(of: target).lowerBound
    self.end = step.time(of: end).lowerBound
  }
}
