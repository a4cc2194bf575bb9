import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

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
      try waitUntil { promises[0].future.waiterCount == 1 }
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
