import Testing

@testable import PoolObservation

@Suite("filters")
struct FutureFilterTests {
  private func instant(_ seconds: Double) -> PoolInstant {
    PoolInstant(nanoseconds: UInt64(seconds * 1e9))
  }

  /// A fetch that worker 2 ran for 3 seconds after 6, at its second attempt; it failed.
  private var failed: FutureSnapshot {
    var row = FutureSnapshot(
      id: FutureID(rawValue: 41), name: "PreFetch it", submittedAt: instant(1),
      tags: ["burst", "x"])
    row.startedAt = instant(7)
    row.worker = 2
    row.attempt = 2
    row.finish(.failed, .text("Timeout: größer"), at: instant(10))
    return row
  }

  /// What a worker called pool_2 goes with.
  private var context: FilterContext {
    var snapshot = PoolSnapshot(
      pool: PoolDescription(name: "", kind: .thread, maxWorkers: 3, createdAt: 0),
      takenAt: instant(20))
    snapshot.workers = [
      WorkerSnapshot(index: 2, name: "pool_2", systemID: 7, startedAt: .zero)
    ]
    return FilterContext(snapshot)
  }

  @Test(
    "a future is picked when one alternative has all its conditions",
    arguments: [
      ("", true), ("  |  ", true), ("!", true), ("fetch", true), ("FETCH", true), ("itx", false),
      ("timeout", true), ("größer", true), ("GRÖßER", false), ("\"prefetch it\"", true),
      ("\"it fetch\"", false), ("it fetch", true), ("!fetch", false), ("!!fetch", true),
      ("!nap", true), ("nap | fetch", true), ("nap|timeout", true), ("nap | gnu", false),
      ("nap fetch | it", true), ("state:failed", true), ("state:finished", true),
      ("state:pending", false), ("!state:pending", true), ("tag:burst", true), ("tag:bur", false),
      ("worker:2", true), ("worker:w2", true), ("worker:pool_2", true), ("worker:1", false),
      ("worker:-", false), ("#41", true), ("#4", false), ("id>40", true), ("id<=40", false),
      ("wait>5s", true), ("wait>6s", false), ("wait>=6s", true), ("wait=6", true),
      ("run<3s", false), ("run<=3s", true), ("run>250ms", true), ("try>1", true), ("try<2", false),
      ("state:failed tag:burst fetch wait>5s", true), ("state:failed tag:slow | try=2", true),
    ])
  func matches(_ text: String, _ expected: Bool) throws {
    #expect(try FutureFilter(text).matches(failed, context) == expected)
  }

  @Test("what was never run has waited until now, and ran for no time that could be compared")
  func pending() throws {
    let row = FutureSnapshot(id: FutureID(rawValue: 0), name: "nap", submittedAt: instant(12))
    #expect(try FutureFilter("wait>7s wait<9s").matches(row, context))
    #expect(try !FutureFilter("run<1h").matches(row, context))
    #expect(try !FutureFilter("run>=0s").matches(row, context))
    #expect(try FutureFilter("worker:- try=0").matches(row, context))
  }

  @Test("each state has its word", arguments: FutureOutcome.allCases)
  func states(_ outcome: FutureOutcome) throws {
    var row = FutureSnapshot(id: FutureID(rawValue: 0), name: "nap", submittedAt: .zero)
    row.finish(outcome, .none, at: instant(1))
    let word = outcome == .timedOut ? "timed_out" : outcome.rawValue
    let picked = try FilterState.allCases.filter {
      try FutureFilter("state:\($0.rawValue)").matches(row, context)
    }.map(\.rawValue)
    #expect(picked == (outcome == .cancelled ? [word] : ["finished", word]))
  }

  @Test(
    "what no filter can mean is named, with a way out",
    arguments: [
      ("state:fialed", "no future is in state 'fialed'; did you mean 'failed'?"),
      (
        "state:green",
        "no future is in state 'green'; it can be pending, running, finished, cancelled, "
          + "succeeded, failed, crashed, timed_out"
      ),
      ("a wokrer:2", "a filter knows no 'wokrer:'; did you mean 'worker'?"),
      ("http://x", "a filter knows no 'http:'; it knows state:, tag:, worker: and words"),
      ("tag:", "something is missing behind 'tag:'"),
      ("wait>", "something is missing behind 'wait>'"),
      ("wait>soon", "'soon' is no duration; write it as in wait>5s"),
      ("run>-5s", "'-5s' is no duration; write it as in run>5s"),
      ("try>x", "'x' is no whole number; write it as in try>2"),
      ("wiat>5s", "a filter compares no 'wiat'; did you mean 'wait'?"),
      ("age>5s", "a filter compares no 'age'; it compares wait, run, try, id"),
      ("say \"hel", "a quotation mark is not closed"),
    ])
  func broken(_ text: String, _ sentence: String) {
    let error = #expect(throws: FutureFilterError.self) { try FutureFilter(text) }
    #expect(error?.description == sentence)
  }
}
