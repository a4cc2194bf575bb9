internal import ConcurrentFutures
internal import Dashboard

/// What came of a wish for more jobs.
enum SubmitAnswer: Sendable {
  /// All were looked at: some went to the pool, others wait for other jobs or can never run.
  case taken(Counts, first: FutureID?)
  case refused(String)

  /// What became of how many.
  struct Counts: Sendable {
    var submitted = 0
    var heldBack = 0
    var cancelled = 0
  }

  /// As the footer and the log say it.
  var sentence: String {
    switch self {
    case .refused(let reason): reason
    case .taken(let counts, let first): Self.parts(counts, first).joined(separator: "; ")
    }
  }

  /// Whether nothing came of it.
  var isRefusal: Bool {
    switch self {
    case .refused: true
    case .taken(let counts, _): counts.submitted + counts.heldBack == 0
    }
  }

  private static func parts(_ counts: Counts, _ first: FutureID?) -> [String] {
    var parts: [String] = []
    if let first {
      parts.append(
        counts.submitted == 1
          ? "submitted #\(first)" : "submitted \(counts.submitted.grouped), from #\(first)")
    }
    if counts.heldBack > 0 {
      let wait = counts.heldBack == 1 ? "waits" : "wait"
      parts.append("\(counts.heldBack.grouped) held back: \(wait) for other jobs")
    }
    if counts.cancelled > 0 {
      parts.append("\(counts.cancelled.grouped) cancelled: can never run")
    }
    return parts
  }
}
