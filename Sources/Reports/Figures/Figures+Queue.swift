internal import PoolObservation

// A future changes how many wait and run three times; the changes of all, in order of time, tell the rest.

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
  }

  /// A change and its moment in 64 bits: of ten million futures there are thirty million.
  private struct Step: Comparable {
    private let bits: UInt64

    init(_ time: PoolInstant, _ change: Change) {
      bits = min(time.nanoseconds, .max >> 3) << 3 | change.rawValue
    }

    var time: PoolInstant { PoolInstant(nanoseconds: bits >> 3) }
    var change: Change { Change.allCases[Int(bits & 7)] }

    static func < (left: Step, right: Step) -> Bool { left.bits < right.bits }
  }

  /// How many there are of what at a moment.
  private struct Standing {
    var time: PoolInstant
    var pending = 0
    var running = 0
    var isHeld = false

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
      }
    }

    /// What is being waited for, where there are so many workers.
    func cause(workerCount: Int) -> Cause {
      guard pending > 0 else { return running > 0 ? .jobs : .submissions }
      if isHeld { return .held }
      return running >= workerCount ? .workers : .pauses
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
    steps.sort()
    return steps
  }

  mutating func followQueue(_ record: RunRecord) {
    let workerCount = max(1, record.snapshot.pool.maxWorkers)
    let firstSubmission = begin ?? .zero
    let lastEnd = firstSubmission.advanced(by: makespan ?? .zero)
    var now = Standing(time: firstSubmission)
    let steps = Self.steps(record)
    for (place, step) in steps.enumerated() {
      let passed = max(now.time, firstSubmission).duration(to: min(step.time, lastEnd))
      if passed > .zero { causes[now.cause(workerCount: workerCount), default: .zero] += passed }
      now.take(step)
      // What changes at one moment is seen as a whole.
      if place + 1 < steps.count, steps[place + 1].time == step.time { continue }
      longestQueue = max(longestQueue, now.pending)
      note(now, until: record.end)
    }
  }

  /// Keeps the highest of each short stretch of time, so that no peak is lost.
  private mutating func note(_ now: Standing, until end: PoolInstant) {
    let level = Level(time: now.time, pending: now.pending, running: now.running)
    let width = max(1, end.nanoseconds / UInt64(Self.levelLimit))
    guard let last = levels.last, last.time.nanoseconds / width == now.time.nanoseconds / width
    else { return levels.append(level) }
    if now.pending >= last.pending { levels[levels.count - 1] = level }
  }
}
