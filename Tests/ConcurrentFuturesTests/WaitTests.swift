import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Waiting for several futures", .timeLimit(.minutes(5)))
struct WaitTests {
  @Test("returns at once for none")
  func empty() {
    let (done, notDone) = wait([Future<Int>]())
    #expect(done.isEmpty && notDone.isEmpty)
  }

  @Test("counts a future once that is given twice")
  func duplicates() throws {
    let promise = Promise<Int>()
    try promise.setResult(1)
    let (done, notDone) = wait([promise.future, promise.future])
    #expect(done == [promise.future] && notDone.isEmpty)
  }

  @Test("returns what is done when the time is over, and leaves nobody behind")
  func timeout() throws {
    let promises = (0..<3).map { _ in Promise<Int>() }
    try promises[1].setResult(1)
    for timeout in [Duration.zero, .milliseconds(-5), .milliseconds(5)] {
      let (done, notDone) = wait(promises.map(\.future), timeout: timeout)
      #expect(done == [promises[1].future])
      #expect(notDone == [promises[0].future, promises[2].future])
    }
    #expect(promises.allSatisfy { $0.future.waiterCount == 0 })
  }

  /// What ends which wait, when the other two futures stay pending.
  @Test(
    "ends as it was told to",
    arguments: [
      (ReturnWhen.firstCompleted, "result", true), (.firstCompleted, "exception", true),
      (.firstCompleted, "cancel", true), (.firstException, "result", false),
      (.firstException, "exception", true), (.firstException, "cancel", false),
      (.allCompleted, "result", false), (.allCompleted, "exception", false),
      (.allCompleted, "cancel", false),
    ])
  func endings(_ returnWhen: ReturnWhen, _ ending: String, _ isOver: Bool) async throws {
    let promises = (0..<3).map { _ in Promise<Int>() }
    let futures = promises.map(\.future)
    let first = Journal<Set<Future<Int>>>()
    try OSThread.start(name: "waiter") {
      first.write(wait(futures, returnWhen: returnWhen).done)
    }.detach()
    try await blocking {
      try waitUntil { futures.allSatisfy { $0.waiterCount == 1 } }
      switch ending {
      case "result": try promises[0].setResult(1)
      case "exception": try promises[0].setException(Boom())
      default: futures[0].cancel()
      }
      if isOver {
        #expect(first.wait(for: 1) == [[futures[0]]])
      } else {
        #expect(first.entries.isEmpty)
      }
      try promises[1].setResult(2)
      try promises[2].setResult(3)
      #expect(first.wait(for: 1) == (isOver ? [[futures[0]]] : [Set(futures)]))
    }
    #expect(futures.allSatisfy { $0.waiterCount == 0 })
  }

  @Test("looks at what was done before it began", arguments: ReturnWhen.allCases)
  func doneBefore(_ returnWhen: ReturnWhen) throws {
    let done = Promise<Int>()
    try done.setException(Boom())
    let pending = Promise<Int>()
    let timeout: Duration? = returnWhen == .allCompleted ? .zero : nil
    let result = wait([done.future, pending.future], timeout: timeout, returnWhen: returnWhen)
    #expect(result.done == [done.future] && result.notDone == [pending.future])
  }

  @Test("takes futures of several pools, and promises")
  func mixed() async throws {
    let pools = try (0..<2).map { _ in try ThreadPoolExecutor(maxWorkers: 1) }
    try await blocking {
      let gate = Gate()
      let promise = Promise<Int>()
      let slow = try pools[0].submit {
        gate.wait()
        return 1
      }
      let quick = try pools[1].submit { 2 }
      let all = [slow, quick, promise.future]
      _ = try quick.result()
      #expect(wait(all, returnWhen: .firstCompleted).done == [quick])
      gate.open()
      try promise.setResult(3)
      #expect(wait(all).done == Set(all))
      for pool in pools { pool.shutdown() }
    }
  }

  @Test("does not take a cancelled future for one that raised", arguments: [false, true])
  func cancelledBefore(_ isRaised: Bool) throws {
    let promises = (0..<2).map { _ in Promise<Int>() }
    promises[0].future.cancel()
    let futures = promises.map(\.future)
    let start = MonotonicClock.now
    let timeout = Duration.milliseconds(10)
    if isRaised { try promises[1].setException(Boom()) }
    let (done, _) = wait(futures, timeout: timeout, returnWhen: .firstException)
    #expect(done.count == (isRaised ? 2 : 1))
    #expect(isRaised || start.duration(to: MonotonicClock.now) >= timeout)
  }
}
