internal import PoolObservation

/// What ran in each cell of a lane.
struct LaneTracks {
  private struct Cell {
    /// How many jobs began in it.
    var startedCount = 0
    /// The job that is shown: the one that began last of those that touched it.
    var owner: Int?
    /// Whether jobs ran in it that are only known by their number.
    var isSummed = false
    var hasFailure = false
  }

  private var cells: [Cell]

  init(count: Int) {
    cells = Array(repeating: Cell(), count: count)
  }

  /// Adds what is only known as sums.
  mutating func add(_ past: WorkerPast, in window: Lane.Window) {
    let width = window.step.quantumCount
    let first = max(0, window.start) * width
    guard first < window.end * width else { return }
    for quantum in past.quanta(in: first..<window.end * width) {
      let cell = Int(quantum.index) / width - window.start
      guard cells.indices.contains(cell) else { continue }
      cells[cell].startedCount += Int(quantum.startedCount)
      cells[cell].isSummed = true
      if quantum.failedCount > 0 { cells[cell].hasFailure = true }
    }
  }

  /// Adds jobs, in the order in which they began.
  mutating func add(
    _ spans: WorkerSpans, in window: Lane.Window, _ now: PoolInstant,
    _ timedOutAt: (FutureID) -> PoolInstant?
  ) {
    let step = window.step
    let current = step.last(before: now)
    // All that touch the window come first: a mark that moves needs to know who else began.
    var touching: [(span: Int, first: Int, last: Int)] = []
    for (index, span) in spans.enumerated() {
      let last = span.end.map(step.last(before:)) ?? current
      guard last >= window.start || span.start >= step.time(of: window.start).lowerBound else {
        continue
      }
      let first = step.index(of: span.start)
      guard first < window.end else { break }
      touching.append((index, first, max(first, last)))
    }
    for (index, first, last) in touching {
      if first >= window.start { cells[first - window.start].startedCount += 1 }
      for cell in window.cells(from: first, through: last) { cells[cell].owner = index }
    }
    for (index, first, last) in touching {
      guard let outcome = spans[index].outcome, outcome != .succeeded else { continue }
      let moment = outcome == .timedOut ? timedOutAt(spans[index].future) : nil
      let end = moment.map { max(first, min(last, step.last(before: $0))) } ?? last
      // Late with nobody to say since when: marked once it has ended.
      if spans[index].end == nil, moment == nil { continue }
      mark(index, from: first, at: end, in: window)
    }
  }

  /// Marks a failure in the last cell a job can have for itself.
  private mutating func mark(_ span: Int, from first: Int, at end: Int, in window: Lane.Window) {
    let cell = end - window.start
    guard cells.indices.contains(cell) else { return }
    let isTaken = cells[cell].owner != span && cells[cell].startedCount == 1 && end > first
    if !isTaken {
      cells[cell].hasFailure = true
    } else if cell > 0 {
      cells[cell - 1].hasFailure = true
    }
  }

  /// What a cell looks like; `nil` when nothing ran in it.
  func cell(_ place: Int, isOdd: (Int) -> Bool) -> LaneCell? {
    let cell = cells[place]
    if cell.hasFailure { return .failed }
    if let owner = owner(of: place) { return .busy(isOdd: isOdd(owner), label: nil) }
    return cell.owner != nil || cell.isSummed ? .several : nil
  }

  /// The one job that a cell stands for; `nil` when there are none or several.
  func owner(of place: Int) -> Int? {
    cells[place].startedCount <= 1 ? cells[place].owner : nil
  }
}
