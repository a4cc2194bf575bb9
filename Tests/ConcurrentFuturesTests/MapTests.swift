import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

private let double = Job<Int, Int>("double") { $0 * 2 }

/// Takes until the end; an error counts as a result.
private func outcomes(_ results: MapResults<Int>) -> [Result<Int, Boom>] {
  var outcomes: [Result<Int, Boom>] = []
  while true {
    do {
      guard let value = try results.next() else { return outcomes }
      outcomes.append(.success(value))
    } catch {
      outcomes.append(.failure(error as? Boom ?? Boom(number: -1)))
    }
  }
}

/// Stands in for a pool: keeps the promises of what is submitted, and resolves none by itself.
private final class Desk {
  struct Closed: Error {}

  var promises: [Promise<Int>] = []
  /// How many inputs it takes before it throws.
  var capacity = Int.max
  var refusedCount = 0

  var futures: [Future<Int>] { promises.map(\.future) }

  func submit(_ input: Int) throws -> Future<Int> {
    guard promises.count < capacity else {
      refusedCount += 1
      throw Closed()
    }
    promises.append(Promise(name: "\(input)"))
    return promises[promises.count - 1].future
  }

  func map(
    _ inputs: some Sequence<Int>, timeout: Duration? = nil, bufferSize: Int? = nil
  ) throws -> MapResults<Int> {
    try MapResults(inputs, timeout: timeout, bufferSize: bufferSize, submit: submit)
  }
}

@Suite("The results of a map", .timeLimit(.minutes(5)))
struct MapResultsTests {
  @Test("come in the order of the inputs, whatever is done first", arguments: [nil, 1, 2, 9])
  func order(_ bufferSize: Int?) async throws {
    try await blocking {
      let desk = Desk()
      let results = try desk.map(0..<4, bufferSize: bufferSize)
      var values: [Int] = []
      for _ in 0..<4 {
        for promise in desk.promises.reversed() where !promise.future.isDone {
          try promise.setResult(10 * (Int(promise.future.name) ?? -1))
        }
        values.append(try #require(try results.next()))
      }
      #expect(values == [0, 10, 20, 30])
      #expect(try results.next() == nil)
      #expect(try results.next() == nil)
    }
  }

  @Test("wait for the one whose turn it is")
  func waits() async throws {
    let promises = [Promise<Int>(), Promise<Int>()]
    let taken = Journal<Int?>()
    let futures = promises.map(\.future)
    try OSThread.start(name: "taker") {
      let results = try? MapResults(0..<2, timeout: nil, bufferSize: nil) { futures[$0] }
      taken.write(try? results?.next())
      taken.write(try? results?.next())
    }.detach()
    try await blocking {
      try promises[1].setResult(1)
      while promises[0].future.waiterCount == 0 {}
      #expect(taken.entries.isEmpty)
      try promises[0].setResult(0)
      #expect(taken.wait(for: 2) == [0, 1])
    }
  }

  @Test("are all asked for before the first is taken")
  func unbuffered() throws {
    let desk = Desk()
    let results = try desk.map(0..<5)
    #expect(desk.futures.map(\.name) == ["0", "1", "2", "3", "4"])
    withExtendedLifetime(results) {}
  }

  @Test("are asked for as the buffer has room, one for each that is taken or thrown")
  func buffered() async throws {
    try await blocking {
      let desk = Desk()
      var pulledCount = 0
      let endless = AnyIterator<Int> {
        pulledCount += 1
        return pulledCount - 1
      }
      let results = try desk.map(endless, bufferSize: 3)
      #expect(desk.promises.count == 3 && pulledCount == 3)
      for index in 0..<6 {
        if index % 2 == 0 {
          try desk.promises[index].setResult(index)
          #expect(try results.next() == index)
        } else {
          try desk.promises[index].setException(Boom(number: index))
          #expect(throws: Boom(number: index)) { try results.next() }
        }
        #expect(desk.promises.count == 4 + index && pulledCount == 4 + index)
      }
    }
  }

  @Test("are not asked for while one is waited for")
  func bufferWhileWaiting() async throws {
    try await blocking {
      let desk = Desk()
      let results = try desk.map(0..<5, timeout: .zero, bufferSize: 2)
      #expect(throws: TimeoutError.self) { try results.next() }
      #expect(desk.promises.count == 2)
    }
  }

  @Test("are none for no inputs", arguments: [nil, 3])
  func empty(_ bufferSize: Int?) async throws {
    try await blocking {
      let next = try Desk().map([], bufferSize: bufferSize).next()
      #expect(next == nil)
    }
  }

  @Test("go on after an error", arguments: [nil, 1])
  func errors(_ bufferSize: Int?) async throws {
    let outcomes = try await blocking {
      let results = try MapResults(0..<4, timeout: nil, bufferSize: bufferSize) { input in
        let promise = Promise<Int>()
        if input % 2 == 0 {
          try promise.setException(Boom(number: input))
        } else {
          try promise.setResult(input)
        }
        return promise.future
      }
      return ConcurrentFuturesTests.outcomes(results)
    }
    #expect(
      outcomes == [
        .failure(Boom(number: 0)), .success(1), .failure(Boom(number: 2)), .success(3),
      ])
  }

  @Test("tell a job's own TimeoutError and a cancelled future from their own time")
  func jobsTimeoutError() async throws {
    try await blocking {
      let desk = Desk()
      let results = try desk.map(0..<3, timeout: .zero)
      try desk.promises[0].setException(TimeoutError("of the job"))
      desk.futures[1].cancel()
      try desk.promises[2].setResult(2)
      let error = #expect(throws: TimeoutError.self) { try results.next() }
      #expect(error?.description == "of the job")
      #expect(throws: CancelledError.self) { try results.next() }
      #expect(try results.next() == 2)
    }
  }

  @Test("are forgotten once they are given")
  func references() async throws {
    try await blocking {
      let desk = Desk()
      let results = try desk.map(0..<3)
      for index in 0..<3 {
        try desk.promises[0].setResult(index)
        weak let future = desk.futures[0]
        #expect(try results.next() == index)
        desk.promises.removeFirst()
        #expect(future == nil)
      }
    }
  }

  @Test("hold what they pull from no longer than there is something to pull")
  func inputsReleased() async throws {
    final class Token {}
    try await blocking {
      func inputs(_ token: Token) -> AnyIterator<Int> {
        var count = 0
        return AnyIterator {
          withExtendedLifetime(token) { count += 1 }
          return count <= 2 ? count : nil
        }
      }
      for ending in ["unbuffered", "last taken", "close"] {
        let desk = Desk()
        var token: Token? = Token()
        weak let observed = token
        let results = try desk.map(
          inputs(token ?? Token()), bufferSize: ending == "unbuffered" ? nil : 2)
        token = nil
        switch ending {
        case "last taken":
          #expect(observed != nil)
          try desk.promises[0].setResult(0)
          #expect(try results.next() == 0)
        case "close":
          results.close()
        default: break
        }
        #expect(observed == nil, "\(ending)")
        withExtendedLifetime(results) {}
      }
    }
  }
}

@Suite("The end of the results of a map", .timeLimit(.minutes(5)))
struct MapEndTests {
  @Test("cancels what has not started", arguments: ["close", "drop", "time-out"], [false, true])
  func cancels(_ ending: String, _ hasBegun: Bool) async throws {
    try await blocking {
      let desk = Desk()
      var results: MapResults<Int>? = try desk.map(
        0..<9, timeout: ending == "time-out" ? .zero : nil, bufferSize: 4)
      if hasBegun {
        try desk.promises[0].setResult(0)
        #expect(try results?.next() == 0)
      }
      let submitted = desk.futures.suffix(4)
      #expect(try desk.promises[desk.promises.count - 2].setRunningOrNotifyCancel())
      switch ending {
      case "close": results?.close()
      case "drop": results = nil
      default: #expect(throws: TimeoutError.self) { try results?.next() }
      }
      #expect(submitted.map { $0.state } == [.cancelled, .cancelled, .running, .cancelled])
      #expect(desk.futures.allSatisfy { $0.waiterCount == 0 })
      #expect(try results?.next() == nil)
      results?.close()
      #expect(desk.futures.count == (hasBegun ? 5 : 4), "and nothing more is submitted")
    }
  }

  @Test("comes with the time, which begins with the call", arguments: [nil, 2])
  func clock(_ bufferSize: Int?) async throws {
    try await blocking {
      let limit = Duration.milliseconds(200)
      let isInTime = try endsInTime(limit) {
        let desk = Desk()
        let results = try desk.map(0..<3, timeout: limit, bufferSize: bufferSize)
        #expect(throws: TimeoutError.self) { try Promise<Int>().future.result(timeout: limit) }
        try desk.promises[0].setResult(0)
        let start = MonotonicClock.now
        #expect(try results.next() == 0, "what is there is given even when it is over")
        let error = #expect(throws: TimeoutError.self) { try results.next() }
        let waited = start.duration(to: MonotonicClock.now)
        #expect(
          error?.description
            == "result 1, counted from 0, is not there; the time for all of them is over")
        #expect(desk.futures.dropFirst().allSatisfy { $0.isCancelled })
        #expect(try results.next() == nil)
        return waited
      }
      #expect(isInTime)
    }
  }

  @Test("does not come before the time is over")
  func notBefore() async throws {
    let waited = try await blocking {
      let start = MonotonicClock.now
      let results = try Desk().map(0..<1, timeout: .milliseconds(20))
      #expect(throws: TimeoutError.self) { try results.next() }
      return start.duration(to: MonotonicClock.now)
    }
    #expect(waited >= .milliseconds(20))
  }

  @Test("comes before the beginning when not all can be submitted", arguments: [nil, 5])
  func refusedAtFirst(_ bufferSize: Int?) throws {
    let desk = Desk()
    desk.capacity = 3
    #expect(throws: Desk.Closed.self) { try desk.map(0..<5, bufferSize: bufferSize) }
    #expect(desk.futures.map(\.state) == [.cancelled, .cancelled, .cancelled])
  }

  @Test("says why no more could be submitted, once, after the results of what was")
  func refusedLater() async throws {
    try await blocking {
      let desk = Desk()
      desk.capacity = 3
      let results = try desk.map(0..., bufferSize: 2)
      for index in 0..<3 {
        try desk.promises[index].setResult(index)
        #expect(try results.next() == index)
      }
      #expect(throws: Desk.Closed.self) { try results.next() }
      #expect(try results.next() == nil)
      #expect(desk.refusedCount == 1, "and it is tried once")
    }
  }

  @Test("says nothing of a refusal when it was closed")
  func refusedThenClosed() async throws {
    try await blocking {
      let desk = Desk()
      desk.capacity = 1
      let results = try desk.map(0..., bufferSize: 1)
      try desk.promises[0].setResult(0)
      #expect(try results.next() == 0)
      results.close()
      #expect(try results.next() == nil)
    }
  }
}

@Suite("Every executor's map", .timeLimit(.minutes(5)))
struct MapTests {
  @Test("gives results in the order of the inputs", arguments: ExecutorKind.allCases, [nil, 3])
  func order(_ kind: ExecutorKind, _ bufferSize: Int?) async throws {
    let pool = try kind.make(maxWorkers: 3)
    let outcomes = try await blocking {
      defer { pool.shutdown() }
      return try ConcurrentFuturesTests.outcomes(pool.map(double, 0..<50, bufferSize: bufferSize))
    }
    #expect(outcomes == (0..<50).map { .success($0 * 2) })
  }

  @Test("throws a job's error in its place, and goes on", arguments: ExecutorKind.allCases)
  func errors(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    let outcomes = try await blocking {
      defer { pool.shutdown() }
      return try ConcurrentFuturesTests.outcomes(pool.map(failOnThree, 2..<6, chunkSize: 2))
    }
    #expect(outcomes == [.success(2), .failure(Boom(number: 3)), .success(4), .success(5)])
  }

  @Test("takes endless inputs with a buffer", arguments: ExecutorKind.allCases)
  func endless(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      defer { pool.shutdown() }
      let results = try pool.map(double, 0..., bufferSize: 4)
      for input in 0..<100 {
        #expect(try results.next() == input * 2)
      }
      #expect(pool.snapshot().counts.total == 104)
    }
  }

  @Test("runs everything without anybody taking a result", arguments: ExecutorKind.allCases)
  func untaken(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let results = try pool.map(double, 0..<10)
      pool.shutdown()
      #expect(pool.snapshot().counts.succeeded == 10)
      #expect(outcomes(results) == (0..<10).map { .success($0 * 2) })
    }
  }

  @Test("accepts every omission", arguments: ExecutorKind.allCases)
  func omissions(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let second = Duration.seconds(60)
      let all = [
        try pool.map(double, [1]),
        try pool.map(double, [1], timeout: second),
        try pool.map(double, [1], chunkSize: 2),
        try pool.map(double, [1], bufferSize: 3),
        try pool.map(double, [1], timeout: second, chunkSize: 2),
        try pool.map(double, [1], timeout: second, bufferSize: 3),
        try pool.map(double, [1], chunkSize: 2, bufferSize: 3),
        try pool.map(double, [1], timeout: second, chunkSize: 2, bufferSize: 3),
      ]
      for results in all {
        #expect(outcomes(results) == [.success(2)])
      }
      pool.shutdown()
    }
  }

  @Test("keeps to the buffer, whatever else is omitted", arguments: ExecutorKind.allCases)
  func omissionsWithBuffer(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      defer { pool.shutdown() }
      let second = Duration.seconds(60)
      var pulledCount = 0
      let inputs = AnyIterator<Int> {
        pulledCount += 1
        return pulledCount <= 20 ? pulledCount : nil
      }
      _ = try pool.map(double, inputs, bufferSize: 3)
      #expect(pulledCount == 3)
      _ = try pool.map(double, inputs, timeout: second, bufferSize: 3)
      #expect(pulledCount == 6)
      _ = try pool.map(double, inputs, chunkSize: 2, bufferSize: 3)
      #expect(pulledCount == 9)
      _ = try pool.map(double, inputs, timeout: second, chunkSize: 2, bufferSize: 3)
      #expect(pulledCount == 12)
    }
  }

  @Test("keeps to the time, whatever else is omitted")
  func omissionsWithTimeout() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let gate = Gate()
    try await blocking {
      defer { pool.shutdown() }
      try pool.submit { gate.wait() }
      let all = [
        try pool.map(double, [1], timeout: .zero),
        try pool.map(double, [1], timeout: .zero, chunkSize: 2),
        try pool.map(double, [1], timeout: .zero, bufferSize: 3),
        try pool.map(double, [1], timeout: .zero, chunkSize: 2, bufferSize: 3),
      ]
      for results in all {
        #expect(throws: TimeoutError.self) { try results.next() }
      }
      gate.open()
    }
  }

  @Test("refuses sizes of nothing, and pulls no input then", arguments: ExecutorKind.allCases)
  func sizes(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    var pulledCount = 0
    let inputs = AnyIterator<Int> {
      pulledCount += 1
      return nil
    }
    for size in [0, -1] {
      for bufferSize in [nil, 1] {
        let chunk = #expect(throws: InvalidArgumentError.self) {
          try pool.map(double, inputs, chunkSize: size, bufferSize: bufferSize)
        }
        #expect(chunk?.description == "chunkSize must be greater than 0")
      }
      #expect(throws: InvalidArgumentError.self) {
        try pool.map(double, inputs, chunkSize: size)
      }
      let buffer = #expect(throws: InvalidArgumentError.self) {
        try pool.map(double, inputs, bufferSize: size)
      }
      #expect(buffer?.description == "bufferSize must be greater than 0")
    }
    #expect(pulledCount == 0)
    try await blocking { pool.shutdown() }
  }

  @Test("refuses after shutdown", arguments: ExecutorKind.allCases)
  func afterShutdown(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking { pool.shutdown() }
    #expect(throws: ExecutorShutdownError.self) { try pool.map(double, 0..<3) }
  }

  @Test("gives what was submitted before a shutdown", arguments: ExecutorKind.allCases)
  func shutdownHalfWay(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let results = try pool.map(double, 0..., bufferSize: 3)
      #expect(try results.next() == 0)
      pool.shutdown()
      for input in 1...3 {
        #expect(try results.next() == input * 2)
      }
      #expect(throws: ExecutorShutdownError.self) { try results.next() }
      #expect(try results.next() == nil)
    }
  }

  @Test("keeps its pool while there are inputs to pull", arguments: ExecutorKind.allCases)
  func droppedPool(_ kind: ExecutorKind) async throws {
    let outcomes = try await blocking {
      let results = try kind.make(maxWorkers: 1).map(double, 0..<10, bufferSize: 1)
      return ConcurrentFuturesTests.outcomes(results)
    }
    #expect(outcomes == (0..<10).map { .success($0 * 2) })
  }

  @Test("cancels what waits for a thread", arguments: ["close", "drop", "time-out"])
  func cancelsInThreads(_ ending: String) async throws {
    let gate = Gate()
    let ran = Journal<Int>()
    let hold = Job<Int, Int>("hold") { input in
      ran.write(input)
      gate.wait()
      return input
    }
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      var results: MapResults<Int>? = try pool.map(
        hold, 0..<5, timeout: ending == "time-out" ? .zero : nil)
      ran.wait(for: 1)
      switch ending {
      case "close": results?.close()
      case "drop": results = nil
      default: #expect(throws: TimeoutError.self) { try results?.next() }
      }
      #expect(pool.snapshot().counts.cancelled == 4)
      gate.open()
      pool.shutdown()
      #expect(ran.entries == [0])
      #expect(try results?.next() == nil)
    }
  }
}
