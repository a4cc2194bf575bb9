internal import ConcurrentFutures
internal import ScenarioScript

/// Whether a run came to what its scenario expects, figure by figure.
struct Judgement: Sendable {
  /// One figure that was expected.
  struct Check: Sendable, Hashable {
    var name: String
    var expected: String
    var actual: String
    var isMet: Bool
  }

  var checks: [Check]
  var counts: FutureCounts
  var makespan: Duration?

  /// Whether all is as expected; where nothing is, whether everything succeeded.
  var isMet: Bool {
    checks.isEmpty ? counts.total == counts.succeeded : checks.allSatisfy(\.isMet)
  }

  /// The program's exit code.
  var exitCode: Int32 { isMet ? 0 : 1 }

  /// The run in one sentence.
  var sentence: String {
    var parts = ["\(counts.total) future\(counts.total == 1 ? "" : "s"): \(counts.succeeded) ok"]
    if counts.unsuccessful > 0 { parts.append("\(counts.unsuccessful) failed") }
    if counts.cancelled > 0 { parts.append("\(counts.cancelled) cancelled") }
    if counts.unfinished > 0 { parts.append("\(counts.unfinished) not done") }
    let time = makespan.map { " in \(Self.seconds($0))" } ?? ""
    let verdict = checks.isEmpty ? "" : isMet ? "; as expected" : "; not as expected"
    return parts.joined(separator: ", ") + time + verdict
  }

  /// Expected beside actual, a line each.
  var lines: [String] {
    checks.map {
      "\($0.isMet ? "ok  " : "FAIL") \($0.name): expected \($0.expected), got \($0.actual)"
    }
  }

  static func seconds(_ duration: Duration) -> String {
    duration.formattedSeconds + " s"
  }
}

extension Duration {
  /// Seconds with three digits after the point.
  fileprivate var formattedSeconds: String {
    let (seconds, attoseconds) = components
    let milliseconds = String(attoseconds / 1_000_000_000_000_000)
    return "\(seconds)." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
  }
}
