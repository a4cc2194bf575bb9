internal import ConcurrentFutures
internal import Platform
internal import TextCanvas

/// Writes log lines in the format of the notes.
///
/// `2026-11-22 15:07:44,000<TAB> [MainProcess:ThreadPoolExecutor-0_1, 4711:    4713] Begin to work 1`
/// and, of a worker process, its name in the place of the main process's, and its own number.
struct LogFormat: Sendable {
  /// The process that the lines come from.
  let processID: Int32
  /// When the pool was made, in nanoseconds since 1970.
  let createdAt: Int64
  /// What the pool's workers are.
  var kind = PoolDescription.Kind.thread

  /// Returns a line; what was said in several lines becomes several.
  func lines(_ line: LogLine, at time: PoolInstant) -> [String] {
    let moment = WallTime(nanosecondsSince1970: createdAt + Int64(clamping: time.nanoseconds))
    let isProcess = kind == .process && line.worker != nil
    let name = sanitized(line.threadName)
    let speaker = isProcess ? "\(name):MainThread" : "MainProcess:\(name)"
    let process = isProcess ? "\(line.threadID)" : "\(processID)"
    let thread = "\(speaker), \(process):\(padded(line.threadID, 8))"
    return line.text.split(separator: "\n", omittingEmptySubsequences: false).map {
      "\(stamp(moment))\t [\(thread)] \(sanitized(String($0), limit: .max))"
    }
  }

  private func stamp(_ time: WallTime) -> String {
    "\(time.year)-\(two(time.month))-\(two(time.day)) "
      + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)),"
      + zeros(time.millisecond, 3)
  }

  private func two(_ number: Int) -> String { zeros(number, 2) }

  private func zeros(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private func padded(_ number: UInt64, _ columns: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, columns - text.count)) + text
  }
}
