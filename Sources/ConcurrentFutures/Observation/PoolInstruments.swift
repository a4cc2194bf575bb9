internal import CoreMetrics
internal import Platform
internal import Synchronization

/// What a pool reports to `swift-metrics`.
///
/// May be used from any thread, and never under a lock of the pool: a backend may ask the pool.
final class PoolInstruments: Sendable {
  /// How many jobs are told apart by their names; the rest are `other`.
  ///
  /// More tells more apart; fewer keeps a backend small that is given names made of numbers.
  static let nameLimit = 100
  /// The job of futures without a name.
  static let unnamed = "unnamed"
  /// The job of those whose names are one too many.
  static let other = "other"

  let queueLength: LevelMeter
  let busyWorkers: LevelMeter
  let workers: LevelMeter
  private let factory: any MetricsFactory
  private let pool: String
  /// By name; a name that is here without instruments is being given them.
  private let jobs = Monitor<[String: JobInstruments?]>([:])
  private let otherJobs: JobInstruments

  /// Makes none where nobody would read them.
  init?(pool: String, factory: any MetricsFactory) {
    guard !(factory is NOOPMetricsHandler) else { return nil }
    self.factory = factory
    self.pool = pool
    let dimensions = [("pool", pool)]
    queueLength = LevelMeter("concurrent_futures_queue_length", dimensions, factory)
    busyWorkers = LevelMeter("concurrent_futures_busy_workers", dimensions, factory)
    workers = LevelMeter("concurrent_futures_workers", dimensions, factory)
    otherJobs = JobInstruments(job: Self.other, pool: pool, factory)
  }

  /// The instruments of the jobs of a name.
  subscript(name: String) -> JobInstruments {
    let name = name.isEmpty ? Self.unnamed : name
    let (known, isNew) = jobs.withLock { jobs -> (JobInstruments?, isNew: Bool) in
      if let known = jobs[name] { return (known, false) }
      guard jobs.count < Self.nameLimit else { return (otherJobs, false) }
      jobs.updateValue(nil, forKey: name)
      return (nil, true)
    }
    if let known { return known }
    // Made without the lock, for a factory may submit something; twice at worst, of the same name.
    let made = JobInstruments(job: name, pool: pool, factory)
    if isNew { jobs.withLock { _ = $0.updateValue(made, forKey: name) } }
    return made
  }
}

/// What is reported of the jobs of one name.
struct JobInstruments: Sendable {
  let waitTime: Timer
  let runTime: Timer
  private let succeeded: Counter
  private let failed: Counter
  private let cancelled: Counter
  private let timedOut: Counter

  init(job: String, pool: String, _ factory: any MetricsFactory) {
    let dimensions = [("pool", pool), ("job", job)]
    func timer(_ label: String) -> Timer {
      Timer(
        label: label, dimensions: dimensions, preferredDisplayUnit: .seconds, factory: factory)
    }
    func counter(_ outcome: String) -> Counter {
      Counter(
        label: "concurrent_futures_finished_total", dimensions: dimensions + [("outcome", outcome)],
        factory: factory)
    }
    waitTime = timer("concurrent_futures_wait_seconds")
    runTime = timer("concurrent_futures_run_seconds")
    succeeded = counter("succeeded")
    failed = counter("failed")
    cancelled = counter("cancelled")
    timedOut = counter("timed_out")
  }

  /// Counts a future that is done.
  func count(_ outcome: FutureOutcome) {
    switch outcome {
    case .succeeded: succeeded.increment()
    case .failed, .crashed: failed.increment()
    case .cancelled: cancelled.increment()
    case .timedOut: timedOut.increment()
    }
  }
}

/// A number that goes up and down, changed by several threads without a lock.
final class LevelMeter: Sendable {
  private let level = Atomic(0)
  private let meter: Meter

  init(_ label: String, _ dimensions: [(String, String)], _ factory: any MetricsFactory) {
    meter = Meter(label: label, dimensions: dimensions, factory: factory)
    meter.set(0)
  }

  /// Changes the number, and reports it.
  ///
  /// Who reports looks again after that: so the last report is right, whoever makes it. A worker
  /// may take a future before its submitter has counted it; nobody is shown less than nothing.
  func change(by difference: Int) {
    var reported = level.add(difference, ordering: .sequentiallyConsistent).newValue
    while true {
      meter.set(max(0, reported))
      let now = level.load(ordering: .sequentiallyConsistent)
      if now == reported { return }
      reported = now
    }
  }
}
