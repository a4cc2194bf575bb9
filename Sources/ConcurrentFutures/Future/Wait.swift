internal import Platform

/// When a wait for several futures is over.
public enum ReturnWhen: Sendable, CaseIterable {
  /// As soon as one is done, in whatever way.
  case firstCompleted
  /// As soon as one has raised an error; otherwise when all are done.
  case firstException
  /// When all are done.
  case allCompleted
}

/// Waits for futures, and tells which are done.
///
/// Futures of several executors may be mixed; one that is given twice counts once. Never throws:
/// when the time is over, what is done by then is returned.
///
/// - Parameters:
///   - futures: What to wait for; of none, it returns at once.
///   - timeout: The longest wait; `nil` waits for ever, zero or less only looks.
///   - returnWhen: When the wait is over.
/// - Returns: Those that are done, finished or cancelled, and those that are not.
/// - Complexity: O(n) in the futures, plus the wait.
/// - Source: `concurrent.futures.wait` of Python.
@available(*, noasync, message: "it blocks the thread; await the futures' values instead")
@discardableResult
public func wait<Value>(
  _ futures: some Sequence<Future<Value>>, timeout: Duration? = nil,
  returnWhen: ReturnWhen = .allCompleted
) -> (done: Set<Future<Value>>, notDone: Set<Future<Value>>) {
  let deadline = timeout.map { MonotonicClock.now.advanced(by: $0) }
  let all = Set(futures)
  let waiter = SeveralWaiter(returnWhen)
  let registered = all.filter { waiter.watch($0) }
  waiter.wait(until: deadline)
  for future in registered {
    future.remove(waiter)
  }
  let done = all.filter(\.isDone)
  return (done, all.subtracting(done))
}

/// One thread that waits for several futures.
private final class SeveralWaiter: FutureWaiter {
  private struct Tally {
    var unfinishedCount = 0
    var isAnyDone = false
    var hasAnyRaised = false
  }

  private let returnWhen: ReturnWhen
  private let tally = Monitor(Tally())

  init(_ returnWhen: ReturnWhen) {
    self.returnWhen = returnWhen
  }

  /// Counts a future in; false when it is done already and will not tell.
  func watch<Value>(_ future: Future<Value>) -> Bool {
    tally.withLock { $0.unfinishedCount += 1 }
    if future.add(self) { return true }
    guard let settlement = future.settlement else {
      preconditionFailure("a future that takes no waiter is done")
    }
    count(settlement)
    return false
  }

  func futureSettled(_ id: FutureID, _ settlement: Settlement) {
    count(settlement)
    tally.signal()
  }

  func wait(until deadline: MonotonicClock.Instant?) {
    _ = tally.wait(until: deadline) { isOver($0) ? () : nil }
  }

  private func count(_ settlement: Settlement) {
    tally.withLock {
      $0.unfinishedCount -= 1
      $0.isAnyDone = true
      if settlement == .raised { $0.hasAnyRaised = true }
    }
  }

  private func isOver(_ tally: Tally) -> Bool {
    if tally.unfinishedCount == 0 { return true }
    return switch returnWhen {
    case .firstCompleted: tally.isAnyDone
    case .firstException: tally.hasAnyRaised
    case .allCompleted: false
    }
  }
}
