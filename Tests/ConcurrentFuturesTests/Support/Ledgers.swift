import CoreMetrics
import Logging
import Platform

@testable import ConcurrentFutures

/// A metrics backend in memory: all that was ever reported, by label and dimensions.
final class MetricsLedger: MetricsFactory {
  /// What was counted, set, or timed, each in the order in which it came.
  private let values = Monitor<[String: [Int64]]>([:])
  private let entered = Monitor<(@Sendable () -> Void)?>(nil)

  /// Calls a body whenever something is reported, on the reporting thread.
  func onReport(_ body: @escaping @Sendable () -> Void) {
    entered.withLock { $0 = body }
  }

  /// What was reported as, for example, `busy_workers pool=p`.
  subscript(series: String) -> [Int64] {
    values.withLock { $0["concurrent_futures_" + series] ?? [] }
  }

  /// The jobs that are told apart.
  var jobs: Set<String> {
    let series = values.withLock { Array($0.keys) }
    return Set(
      series.compactMap { $0.split(separator: " ").first { $0.hasPrefix("job=") } }.map(String.init)
    )
  }

  fileprivate func open(_ series: String) {
    values.withLock { $0[series, default: []] += [] }
  }

  fileprivate func report(_ value: Int64, as series: String) {
    values.withLock { $0[series, default: []].append(value) }
    entered.withLock { $0 }?()
  }

  private func handler(_ label: String, _ dimensions: [(String, String)]) -> LedgerHandler {
    LedgerHandler(
      series: ([label] + dimensions.map { "\($0)=\($1)" }).joined(separator: " "), ledger: self)
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    handler(label, dimensions)
  }

  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    handler(label, dimensions)
  }

  func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler { handler(label, dimensions) }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    handler(label, dimensions)
  }

  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}

private final class LedgerHandler: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  let series: String
  let ledger: MetricsLedger

  init(series: String, ledger: MetricsLedger) {
    self.series = series
    self.ledger = ledger
    ledger.open(series)
  }

  func increment(by amount: Int64) { ledger.report(amount, as: series) }
  func increment(by amount: Double) { ledger.report(Int64(amount), as: series) }
  func decrement(by amount: Double) { ledger.report(-Int64(amount), as: series) }
  func reset() {}
  func set(_ value: Int64) { ledger.report(value, as: series) }
  func set(_ value: Double) { ledger.report(Int64(value), as: series) }
  func record(_ value: Int64) { ledger.report(value, as: series) }
  func record(_ value: Double) { ledger.report(Int64(value), as: series) }
  func recordNanoseconds(_ duration: Int64) { ledger.report(duration, as: series) }
}

/// A log backend in memory.
struct LogLedger: LogHandler {
  let lines = Journal<String>()
  var onLine: @Sendable () -> Void = {}
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  init(level: Logger.Level, onLine: @escaping @Sendable () -> Void = {}) {
    logLevel = level
    self.onLine = onLine
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0)=\($1)" }
    lines.write("\(event.level): \(event.message)\(metadata.joined())")
    onLine()
  }
}

extension ThreadPoolExecutor {
  /// Makes a pool that reports to backends of its own; `p` is its name.
  convenience init(
    maxWorkers: Int = 1, log: LogLedger = LogLedger(level: .critical), metrics: any MetricsFactory
  ) {
    let settings = ThreadPoolCore.Settings(
      name: "p", maxWorkers: maxWorkers,
      log: Logger(label: "concurrent.futures") { _ in log }, metrics: metrics)
    self.init(core: ThreadPoolCore(settings))
  }
}
