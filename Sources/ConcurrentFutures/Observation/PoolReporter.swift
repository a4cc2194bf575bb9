internal import CoreMetrics
internal import Logging
internal import Platform

// Whom a pool tells what it does, beside those who ask for snapshots.
//
//   submitter, worker, alarm ──no lock held──► PoolReporter ──► swift-metrics
//                                                  └──────────► swift-log
//
// A pool whose program wants neither has none, and looks at a nil for each job. Everything is told
// before the future is published: who knows that it is done finds it counted, but for one that was
// cancelled, which is marked under the pool's lock and told of after it.

/// Tells `swift-metrics` and `swift-log` what a pool does.
final class PoolReporter: Sendable {
  private let log: Logger
  /// Whether somebody reads when workers come and go, and how jobs fail.
  private let isDebugging: Bool
  /// Whether somebody reads what becomes of each future.
  private let isTracing: Bool
  private let instruments: PoolInstruments?

  /// Makes none where nobody would be told.
  init?(pool: String, log: Logger, metrics: any MetricsFactory) {
    self.log = log
    isDebugging = log.logLevel <= .debug
    isTracing = log.logLevel <= .trace
    instruments = PoolInstruments(pool: pool, factory: metrics)
    guard isDebugging || instruments != nil else { return nil }
  }
}

// MARK: - Workers and the pool

extension PoolReporter {
  func workerStarted(_ worker: WorkerThread) {
    instruments?.workers.change(by: 1)
    if isDebugging { log.debug("worker started", metadata: ["worker": "\(worker.name)"]) }
  }

  func workerEnded(_ worker: WorkerThread) {
    instruments?.workers.change(by: -1)
    if isDebugging { log.debug("worker ended", metadata: ["worker": "\(worker.name)"]) }
  }

  func shutdownBegan(_ pool: String) {
    if isDebugging { log.debug("shutdown began", metadata: ["pool": "\(pool)"]) }
  }
}

// MARK: - Futures

extension PoolReporter {
  func submitted(_ future: AnyFuture) {
    instruments?.queueLength.change(by: 1)
    if isTracing { log.trace("submitted", metadata: .of(future)) }
  }

  /// A worker begins to run a future, perhaps inside a job that waits for it.
  func started(_ future: AnyFuture, _ facts: RunFacts, on worker: WorkerThread) {
    if let instruments {
      instruments.queueLength.change(by: -1)
      if worker.depth == 0 { instruments.busyWorkers.change(by: 1) }
      if facts.attempt == 1 {
        let wait = future.submittedAt.duration(to: facts.startedAt)
        instruments[future.name].waitTime.recordNanoseconds(wait.nanoseconds)
      }
    }
    if isTracing { log.trace("started", metadata: .of(future, worker.name)) }
  }

  /// A body has ended; what comes of that was decided.
  func ended(
    _ future: AnyFuture, _ facts: RunFacts, _ error: (any Error)?, _ verdict: RunVerdict = .publish,
    on worker: WorkerThread
  ) {
    if let instruments {
      if worker.depth == 0 { instruments.busyWorkers.change(by: -1) }
      let run = facts.startedAt.duration(to: worker.finishedAt)
      instruments[future.name].runTime.recordNanoseconds(run.nanoseconds)
    }
    switch verdict {
    case .publish:
      finished(future, error.map { FutureOutcome(of: $0) } ?? .succeeded, error, on: worker)
    case .fail(let error): finished(future, .timedOut, error, on: worker)
    case .discard: break
    case .runAgain: willRunAgain(future, error, on: worker)
    }
  }

  private func willRunAgain(_ future: AnyFuture, _ error: (any Error)?, on worker: WorkerThread) {
    instruments?.queueLength.change(by: 1)
    guard isDebugging else { return }
    log.debug("failed, and is tried again", metadata: .of(future, worker.name, error))
  }

  private func finished(
    _ future: AnyFuture, _ outcome: FutureOutcome, _ error: (any Error)?, on worker: WorkerThread
  ) {
    instruments?[future.name].count(outcome)
    if error != nil {
      if isDebugging { log.debug("failed", metadata: .of(future, worker.name, error)) }
    } else if isTracing {
      log.trace("finished", metadata: .of(future, worker.name))
    }
  }

  /// A future is done that waited, and will never run.
  func neverRan(_ future: AnyFuture, _ outcome: FutureOutcome) {
    if let instruments {
      instruments.queueLength.change(by: -1)
      instruments[future.name].count(outcome)
    }
    if isTracing { log.trace("\(outcome.rawValue) before it ran", metadata: .of(future)) }
  }

  /// A future failed for its time limit; its body goes on.
  func timedOut(_ future: AnyFuture) {
    instruments?[future.name].count(.timedOut)
  }
}

extension Logger.Metadata {
  /// What a line says of a future, beside its text.
  static func of(
    _ future: AnyFuture, _ worker: String? = nil, _ error: (any Error)? = nil
  ) -> Logger.Metadata {
    var metadata = of(future.id, job: future.name, worker: worker)
    if let error { metadata["error"] = "\(ShortText.of(error))" }
    return metadata
  }

  static func of(_ id: FutureID, job: String, worker: String?) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["future": "\(id)"]
    if !job.isEmpty { metadata["job"] = "\(job)" }
    if let worker { metadata["worker"] = "\(worker)" }
    return metadata
  }
}
