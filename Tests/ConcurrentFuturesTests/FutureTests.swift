import ConcurrentFutures
import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("A future", .timeLimit(.minutes(5)))
struct FutureTests {
  @Test("is pending, then running, then finished with its value")
  func happyLife() throws {
    let promise = Promise<Int>(name: "sum")
    let future = promise.future
    #expect(future.state == .pending && !future.isDone && future.name == "sum")
    #expect(try promise.setRunningOrNotifyCancel())
    #expect(future.state == .running && future.isRunning && !future.isDone)
    try promise.setResult(7)
    #expect(future.state == .finished && future.isDone && !future.isRunning)
    #expect(try future.result() == 7)
    #expect(try future.exception() == nil)
  }

  @Test("throws the very error that its work threw")
  func raised() throws {
    let promise = Promise<Int>()
    try promise.setException(Boom(number: 3))
    #expect(throws: Boom(number: 3)) { try promise.future.result() }
    #expect(try promise.future.exception() as? Boom == Boom(number: 3))
  }

  @Test("has no job that could be asked to stop, or be killed, when a promise made it")
  func nothingToStop() throws {
    let promise = Promise<Int>()
    _ = try promise.setRunningOrNotifyCancel()
    #expect(!promise.future.requestStop())
    #expect(promise.future.kill() == .notSupported)
  }

  @Test("shows the value of a job that returns nothing as ()")
  func noValue() throws {
    let promise = Promise<NoValue>()
    try promise.setResult(NoValue())
    #expect("\(try promise.future.result())" == "()")
    #expect(promise.future.resultText == "()")
  }

  @Test("ids grow with submission")
  func ids() {
    let first = Promise<Int>().future
    let second = Promise<Int>().future
    #expect(first.id < second.id)
  }

  @Test("is cancelled while it is pending, and stays so")
  func cancelPending() throws {
    let promise = Promise<Int>()
    let calls = Journal<FutureState>()
    promise.future.addDoneCallback { calls.write($0.state) }
    #expect(promise.future.cancel())
    #expect(promise.future.cancel(), "a second time is true, too")
    #expect(calls.entries == [.cancelled], "and repeats nothing")
    #expect(promise.future.isCancelled && promise.future.isDone)
    #expect(throws: CancelledError.self) { try promise.future.result() }
    #expect(throws: CancelledError.self) { try promise.future.exception() }
    #expect(try !promise.setRunningOrNotifyCancel())
  }

  @Test("is not cancelled once it runs or is finished")
  func cancelLate() throws {
    let promise = Promise<Int>()
    _ = try promise.setRunningOrNotifyCancel()
    #expect(!promise.future.cancel())
    #expect(promise.future.state == .running)
    try promise.setResult(1)
    #expect(!promise.future.cancel())
    #expect(try promise.future.result() == 1)
  }

  @Test("refuses a second outcome, says its state, and keeps the first")
  func settleTwice() throws {
    let finished = Promise<Int>()
    try finished.setResult(1)
    let error = #expect(throws: InvalidStateError.self) { try finished.setResult(2) }
    #expect(error?.description.contains("finished") == true)
    #expect(error?.description.contains(finished.future.description) == true)
    #expect(throws: InvalidStateError.self) { try finished.setException(Boom()) }
    #expect(throws: InvalidStateError.self) { try finished.setRunningOrNotifyCancel() }
    #expect(try finished.future.result() == 1)

    let cancelled = Promise<Int>()
    cancelled.future.cancel()
    let refusal = #expect(throws: InvalidStateError.self) { try cancelled.setResult(2) }
    #expect(refusal?.description.contains("cancelled") == true)
    #expect(cancelled.future.isCancelled)
  }

  @Test("polls once when the time to wait is zero or less", arguments: [0, -1])
  func poll(_ seconds: Int) throws {
    let promise = Promise<Int>()
    #expect(throws: TimeoutError.self) {
      try promise.future.result(timeout: .seconds(seconds))
    }
    #expect(throws: TimeoutError.self) {
      try promise.future.exception(timeout: .seconds(seconds))
    }
    #expect(promise.future.waiterCount == 0, "who gave up waits no longer")
    #expect(promise.future.state == .pending, "a time-out cancels nothing")
    try promise.setResult(5)
    #expect(try promise.future.result(timeout: .seconds(seconds)) == 5)
  }

  @Test("gives up at the end of the time, and no earlier")
  func timeout() async throws {
    let promise = Promise<Int>()
    let waited = try await blocking {
      let start = MonotonicClock.now
      #expect(throws: TimeoutError.self) {
        try promise.future.result(timeout: .milliseconds(20))
      }
      return start.duration(to: MonotonicClock.now)
    }
    #expect(waited >= .milliseconds(20))
  }

  @Test("wakes every thread that waits", arguments: ["result", "exception", "cancel"])
  func wakesAll(_ ending: String) async throws {
    let promise = Promise<Int>()
    let woken = Journal<Bool>()
    for _ in 0..<4 {
      try OSThread.start(name: "waiter") {
        woken.write((try? promise.future.result()) == nil)
      }.detach()
    }
    try await blocking {
      try waitUntil { promise.future.waiterCount == 4 }
      switch ending {
      case "result": try promise.setResult(1)
      case "exception": try promise.setException(Boom())
      default: promise.future.cancel()
      }
      #expect(woken.wait(for: 4).count == 4)
    }
    #expect(promise.future.waiterCount == 0)
  }

  @Test("runs callbacks in order, each as often as it was added, on the settling thread")
  func callbackOrder() async throws {
    let promise = Promise<Int>()
    let calls = Journal<String>()
    let threads = Journal<UInt64>()
    promise.future.addDoneCallback { _ in calls.write("first") }
    let twice: @Sendable (Future<Int>) -> Void = { future in
      #expect(future.isDone)
      calls.write("twice")
      threads.write(OSThread.currentID)
    }
    promise.future.addDoneCallback(twice)
    promise.future.addDoneCallback(twice)
    promise.future.addDoneCallback { _ in calls.write("last") }
    let settler = try await blocking {
      try promise.setResult(1)
      return OSThread.currentID
    }
    #expect(calls.entries == ["first", "twice", "twice", "last"])
    #expect(threads.entries == [settler, settler])
  }

  @Test("runs a callback at once when it is done, or when one adds another")
  func lateCallbacks() throws {
    let promise = Promise<Int>()
    let calls = Journal<String>()
    promise.future.addDoneCallback { future in
      calls.write("outer begins")
      future.addDoneCallback { _ in calls.write("inner") }
      calls.write("outer ends")
    }
    promise.future.addDoneCallback { _ in calls.write("second") }
    try promise.setResult(1)
    promise.future.addDoneCallback { _ in calls.write("late") }
    #expect(calls.entries == ["outer begins", "inner", "outer ends", "second", "late"])
  }

  @Test("wakes waiters before callbacks run, so a slow one delays nobody")
  func waitersFirst() async throws {
    let promise = Promise<Int>()
    let gate = Gate()
    promise.future.addDoneCallback { _ in gate.wait() }
    let value = Journal<Int>()
    try OSThread.start(name: "waiter") {
      value.write((try? promise.future.result()) ?? -1)
    }.detach()
    try OSThread.start(name: "settler") {
      try? waitUntil { promise.future.waiterCount == 1 }
      try? promise.setResult(9)
    }.detach()
    let seen = try await blocking {
      defer { gate.open() }
      return value.wait(for: 1)
    }
    #expect(seen == [9])
  }

  @Test("says its state and what it holds, as Python does")
  func descriptions() throws {
    let promise = Promise<Int>()
    let future = promise.future
    #expect(future.description.hasPrefix("<Future at 0x"))
    #expect(future.description.hasSuffix(" state=pending>"))
    _ = try promise.setRunningOrNotifyCancel()
    #expect(future.description.hasSuffix(" state=running>"))
    try promise.setResult(1)
    #expect(future.description.hasSuffix(" state=finished returned Int>"))

    let raised = Promise<Int>()
    try raised.setException(Boom())
    #expect(raised.future.description.hasSuffix(" state=finished raised Boom>"))
    let cancelled = Promise<Int>()
    cancelled.future.cancel()
    #expect(cancelled.future.description.hasSuffix(" state=cancelled>"))
  }

  @Test("settles once, however many threads try")
  func settleRace() async throws {
    try await blocking {
      for _ in 0..<200 {
        let promise = Promise<Int>()
        let wins = Journal<Int>()
        let calls = Journal<Int>()
        promise.future.addDoneCallback { _ in calls.write(1) }
        let ready = Gate()
        for number in 0..<3 {
          try OSThread.start(name: "settler") {
            ready.wait()
            switch number {
            case 0: wins.write(promise.future.cancel() ? 1 : 0)
            default: wins.write((try? promise.setResult(number)) == nil ? 0 : 1)
            }
          }.detach()
        }
        ready.open()
        #expect(wins.wait(for: 3).reduce(0, +) == 1)
        #expect(calls.entries == [1])
      }
    }
  }
}

@Suite("The async side of a future", .timeLimit(.minutes(5)))
struct FutureAsyncTests {
  @Test("gives the value, the error, and the cancellation")
  func outcomes() async throws {
    let promise = Promise<Int>()
    async let value = promise.future.value
    while promise.future.waiterCount == 0 { await Task.yield() }
    try promise.setResult(4)
    #expect(try await value == 4)
    #expect(try await promise.future.value == 4)

    let raised = Promise<Int>()
    try raised.setException(Boom())
    await #expect(throws: Boom()) { try await raised.future.value }
    let cancelled = Promise<Int>()
    cancelled.future.cancel()
    await #expect(throws: CancelledError.self) { try await cancelled.future.value }
  }

  @Test("ends with its task, and leaves the future alone")
  func taskCancelled() async throws {
    let promise = Promise<Int>()
    let task = Task { try await promise.future.value }
    while promise.future.waiterCount == 0 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(promise.future.state == .pending)
    #expect(promise.future.waiterCount == 0)
  }

  @Test("does not even begin in a cancelled task")
  func cancelledBefore() async throws {
    let promise = Promise<Int>()
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await promise.future.value
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(promise.future.waiterCount == 0)
  }
}
