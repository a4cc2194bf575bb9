import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Futures as they are done, in async code", .timeLimit(.minutes(5)))
struct AsCompletedAsyncTests {
  @Test("come done ones first, then in the order of completion, then end")
  func order() async throws {
    let promises = makePromises(4)
    try promises[3].setException(Boom())
    promises[1].future.cancel()
    let completed = asCompleted(promises.map(\.future))
    var names: [String] = []
    for try await future in completed {
      names.append(future.name)
      switch names.count {
      case 2: try promises[2].setResult(2)
      case 3: try promises[0].setResult(0)
      default: break
      }
    }
    #expect(names == ["1", "3", "2", "0"])
    #expect(try await completed.makeAsyncIterator().next() == nil)
  }

  @Test("wake a task that waits", arguments: ["result", "cancel", "close"])
  func wakes(_ ending: String) async throws {
    let promise = Promise<Int>(name: "it")
    let completed = asCompleted([promise.future])
    let isWaiting = Gate()
    async let next = Task {
      isWaiting.open()
      return try await completed.makeAsyncIterator().next()?.name
    }.value
    try await blocking {
      isWaiting.wait()
      switch ending {
      case "result": try promise.setResult(1)
      case "cancel": promise.future.cancel()
      default: completed.close()
      }
    }
    #expect(try await next == (ending == "close" ? nil : "it"))
  }

  @Test("are shared by several tasks: each comes once, and all tasks see the end")
  func sharing() async throws {
    let promises = makePromises(8)
    let completed = asCompleted(promises.map(\.future))
    let taken = Journal<String>()
    try await withThrowingTaskGroup { group in
      for _ in 0..<3 {
        group.addTask {
          for try await future in completed { taken.write(future.name) }
        }
      }
      for promise in promises {
        await Task.yield()
        try promise.setResult(0)
      }
      try await group.waitForAll()
    }
    #expect(taken.entries.sorted() == (0..<8).map(String.init))
  }

  @Test("have their time", arguments: [0, -1, 5])
  func timeout(_ milliseconds: Int) async throws {
    let promises = makePromises(4)
    try promises[2].setResult(2)
    try promises[1].setResult(1)
    let start = MonotonicClock.now
    let completed = asCompleted(promises.map(\.future), timeout: .milliseconds(milliseconds))
    let names = Journal<String>()
    let error = await #expect(throws: TimeoutError.self) {
      for try await future in completed { names.write(future.name) }
    }
    #expect(start.duration(to: MonotonicClock.now) >= .milliseconds(milliseconds))
    #expect(error?.description == "2 (of 4) futures unfinished")
    #expect(names.entries == ["1", "2"])
    #expect(promises.allSatisfy { $0.future.waiterCount == 0 })
    #expect(try await completed.makeAsyncIterator().next() == nil)
  }

  @Test("end with the task that waits, and leave nobody behind")
  func taskCancelled() async throws {
    let promises = makePromises(2)
    let completed = asCompleted(promises.map(\.future))
    let names = Journal<String>()
    let task = Task {
      for try await future in completed { names.write(future.name) }
    }
    try promises[1].setResult(1)
    try await blocking { _ = names.wait(for: 1) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(names.entries == ["1"])
    #expect(promises[0].future.waiterCount == 0)
    #expect(promises[0].future.state == .pending, "and nothing is cancelled but the wait")
    #expect(try await completed.makeAsyncIterator().next() == nil)
  }

  @Test("do not begin in a task that is cancelled already")
  func taskCancelledBefore() async throws {
    let promises = makePromises(2)
    try promises[0].setResult(0)
    let completed = asCompleted(promises.map(\.future))
    let mayBegin = AsyncStream<Void>.makeStream()
    let task = Task {
      for await _ in mayBegin.stream {}
      let iterator = completed.makeAsyncIterator()
      await #expect(throws: CancellationError.self) { try await iterator.next() }
      let next = try await iterator.next()
      #expect(next == nil, "once is enough")
    }
    task.cancel()
    try await task.value
    #expect(promises[1].future.waiterCount == 0)
  }

  @Test("are let go when the loop is left")
  func leftLoop() async throws {
    let promises = makePromises(2)
    try promises[0].setResult(0)
    for try await future in asCompleted(promises.map(\.future)) {
      #expect(future.name == "0")
      #expect(promises[1].future.waiterCount == 1)
      break
    }
    #expect(promises[1].future.waiterCount == 0)
  }
}
