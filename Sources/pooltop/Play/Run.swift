internal import ConcurrentFutures
internal import Glibc
internal import Platform
internal import Reports
internal import ScenarioScript

/// One run of a scenario: the pool, the player, and who watches.
final class Run: Sendable {
  let scenario: Scenario
  let seed: UInt64
  let pool: any ObservedExecutor
  let player: ScenarioPlayer
  private let figures: Monitor<RunFigures>
  private let recorder: Monitor<RunRecorder?>
  private let publisher: SnapshotPublisher

  /// What a run tells, each on a thread that is not the caller's.
  struct Listener: Sendable {
    /// What happened, and the pool as it is after that; ten times a second.
    var sampled: @Sendable ([PoolEvent], PoolSnapshot) -> Void
    /// What came of a wish for more jobs.
    var submitted: @Sendable (SubmitAnswer) -> Void = { _ in }
    /// So much is to be submitted yet from now on.
    var upcoming: @Sendable (ScenarioPlayer.Upcoming) -> Void = { _ in }
    /// Everything is done.
    var concluded: @Sendable () -> Void
  }

  /// Makes a pool as the scenario wants it; nothing is submitted before ``start()``.
  ///
  /// - Parameters:
  ///   - scenario: What to play.
  ///   - speed: How many seconds of the scenario pass in one.
  ///   - finish: What to do at the end.
  ///   - batch: Runs its commands; `nil` is the usual way, by which their output is in the log.
  ///   - recordingPath: Where to record it, if anywhere.
  ///   - listener: Is told of everything.
  /// - Throws: What the pool throws.
  init(
    _ scenario: Scenario, speed: Double = 1, finish: Finish, batch: CommandBatch? = nil,
    recordingPath: String? = nil, listener: Listener
  ) throws {
    self.scenario = scenario
    seed = scenario.seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
    let pool = try scenario.makePool(seed: seed, speed: speed)
    self.pool = pool
    player = ScenarioPlayer(
      scenario, seed: seed, pace: Pace(speed: speed), finish: finish, on: pool,
      batch: batch,
      onSubmitted: { answer in
        pool.log(answer.sentence, threadName: "dashboard")
        listener.submitted(answer)
      }, onUpcoming: listener.upcoming,
      onConclusion: listener.concluded)
    let player = player
    let figures = Monitor(
      RunFigures(
        maxWorkers: pool.maxWorkers, measuresWaits: scenario.expectations?.maxWait != nil))
    self.figures = figures
    recorder = Monitor(nil)
    publisher = try SnapshotPublisher(observing: pool) { events, snapshot in
      figures.withLock { figures in
        for event in events { figures.apply(event) }
        figures.lostEventCount = snapshot.droppedEventCount
      }
      player.hasHappened(events, doneCount: snapshot.counts.done)
      // Not before: what has failed meanwhile is to be logged.
      player.forget(without: snapshot.futures)
      listener.sampled(events, snapshot)
    }
    // Nothing happens before the start, so nothing is missed.
    if let recordingPath {
      let recording = RunRecorder(
        recordingPath, of: pool, RecordingHeader(self, processID: getpid()))
      recorder.withLock { $0 = recording }
    }
  }

  /// Begins to play.
  func start() throws {
    if scenario.seed == nil, scenario.isRandom {
      pool.log("seed \(seed)", threadName: "scenario")
    }
    try player.play()
  }

  /// Publishes this often from now on.
  func setInterval(_ interval: Duration) {
    publisher.setInterval(interval)
  }

  /// Stops the program and what it started, until somebody lets it go on; no time limit counts
  /// that.
  func suspend() {
    pool.holdTimeLimits()
    ProcessGroups.stopAll()
    SignalPipe.stopProcess()
    ProcessGroups.continueAll()
    pool.resumeTimeLimits()
  }

  /// Ends what it can and leaves the rest: another run begins in its place.
  ///
  /// What waits is cancelled, and what runs is asked to stop; nobody waits for it.
  func abandon() {
    player.stop()
    publisher.stop()
    pool.shutdown(wait: false, cancelFutures: true)
    for row in pool.snapshot().futures where row.state == .running {
      player.future(row.id)?.requestStop()
    }
  }

  /// Whether everything is done, and nothing more is to come by itself.
  var isOver: Bool { player.state.withLock { $0.isConcluded && $0.isIdle } }

  /// Judges the run by what was published of it.
  func judge() -> Judgement {
    // A million values are looked for only where somebody wants to know them.
    let values = scenario.expectations?.results == nil ? [] : player.values
    return Judgement(
      scenario.expectations, counts: pool.snapshot().counts + player.unsubmittedCounts,
      makespan: player.makespan, figures: figures.withLock { $0 }, values: values,
      speed: player.pace.speed, hasOwnTime: scenario.jobs.contains(where: \.isCommand))
  }

  /// Ends the run: publishes and records what happened up to now, and judges it by that.
  ///
  /// Must not be called by the listener.
  func conclude() -> Judgement {
    player.stop()
    publisher.stop()
    let judgement = judge()
    recorder.withLock { $0 }?.stop()
    return judgement
  }

  /// Ends the commands that run, and what they started; they may clean up for a moment.
  ///
  /// Those of worker processes are ended with these: a worker that only finds its pool gone gives
  /// them no time.
  func endCommands() {
    // The job log tells what was done: these would seem so, and those that cannot start any more.
    player.batch?.abandon()
    RunningCommands.endAll()
    guard pool is ProcessPoolExecutor, scenario.jobs.contains(where: \.isCommand) else { return }
    pool.shutdown(wait: false, cancelFutures: true)
    for row in pool.snapshot().futures where row.state == .running {
      player.future(row.id)?.kill(grace: RunningCommands.leavingGrace)
    }
    // That takes half of this, unless the system itself holds one.
    _ = pool.shutdown(deadline: RunningCommands.leavingGrace * 2)
  }

  /// The exit code of a run that nothing interrupted.
  ///
  /// What was to be kept and could not be makes it never 0; in `exec`, where small numbers count the
  /// commands that failed, 255.
  ///
  /// - Parameters:
  ///   - judgement: What it came to.
  ///   - isKept: Whether its recording, and its lines, are whole.
  /// - Returns: What the program is to end with.
  func exitCode(_ judgement: Judgement, isKept: Bool) -> Int32 {
    guard let batch = player.batch else { return isKept ? judgement.exitCode : 1 }
    return isKept ? batch.exitCode(judgement.counts) : 255
  }

  /// Tells the run as of now by its recording, if there is one that is whole.
  func recordedSoFar() -> RunRecord? {
    recorder.withLock { $0 }?.recordSoFar()
  }

  /// Ends the recording, if there is one.
  ///
  /// - Returns: What is wrong with it, in a sentence; `nil` when it is whole.
  func finishRecording(_ verdict: RecordedVerdict) -> String? {
    recorder.withLock { recorder in
      defer { recorder = nil }
      return recorder
    }?.finish(verdict)
  }
}

extension PoolPlan.Workers {
  var count: Int {
    switch self {
    case .cpus: Processors.usableCount
    case .count(let count): count
    }
  }
}

extension PoolPlan {
  var queueCapacity: QueueCapacity {
    guard let capacity else { return .unbounded }
    return switch whenFull {
    case .block: .blocking(capacity)
    case .reject: .rejecting(capacity)
    }
  }
}

extension Scenario {
  /// Whether a seed makes a difference.
  fileprivate var isRandom: Bool {
    if submissions.contains(where: \.isRandom) { return true }
    return jobs.contains { job in
      if job.failure?.rate != nil || (job.retries?.jitter ?? 0) > 0 { return true }
      switch job.work {
      case .sleep(.fixed), .busy(.fixed), .command: return false
      case .sleep, .busy: return true
      }
    }
  }
}

extension SubmitEntry {
  /// Whether a seed makes a difference to when it submits what.
  fileprivate var isRandom: Bool {
    if jobs.count > 1 { return true }
    switch pattern {
    case .together, .every, .fed: return false
    case .arrivals(let plan): return plan.spacing == .poisson
    case .loop(let plan):
      if case .fixed = plan.think { return false }
      return true
    }
  }
}

extension FutureCounts {
  fileprivate static func + (left: FutureCounts, right: FutureCounts) -> FutureCounts {
    var sum = left
    for outcome in FutureOutcome.allCases { sum[outcome] += right[outcome] }
    return sum
  }
}
