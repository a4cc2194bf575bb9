import Platform
import Testing

@testable import ConcurrentFutures

/// How a closure's last run may end.
enum LastRun: CaseIterable, Sendable {
  case returns, raises, succeedsAtLast
}

@Suite("The memory of what a closure captured", .timeLimit(.minutes(5)))
struct CaptureMemoryTests {
  @Test("stays with the future, and goes with it", arguments: LastRun.allCases)
  func staysWithFuture(_ ending: LastRun) async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let failures = Monitor(ending == .returns ? 0 : 1)
    let options = SubmitOptions(
      retries: ending == .succeedsAtLast ? RetryPolicy(count: 1) : .none)
    try await blocking {
      pool.pause()
      let number = pool.maxWorkers
      var future: Future<Int>? = try pool.submit(options: options) {
        let isFailure = failures.withLock { count in
          defer { count -= 1 }
          return count > 0
        }
        if isFailure { throw InvalidStateError("on purpose") }
        return number
      }
      let context = try #require(future.flatMap { Self.context(of: $0) })
      let before = _getUnownedRetainCount(context)
      pool.resume()
      if ending == .raises {
        #expect(throws: InvalidStateError.self) { try future?.result() }
      } else {
        #expect(try future?.result() == number)
      }
      let kept = _getUnownedRetainCount(context)
      #expect(kept == before + (ending == .succeedsAtLast ? 0 : 1))
      future = nil
      // The worker may hold the future a moment longer.
      try waitUntil { _getUnownedRetainCount(context) == before }
      pool.shutdown()
    }
  }

  @Test("goes at once with a closure that never ran")
  func cancelled() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let number = pool.maxWorkers
      let future = try pool.submit { number }
      let context = try #require(Self.context(of: future))
      let before = _getUnownedRetainCount(context)
      #expect(future.cancel())
      #expect(_getUnownedRetainCount(context) == before)
      pool.shutdown()
    }
  }

  @Test("goes at once where it is an object that a user made")
  func ofUsers() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let payload = Payload()
      let future = try pool.submit { withExtendedLifetime(payload) { 3 } }
      #expect(Self.context(of: future) === payload)
      let before = _getUnownedRetainCount(payload)
      pool.resume()
      #expect(try future.result() == 3)
      #expect(_getUnownedRetainCount(payload) == before)
      pool.shutdown()
    }
  }

  /// The object that a closure is called with, which waits in a pool that is held.
  private static func context(of future: Future<Int>) -> AnyObject? {
    unsafe UnsafeRawPointer(bitPattern: future.storedBody.1).map {
      unsafe Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue()
    }
  }
}
