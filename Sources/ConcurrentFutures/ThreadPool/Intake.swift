internal import Platform

// While every worker is busy, a submission decides nothing: the future only has to wait its turn.
// So it goes into an intake with a lock of its own, and the worker that runs out of work takes all
// that came, at once. Submitter and workers then share a few lines of memory once for many jobs
// rather than a dozen for each: with one worker on two processors, 1.1 million empty jobs a second
// became 2 to 3.
//
//   submit ──intake open?──► arrivals ──┐ all at once
//      └─────────no──► monitor { rules } ◄── whoever has the monitor closes the intake first
//
// The intake is open only while nobody has the pool's monitor but a worker between two jobs. So
// the monitor's holder sees every future, and ids are in the order of the queue.

/// Where futures arrive whose submission decides nothing.
struct Intake: Sendable {
  private(set) var isOpen = false
  /// None is `nil`: they go to the queue as they are, where slots may become empty.
  private var arrivals: [AnyFuture?] = []
  /// Their submissions, in a pool that is observed: a worker that wrote these down would have to
  /// fetch the memory of each future, and once more when it runs it.
  private var log = SubmissionLog()
  private var isLogged = false
  /// The slot of the queue that the next future gets.
  private var nextSlot: UInt32 = 0
  private var clock = TickClock()

  /// Takes a future in, in a pool that was made at a moment; false when the intake is closed.
  mutating func take(_ future: AnyFuture, since origin: MonotonicClock.Instant) -> Bool {
    guard isOpen else { return false }
    future.id = .next()
    future.submittedAt = PoolInstant(clock.now(), since: origin)
    future.isQueued = true
    future.queueSlot = nextSlot
    nextSlot &+= 1
    arrivals.append(future)
    if isLogged {
      log.append(
        future.id, name: future.name, priority: 0, tags: future.control?.tags ?? [],
        at: future.submittedAt.nanoseconds, place: UInt32(truncatingIfNeeded: log.count))
    }
    return true
  }

  /// Opens it, for futures that get slots from a number on; writes down what arrives, if the pool
  /// is observed.
  mutating func open(from slot: UInt32, isObserved: Bool) {
    isOpen = true
    nextSlot = slot
    if isLogged, !isObserved { log = SubmissionLog() }
    isLogged = isObserved
  }

  mutating func close() {
    isOpen = false
  }

  /// Hands over what arrived and what was written down, and goes on with what is empty.
  mutating func exchange(_ empty: inout [AnyFuture?], _ emptyLog: inout SubmissionLog) {
    swap(&arrivals, &empty)
    if isLogged { swap(&log, &emptyLog) }
  }
}

extension ThreadPoolCore {
  /// Runs a body under the monitor, with every future in the queue that was submitted before.
  func section<Result>(_ body: (inout Shared) throws -> Result) rethrows -> Result {
    try shared.withLock { shared in
      closeIntake(&shared)
      defer { openIntake(&shared) }
      return try body(&shared)
    }
  }

  /// Puts what arrived in the queue, and lets nothing arrive until the intake is opened.
  func closeIntake(_ shared: inout Shared) {
    guard shared.isIntakeOpen else { return }
    shared.isIntakeOpen = false
    intake.withLock { intake in
      intake.exchange(&shared.arrived, &shared.arrivedLog)
      intake.close()
    }
    admitArrived(&shared)
  }

  /// Opens the intake, if a submission would decide nothing.
  func openIntake(_ shared: inout Shared) {
    guard !shared.isIntakeOpen, shared.machine.takesWithoutDecision else { return }
    shared.isIntakeOpen = true
    let slot = shared.machine.queue.nextSlot
    let isObserved = shared.recorder.isObserved
    intake.withLock { $0.open(from: slot, isObserved: isObserved) }
  }

  /// Opens or closes the intake after a worker's turn, which may have changed what is decided.
  func adjustIntake(_ shared: inout Shared) {
    if shared.isIntakeOpen, !shared.machine.takesWithoutDecision {
      closeIntake(&shared)
      // What came while nobody had to be called may need somebody now.
      shared.callNeeded()
    } else {
      openIntake(&shared)
    }
  }

  /// Puts what arrived in the queue before its end would be reached, and closes the intake when
  /// nothing did: a worker that is about to rest must be told of the next one.
  func refillQueue(_ shared: inout Shared) {
    guard shared.isIntakeOpen, shared.machine.queue.wantsArrivals else { return }
    intake.withLock { intake in
      intake.exchange(&shared.arrived, &shared.arrivedLog)
      if shared.arrived.isEmpty { intake.close() }
    }
    shared.isIntakeOpen = !shared.arrived.isEmpty
    admitArrived(&shared)
  }

  private func admitArrived(_ shared: inout Shared) {
    guard !shared.arrived.isEmpty else { return }
    shared.counts.pending += shared.arrived.count
    if shared.recorder.isObserved {
      shared.recorder.submitted(shared.arrivedLog)
      shared.arrivedLog.removeAll()
    }
    shared.machine.queue.append(&shared.arrived)
  }
}
