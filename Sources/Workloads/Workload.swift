package import ConcurrentFutures
internal import Platform

/// What keeps a worker busy in a scenario.
package enum Workload: Sendable, Hashable, Codable {
  /// Waits that long, and uses no processor.
  case sleep(Duration)
  /// Uses one processor for that long.
  case busy(Duration)
}

extension Workload {
  /// How long it takes, at least.
  package var duration: Duration {
    switch self {
    case .sleep(let duration), .busy(let duration): duration
    }
  }

  /// Runs it on the calling thread, and reports its progress as it goes on.
  ///
  /// - Throws: ``WorkloadStopped`` within a tenth of a second after somebody asked it to stop.
  package func run(in context: JobContext) throws {
    guard duration > .zero else { return }
    let start = MonotonicClock.now
    let end = start.advanced(by: duration)
    let timer = Monitor(())
    var nextReport = start.advanced(by: reportInterval)
    while MonotonicClock.now < end {
      if context.isStopRequested { throw WorkloadStopped() }
      let look = MonotonicClock.now.advanced(by: Self.lookInterval)
      let pause = min(nextReport, end, look)
      switch self {
      case .sleep: _ = timer.wait(until: pause) { _ -> Void? in nil }
      case .busy: while MonotonicClock.now < pause {}
      }
      guard nextReport < end, MonotonicClock.now >= nextReport else { continue }
      context.reportProgress(start.duration(to: nextReport) / duration)
      nextReport = nextReport.advanced(by: reportInterval)
    }
  }

  /// The time from one look at whether it shall stop to the next.
  ///
  /// Shorter stops sooner; longer wakes fewer threads.
  private static let lookInterval = Duration.milliseconds(100)

  /// The time from one report to the next.
  ///
  /// Shorter makes a bar smoother; longer costs less. A tenth of a second is what a screen shows,
  /// and a two-hundredth of the whole is finer than any bar.
  private var reportInterval: Duration {
    max(.milliseconds(100), duration / 200)
  }
}

/// Somebody asked the workload to stop, and it did.
package struct WorkloadStopped: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  package var description: String { "stopped on request" }

  package init() {}
}
