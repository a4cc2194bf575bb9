/// A word for where a future stands, as a filter has it.
package enum FilterState: String, Sendable, Hashable, CaseIterable {
  case pending
  case running
  case finished
  case cancelled
  case succeeded
  case failed
  case crashed
  case timedOut = "timed_out"

  /// Says whether a future stands there.
  func includes(_ row: FutureSnapshot) -> Bool {
    switch self {
    case .pending: row.state == .pending
    case .running: row.state == .running
    case .finished: row.state == .finished
    case .cancelled: row.state == .cancelled
    case .succeeded: row.outcome == .succeeded
    case .failed: row.outcome == .failed
    case .crashed: row.outcome == .crashed
    case .timedOut: row.outcome == .timedOut
    }
  }
}

/// How a figure stands to a limit.
enum Comparison: String, Sendable, Hashable, CaseIterable {
  case atLeast = ">="
  case atMost = "<="
  case above = ">"
  case below = "<"
  case equal = "="

  func holds<Figure: Comparable>(_ figure: Figure, _ limit: Figure) -> Bool {
    switch self {
    case .atLeast: figure >= limit
    case .atMost: figure <= limit
    case .above: figure > limit
    case .below: figure < limit
    case .equal: figure == limit
    }
  }
}
