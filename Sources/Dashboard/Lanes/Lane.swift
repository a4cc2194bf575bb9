internal import PoolObservation

// Time is cut into steps that begin at the pool's zero, not at now: a cell stands for the same step
// for as long as it is on the screen, and the lane moves one cell to the left per step.
//
// A job takes the cells it touches. Where one ends and another begins in the same cell, the other
// takes it, as long as the first has a cell of its own; where two or more begin in one cell, none
// of them can be shown on its own, and the cell says that there were several. So a cell is idle if
// and only if nothing ran in it, and no job is left out but for the marks of the next rule.
//
// Where a job ended badly its last cell shows it: the one it ended in, or the one before, when
// another job took that.

/// One column of a worker's lane.
enum LaneCell: Sendable, Hashable {
  /// The worker was not there.
  case absent
  /// The worker was started in the next cell, later than the pool.
  case started
  /// It waited for work.
  case idle
  /// What it did is no longer known.
  case forgotten
  /// It ran one job; neighbours have different shades. The first columns spell the job's id.
  case busy(isOdd: Bool, label: Character?)
  /// It ran several jobs, each shorter than the column.
  case several
  /// Here, or just before, a job ended badly.
  case failed
  /// The worker died here.
  case died

  var isBusy: Bool {
    if case .busy = self { true } else { false }
  }
}

/// What a worker did, as a row of cells.
struct Lane: Sendable, Hashable {
  /// Which stretch of time the cells stand for.
  struct Window: Sendable, Hashable {
    /// How long a cell is.
    var step: LaneStep
    /// The step after the last cell's, from 0.
    var end: Int
    /// How many cells there are.
    var count: Int

    /// The step of the first cell; negative where the pool was not yet.
    var start: Int { end - count }

    /// Makes the window whose last cell is the one that a moment ends.
    init(endingAt now: PoolInstant, step: LaneStep = .finest, count: Int) {
      self.init(step: step, end: step.last(before: now) + 1, count: count)
    }

    init(step: LaneStep, end: Int, count: Int) {
      self.step = step
      self.end = end
      self.count = max(0, count)
    }

    /// The cells from one step to another, both included, as far as they are on the screen.
    func cells(from first: Int, through last: Int) -> Range<Int> {
      let lower = min(max(0, first - start), count)
      return lower..<max(lower, min(count, last - start + 1))
    }

    /// The stretch of time a cell stands for.
    func time(of cell: Int) -> Range<PoolInstant> {
      step.time(of: start + cell)
    }
  }

  private(set) var cells: [LaneCell]

  /// Lays out what a worker did.
  ///
  /// - Parameters:
  ///   - worker: The worker.
  ///   - window: The time to show.
  ///   - now: Until when the worker is known; later cells stay empty.
  ///   - timedOutAt: When a job passed its time limit, if that is known.
  init(
    _ worker: WorkerSnapshot, _ window: Window, now: PoolInstant,
    timedOutAt: (FutureID) -> PoolInstant? = { _ in nil }
  ) {
    cells = Array(repeating: .absent, count: window.count)
    guard window.count > 0 else { return }
    drawLife(of: worker, in: window, now)
    var tracks = LaneTracks(count: window.count)
    tracks.add(worker.past, in: window)
    tracks.add(worker.spans, in: window, now, timedOutAt)
    for cell in cells.indices {
      if let drawn = tracks.cell(cell, isOdd: { parity(of: $0, worker) }) { cells[cell] = drawn }
    }
    drawAbsences(of: worker, in: window)
    drawLabels(of: worker, tracks)
  }

  /// Whether a span has the second shade; the same for as long as the span is kept.
  private func parity(of span: Int, _ worker: WorkerSnapshot) -> Bool {
    !(worker.forgottenSpanCount + span).isMultiple(of: 2)
  }

  private mutating func drawLife(
    of worker: WorkerSnapshot, in window: Window, _ now: PoolInstant
  ) {
    let isGone = worker.state == .exited || worker.state == .lost
    let last = window.step.last(before: isGone ? worker.since : now)
    let first = window.step.index(of: worker.startedAt)
    for cell in window.cells(from: first, through: last) { cells[cell] = .idle }
    if first > 0 {
      for cell in window.cells(from: first - 1, through: first - 1) { cells[cell] = .started }
    }
    let known = window.step.last(before: worker.past.knownSince)
    guard worker.past.knownSince > worker.startedAt else { return }
    for cell in window.cells(from: first, through: min(known, last)) { cells[cell] = .forgotten }
  }

  /// Empties what lies between a worker's end and its return, and marks both.
  private mutating func drawAbsences(of worker: WorkerSnapshot, in window: Window) {
    for absence in worker.absences {
      let last = window.step.last(before: absence.start)
      let next = absence.end.map(window.step.index(of:)) ?? max(last + 1, window.end)
      for cell in window.cells(from: last + 1, through: next - 1) { cells[cell] = .absent }
      if absence.end != nil, next > last + 1 {
        for cell in window.cells(from: next - 1, through: next - 1) { cells[cell] = .started }
      }
      guard absence.isDeath else { continue }
      for cell in window.cells(from: last, through: last) { cells[cell] = .died }
    }
  }

  /// Spells each id in the first cells of its segment, behind the mark of a death that may stand
  /// there; an id that does not fit is left out, not cut.
  private mutating func drawLabels(of worker: WorkerSnapshot, _ tracks: LaneTracks) {
    var start = 0
    while start < cells.count {
      guard let owner = tracks.owner(of: start) else {
        start += 1
        continue
      }
      let end = (start..<cells.count).first { tracks.owner(of: $0) != owner } ?? cells.count
      let first = (start..<end).first { cells[$0].isBusy } ?? end
      let free = (first..<end).first { !cells[$0].isBusy } ?? end
      let label = Array(worker.spans[owner].future.description)
      // Two labels side by side would read as one number.
      let isFollowedByShade = free < cells.count && cells[free].isBusy
      if label.count + (isFollowedByShade ? 1 : 0) <= free - first {
        for (place, digit) in zip(first..., label) {
          if case .busy(let isOdd, _) = cells[place] {
            cells[place] = .busy(isOdd: isOdd, label: digit)
          }
        }
      }
      start = end
    }
  }
}
