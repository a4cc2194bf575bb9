import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

private let double = Job<Int, Int>("double") { $0 * 2 }

/// Takes until the end.
private func names(_ completed: AsCompleted<Int>) throws -> [String] {
  var names: [String] = []
  while let future = try completed.next() { names.append(future.name) }
  return names
}

@Suite("Futures as they are done", .timeLimit(.minutes(5)))
struct AsCompletedTests {
  @Test("end at once when there are none")
  func empty() async throws {
    try await blocking {
      for timeout in [nil, Duration.zero] {
        let next = try asCompleted([Future<Int>](), timeout: timeout).next()
        #expect(next == nil)
      }
    }
  }

  @Test("come done ones first, as they were given, then in the order of completion")
  func order() async throws {
    try await blocking {
      let promises = makePromises(5)
      try promises[3].setResult(3)
      promises[1].future.cancel()
      let completed = asCompleted(promises.map(\.future))
      try promises[4].setException(Boom())
      try promises[0].setResult(0)
      promises[2].future.cancel()
      #expect(try names(completed) == ["1", "3", "4", "0", "2"])
    }
  }

  @Test("come done ones first even if another is done while they are looked at")
  func doneDuringCall() async throws {
    try await blocking {
      let pending = Promise<Int>(name: "pending")
      let done = makePromises(2_000)
      for promise in done { try promise.setResult(0) }
      let settled = Gate()
      try OSThread.start(name: "settler") {
        try? waitUntil { pending.future.waiterCount == 1 }
        try? pending.setResult(1)
        settled.open()
      }.detach()
      let completed = asCompleted([pending.future] + done.map(\.future))
      settled.wait()
      #expect(try names(completed).last == "pending")
    }
  }

  @Test("come once each, even those that were given twice")
  func duplicates() async throws {
    try await blocking {
      let promises = makePromises(2)
      try promises[0].setResult(0)
      let futures = promises.map(\.future)
      let completed = asCompleted(futures + futures.reversed())
      #expect(futures[1].waiterCount == 1)
      try promises[1].setResult(1)
      #expect(try names(completed) == ["0", "1"])
    }
  }

  @Test("carry errors and cancellations, and throw none of them")
  func errors() async throws {
    try await blocking {
      let promises = makePromises(2)
      let completed = asCompleted(promises.map(\.future))
      try promises[1].setException(Boom(number: 1))
      promises[0].future.cancel()
      #expect(throws: Boom(number: 1)) { try completed.next()?.result() }
      #expect(throws: CancelledError.self) { try completed.next()?.result() }
      #expect(try completed.next() == nil)
    }
  }

  @Test("wake whoever waits for the next", arguments: ["result", "exception", "cancel"])
  func wakes(_ ending: String) async throws {
    let promises = makePromises(2)
    let completed = asCompleted(promises.map(\.future))
    let taken = Journal<String?>()
    let thread = Journal<UInt64>()
    try OSThread.start(name: "taker") {
      thread.write(OSThread.currentID)
      taken.write(try? completed.next()?.name)
    }.detach()
    try await blocking {
      try waitUntilAsleep(thread.wait(for: 1)[0])
      switch ending {
      case "result": try promises[1].setResult(1)
      case "exception": try promises[1].setException(Boom())
      default: promises[1].future.cancel()
      }
      #expect(taken.wait(for: 1) == ["1"])
    }
  }

  @Test("are shared by several threads: each comes once, and all threads see the end")
  func sharing() async throws {
    try await blocking {
      for _ in 0..<20 {
        let promises = makePromises(8)
        let completed = asCompleted(promises.map(\.future))
        let taken = Journal<String>()
        for _ in 0..<3 {
          try OSThread.start(name: "taker") {
            while let future = try? completed.next() { taken.write(future.name) }
            taken.write("end")
          }.detach()
        }
        for promise in promises { try promise.setResult(0) }
        #expect(taken.wait(for: 11).sorted() == (0..<8).map(String.init) + ["end", "end", "end"])
      }
    }
  }

  @Test("may be of several executors", arguments: ExecutorKind.allCases)
  func executors(_ kind: ExecutorKind) async throws {
    let pools = try (0..<2).map { _ in try kind.make(maxWorkers: 2) }
    try await blocking {
      let futures = try (0..<10).map { try pools[$0 % 2].submit(double, $0) }
      let completed = asCompleted(futures)
      var values: [Int] = []
      while let future = try completed.next() { values.append(try future.result()) }
      #expect(values.sorted() == (0..<10).map { $0 * 2 })
      for pool in pools { pool.shutdown() }
    }
  }

  @Test("are forgotten once they are given")
  func references() async throws {
    struct Weak { weak var future: Future<Int>? }
    try await blocking {
      var promises = makePromises(4)
      for promise in promises.prefix(2) { try promise.setResult(0) }
      let completed = asCompleted(promises.map(\.future))
      func takeNext() throws -> Weak {
        let promise = promises.removeFirst()
        if !promise.future.isDone { try promise.setResult(1) }
        let future = try completed.next()
        #expect(future === promise.future)
        return Weak(future: future)
      }
      for _ in 0..<4 {
        #expect(try takeNext().future == nil)
      }
    }
  }
}

@Suite("The time for futures as they are done", .timeLimit(.minutes(5)))
struct AsCompletedTimeTests {
  @Test("gives what is done, then says how many are not, then ends", arguments: [0, -1, 5])
  func timeout(_ milliseconds: Int) async throws {
    try await blocking {
      let promises = makePromises(4)
      try promises[2].setResult(2)
      promises[3].future.cancel()
      let futures = promises.map(\.future)
      let completed = asCompleted(futures + futures, timeout: .milliseconds(milliseconds))
      #expect(try completed.next()?.name == "2")
      #expect(try completed.next()?.name == "3")
      let error = #expect(throws: TimeoutError.self) { try completed.next() }
      #expect(error?.description == "2 (of 4) futures unfinished")
      #expect(futures.allSatisfy { $0.waiterCount == 0 && $0.isDone == ($0.name > "1") })
      #expect(try completed.next() == nil)
      try promises[0].setResult(0)
      #expect(try completed.next() == nil, "what comes later is not given any more")
    }
  }

  @Test("is waited for, and no less")
  func waits() async throws {
    let pending = Promise<Int>()
    let waited = try await blocking {
      let start = MonotonicClock.now
      let completed = asCompleted([pending.future], timeout: .milliseconds(20))
      let error = #expect(throws: TimeoutError.self) { try completed.next() }
      #expect(error?.description == "1 (of 1) futures unfinished")
      return start.duration(to: MonotonicClock.now)
    }
    #expect(waited >= .milliseconds(20))
  }

  @Test("begins with the call, not with the first that is taken")
  func clock() async throws {
    try await blocking {
      let limit = Duration.milliseconds(200)
      let isInTime = try endsInTime(limit) {
        let promises = makePromises(3)
        try promises[0].setResult(0)
        let completed = asCompleted(promises.map(\.future), timeout: limit)
        #expect(throws: TimeoutError.self) { try Promise<Int>().future.result(timeout: limit) }
        try promises[1].setResult(1)
        let start = MonotonicClock.now
        #expect(try completed.next()?.name == "0")
        #expect(try completed.next()?.name == "1", "what is done is given even when it is over")
        #expect(throws: TimeoutError.self) { try completed.next() }
        return start.duration(to: MonotonicClock.now)
      }
      #expect(isInTime)
    }
  }

  /// Holds up the thread that tells who waits for a future, after the future is done.
  private final class Holdup: FutureWaiter {
    let isTold = Gate()
    let mayGoOn = Gate()

    func futureSettled(_ id: FutureID, _ settlement: Settlement) {
      isTold.open()
      mayGoOn.wait()
    }
  }

  @Test("does not make a liar of a future that is done and has not told everybody")
  func doneUntold() async throws {
    try await blocking {
      let promises = makePromises(2)
      let holdup = Holdup()
      #expect(promises[0].future.add(holdup))
      let completed = asCompleted(promises.map(\.future), timeout: .zero)
      let hasSettled = Gate()
      try OSThread.start(name: "settler") {
        try? promises[0].setResult(0)
        hasSettled.open()
      }.detach()
      holdup.isTold.wait()
      #expect(try completed.next()?.name == "0")
      holdup.mayGoOn.open()
      hasSettled.wait()
      let error = #expect(throws: TimeoutError.self) { try completed.next() }
      #expect(error?.description == "1 (of 2) futures unfinished")
    }
  }

  @Test("may be longer than the clock can count")
  func endless() async throws {
    let longest = Duration.seconds(Int64.max)
    try await blocking {
      let promise = Promise<Int>()
      let completed = asCompleted([promise.future], timeout: longest)
      try promise.setResult(1)
      #expect(try completed.next() != nil)
    }
    let promise = Promise<Int>()
    let iterator = asCompleted([promise.future], timeout: longest).makeAsyncIterator()
    async let next = iterator.next()
    await Task.yield()
    try promise.setResult(1)
    #expect(try await next === promise.future)
  }
}

@Suite("The end of futures as they are done", .timeLimit(.minutes(5)))
struct AsCompletedEndTests {
  @Test("leaves nobody behind", arguments: ["end", "close", "time-out", "drop", "drop half way"])
  func waiters(_ ending: String) async throws {
    try await blocking {
      let promises = makePromises(3)
      let futures = promises.map(\.future)
      var completed: AsCompleted<Int>? = asCompleted(
        futures, timeout: ending == "time-out" ? .zero : nil)
      #expect(futures.allSatisfy { $0.waiterCount == 1 })
      switch ending {
      case "end":
        for promise in promises { try promise.setResult(0) }
        for _ in 0..<3 { #expect(try completed?.next() != nil) }
      case "close": completed?.close()
      case "time-out": #expect(throws: TimeoutError.self) { try completed?.next() }
      case "drop half way":
        try promises[0].setResult(0)
        #expect(try completed?.next() != nil)
        completed = nil
      default: completed = nil
      }
      #expect(futures.allSatisfy { $0.waiterCount == 0 })
      #expect(try completed?.next() == nil)
    }
  }

  @Test("comes with closing, also for what was done and not taken")
  func closed() async throws {
    try await blocking {
      let promises = makePromises(2)
      try promises[0].setResult(0)
      let completed = asCompleted(promises.map(\.future), timeout: .zero)
      completed.close()
      #expect(try completed.next() == nil)
      try promises[1].setResult(1)
      #expect(try completed.next() == nil)
      completed.close()
    }
  }

  @Test("wakes a thread that waits")
  func closeWakes() async throws {
    let promise = Promise<Int>()
    let completed = asCompleted([promise.future])
    let thread = Journal<UInt64>()
    let taken = Journal<Bool>()
    try OSThread.start(name: "taker") {
      thread.write(OSThread.currentID)
      taken.write((try? completed.next()) == nil)
    }.detach()
    try await blocking {
      try waitUntilAsleep(thread.wait(for: 1)[0])
      completed.close()
      #expect(taken.wait(for: 1) == [true])
      #expect(promise.future.state == .pending, "and cancels nothing")
    }
  }
}
