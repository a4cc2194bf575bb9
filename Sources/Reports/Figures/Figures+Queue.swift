internal import PoolObservation

// A future changes how many wait and run three times; the changes of all, in order of time, tell
// the rest.

extension Figures {
  /// What changes how many wait and run.
  private enum Change: UInt64, CaseIterable {
    case held, resumed
    case submitted
    /// An attempt has ended, and the future waits for another.
    case retrying
    case ended
    case started
    /// It was cancelled while it waited.
    case withdrawn
    /// A worker is not back from a job whose limit has passed, and then is.
    case late, freed
    /// There can be more workers, or fewer.
    case resized
  }

  /// A change and its moment in 64 bits: of ten million futures there are thirty million.
  private struct Step: Comparable {
    private let bits: UInt64

    init(_ time: PoolInstant, _ change: Change) {
      bits = min(time.nanoseconds, .max >> 4) << 4 | change.rawValue
    }

    var time: PoolInstant { PoolInstant(nanoseconds: bits >> 4) }
    var change: Change { Change.allCases[Int(bits & 15)] }

    static func < (left: Step, right: Step) -> Bool { left.bits < right.bits }
  }

  /// How many there are of what at a moment.
  private struct Standing {
    var time: PoolInstant
    var pending = 0
    var running = 0
    var lateCount = 0
    var isHeld = false
    var workerCount: Int
    /// How many workers there can be after each change of that which is to come.
    var sizes: ArraySlice<RunLedger.Size>

    mutating func take(_ step: Step) {
      time = step.time
      switch step.change {
      case .held: isHeld = true
      case .resumed: isHeld = false
      case .submitted: pending += 1
      case .retrying: (pending, running) = (pending + 1, running - 1)
      case .ended: running -= 1
      case .started: (pending, running) = (pending - 1, running + 1)
      case .withdrawn: pending -= 1
      case .late: lateCount += 1
      case .freed: lateCount -= 1
      case .resized: workerCount = sizes.popFirst()?.maxWorkers ?? workerCount
      }
    }

    /// What is being waited for.
    var cause: Cause {
      guard pending > 0 else { return running > 0 ? .jobs : .submissions }
      if isHeld { return .held }
      return running + lateCount >= max(1, workerCount) ? .workers : .pauses
    }
  }

  private static func steps(_ record: RunRecord) -> [Step] {
    var steps: [Step] = []
    steps.reserveCapacity(3 * record.ledger.pages.reduce(0) { $0 + $1.lives.count })
    for page in record.ledger.pages {
      for life in page.lives {
        steps.append(Step(life.submittedAt, .submitted))
        if let start = life.startedAt { steps.append(Step(start, .started)) }
        if let end = life.finishedAt {
          steps.append(Step(end, life.startedAt == nil ? .withdrawn : .ended))
        }
      }
    }
    for attempt in record.ledger.earlierAttempts {
      steps += [Step(attempt.start, .started), Step(attempt.end, .retrying)]
    }
    for hold in record.holds { steps += [Step(hold.start, .held), Step(hold.end, .resumed)] }
    for run in record.lateRuns { steps += [Step(run.start, .late), Step(run.end, .freed)] }
    steps += record.ledger.sizes.map { Step($0.time, .resized) }
    steps.sort()
    return steps
  }

  mutating func followQueue(_ record: RunRecord) {
    let firstSubmission = begin ?? .zero
    let lastEnd = firstSubmission.advanced(by: makespan ?? .zero)
    var now = Standing(
      time: firstSubmission, workerCount: record.header.pool.maxWorkers,
      sizes: record.ledger.sizes.sorted { $0.time < $1.time }[...])
    var drawing = LevelKeeper(until: record.end)
    let steps = Self.steps(record)
    for (place, step) in steps.enumerated() {
      let passed = max(now.time, firstSubmission).duration(to: min(step.time, lastEnd))
      if passed > .zero { causes[now.cause, default: .zero] += passed }
      now.take(step)
      // What changes at one moment is seen as a whole.
      if place + 1 < steps.count, steps[place + 1].time == step.time { continue }
      longestQueue = max(longestQueue, now.pending)
      drawing.add(Level(time: now.time, pending: now.pending, running: now.running))
    }
    levels = drawing.finish()
  }
}

/// Keeps of each short stretch of time the highest levels and the last: no peak is lost, and none
/// stands for longer than its stretch.
private struct LevelKeeper {
  private let width: UInt64
  private var kept: [Figures.Level] = []
  private var latest: Figures.Level?

  init(until end: PoolInstant) {
    width = max(1, end.nanoseconds / UInt64(Figures.levelLimit))
  }

  mutating func add(_ level: Figures.Level) {
    let stretch = level.time.nanoseconds / width
    if let latest, latest.time.nanoseconds / width == stretch {
      let last = kept.count - 1
      kept[last].pending = max(kept[last].pending, level.pending)
      kept[last].running = max(kept[last].running, level.running)
    } else {
      keepLatest()
      kept.append(level)
    }
    latest = level
  }

  private mutating func keepLatest() {
    guard let latest, let last = kept.last else { return }
    if (latest.pending, latest.running) != (last.pending, last.running) { kept.append(latest) }
  }

  mutating func finish() -> [Figures.Level] {
    keepLatest()
    return kept
  }
}
