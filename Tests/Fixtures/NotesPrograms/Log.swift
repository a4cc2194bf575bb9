import ConcurrentFutures
import Foundation

/// Writes a line as Python's logging does with the notes' format.
///
/// `2026-11-22 15:07:44,000<TAB> [MainProcess:ThreadPoolExecutor-0_1, 4711:    4713] Begin to work 1`
///
/// What a worker process prints is in its pool's log, not on the terminal.
func log(
  _ message: String, process processName: String = "MainProcess", thread: String = "MainThread"
) {
  let now = Date()
  let style = Date.VerbatimFormatStyle(
    format: """
      \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
      \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\
      \(minute: .twoDigits):\(second: .twoDigits),\(secondFraction: .fractional(3))
      """,
    timeZone: .current, calendar: Calendar(identifier: .gregorian))
  let process = ProcessInfo.processInfo.processIdentifier
  let id = String(format: "%8lu", pthread_self())
  print("\(now.formatted(style))\t [\(processName):\(thread), \(process):\(id)] \(message)")
}

/// The workers of a pool, in the place of `threading.enumerate()`.
func workers(of pool: some PoolExecutor) -> String {
  let living = pool.snapshot().workers.filter { $0.state != .exited }
  return "[\(living.map { "<\($0.name) \($0.systemID)>" }.joined(separator: ", "))]"
}

/// Prints the lines of a pool's log that are new since the last time.
func printWhatWorkersSaid(in pool: some PoolExecutor, after count: inout Int) {
  let log = pool.snapshot().log
  for entry in log.entries where entry.number > count { print(entry.line.text) }
  count = log.totalCount
}
