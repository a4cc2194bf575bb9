internal import PoolObservation

// Time is cut into quanta that begin at the pool's zero, not at now: a cell stands for the same
// quantum for as long as it is on the screen, and the lane moves one cell to the left per quantum.
//
// A span takes the quanta it touches. Where one ends and the next begins in the same quantum, the
// next takes it, as long as the first has a cell of its own; where two or more begin in one
// quantum, none of them can be shown on its own, and the cell says that there were several.

/// One column of a worker's lane.
enum LaneCell: Sendable, Hashable {
  /// The worker was not there.
  case absent
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

  fileprivate var isBusy: Bool {
    if case .busy = self { true } else { false }
  }
}

/// What a worker did, as a row of cells that ends now.
struct Lane: Sendable, Hashable {
  /// The time one cell stands for.
  ///
  /// Less shows shorter jobs on their own; more shows a longer past, and moves less often.
  static let quantum = Duration.milliseconds(250)

  private(set) var cells: [LaneCell]

  private static let quantumNanoseconds: UInt64 = 250_000_000

  /// The quantum a moment lies in, from 0.
  static func quantum(of instant: PoolInstant) -> Int {
    Int(clamping: instant.nanoseconds / quantumNanoseconds)
  }

  /// The last quantum a stretch of time touches that ends at a moment.
  private static func lastQuantum(before end: PoolInstant) -> Int {
    Int(clamping: (max(1, end.nanoseconds) - 1) / quantumNanoseconds)
  }

  init(_ worker: WorkerSnapshot, now: PoolInstant, cellCount: Int) {
    let cellCount = max(0, cellCount)
    let window = Window(end: Self.lastQuantum(before: now) + 1, count: cellCount)
    cells = Array(repeating: .absent, count: cellCount)
    guard cellCount > 0 else { return }
    drawLife(of: worker, in: window)
    var owners = [Int?](repeating: nil, count: cellCount)
    drawSpans(of: worker, in: window, owners: &owners)
    drawLabels(of: worker, owners: owners)
  }

  /// The quanta on the screen.
  private struct Window {
    let end: Int
    let count: Int
    var start: Int { end - count }

    /// The cells from one quantum to another, both included, as far as they are on the screen.
    func cells(from first: Int, through last: Int) -> Range<Int> {
      let lower = min(max(0, first - start), count)
      return lower..<max(lower, min(count, last - start + 1))
    }
  }

  private mutating func drawLife(of worker: WorkerSnapshot, in window: Window) {
    let isGone = worker.state == .exited || worker.state == .lost
    let last = isGone ? Self.lastQuantum(before: worker.since) : window.end - 1
    let first = Self.quantum(of: worker.startedAt)
    for cell in window.cells(from: first, through: last) { cells[cell] = .idle }
    guard worker.forgottenSpanCount > 0 else { return }
    let known = worker.spans.first.map { Self.quantum(of: $0.start) } ?? window.end
    for cell in window.cells(from: first, through: known - 1) { cells[cell] = .forgotten }
  }

  private mutating func drawSpans(
    of worker: WorkerSnapshot, in window: Window, owners: inout [Int?]
  ) {
    var previousFirst = -1
    for (index, span) in worker.spans.enumerated().drop(while: { _, span in
      span.end.map { Self.lastQuantum(before: $0) < window.start } ?? false
    }) {
      let first = Self.quantum(of: span.start)
      let last = max(first, span.end.map(Self.lastQuantum(before:)) ?? window.end - 1)
      let isOdd = !(worker.forgottenSpanCount + index).isMultiple(of: 2)
      let hasFailed = span.outcome.map { $0 != .succeeded } ?? false
      let range = window.cells(from: first, through: last)
      let sharesFirst = first == previousFirst
      previousFirst = first
      for cell in range {
        let isFirst = cell + window.start == first
        if isFirst, sharesFirst {
          if cells[cell] != .failed { cells[cell] = .several }
          owners[cell] = nil
        } else if isFirst, cells[cell] == .failed {
          // The cell before belongs to the one that failed: its mark moves there.
          if cell > 0, owners[cell] != nil, owners[cell - 1] == owners[cell] {
            cells[cell - 1] = .failed
          }
          cells[cell] = .busy(isOdd: isOdd, label: nil)
          owners[cell] = index
        } else {
          cells[cell] = .busy(isOdd: isOdd, label: nil)
          owners[cell] = index
        }
      }
      if hasFailed, let end = range.last, end + window.start == last { cells[end] = .failed }
    }
  }

  /// Spells each id in the first cells of its segment; an id that does not fit is left out, not cut.
  private mutating func drawLabels(of worker: WorkerSnapshot, owners: [Int?]) {
    var start = 0
    while start < cells.count {
      guard let owner = owners[start] else {
        start += 1
        continue
      }
      let end = owners[start...].firstIndex { $0 != owner } ?? cells.count
      let free = cells[start..<end].firstIndex(of: .failed) ?? end
      let label = Array(worker.spans[owner].future.description)
      // Two labels side by side would read as one number.
      let isFollowedByShade = free < cells.count && cells[free].isBusy
      if label.count + (isFollowedByShade ? 1 : 0) <= free - start {
        for (place, digit) in zip(start..., label) {
          if case .busy(let isOdd, _) = cells[place] {
            cells[place] = .busy(isOdd: isOdd, label: digit)
          }
        }
      }
      start = end
    }
  }
}
