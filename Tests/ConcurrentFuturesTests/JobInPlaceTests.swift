import Synchronization
import Testing
import WorkerJobs

@testable import ConcurrentFutures

/// How a job may end; its input goes with it.
enum InputEnding: CaseIterable, Sendable {
  case returned, raised, cancelled, cancelledByShutdown, retried
}

@Suite("A job's input, in its future or beside it", .timeLimit(.minutes(5)))
struct JobInPlaceTests {
  @Test("gives what it was made of", arguments: [true, false])
  func values(isPlain: Bool) async throws {
    try await blocking {
      let pool = try ThreadPoolExecutor(maxWorkers: 2)
      #expect(try echo(UInt8(200), isPlain, pool) == 200)
      #expect(try echo(-1.5, isPlain, pool) == -1.5)
      #expect(try echo("", isPlain, pool) == "")
      let long = String(repeating: "a text of many words ", count: 9)
      #expect(try echo(long, isPlain, pool) == long)
      #expect(try echo([1, 2, 3], isPlain, pool) == [1, 2, 3])
      #expect(try echo(Optional<Int>.none, isPlain, pool) == nil)
      #expect(try echo(Nothing(), isPlain, pool) == Nothing())
      #expect(try echo(SIMD4<Float>(1, 2, 3, 4), isPlain, pool) == [1, 2, 3, 4])
      #expect(try echo(Pair(name: "seven", number: 7), isPlain, pool).number == 7)
      pool.shutdown()
    }
  }

  @Test("of two words takes no object but the future")
  func room() throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    pool.pause()
    let job = Job<String, Int>("count") { $0.count }
    let usual = try pool.submit(job, "text")
    let urgent = try pool.submit(job, "text", options: SubmitOptions(priority: 1))
    let large = try pool.submit(Job<Pair, Int>("number") { $0.number }, Pair(name: "", number: 1))
    #expect([usual, urgent, large].map(holdsJob) == [true, false, false])
    pool.shutdown(wait: false, cancelFutures: true)
    #expect([usual, urgent, large].map(holdsJob) == [false, false, false])
  }

  @Test("goes when the job ends", arguments: InputEnding.allCases, [1, 2, 3])
  func released(_ ending: InputEnding, wordCount: Int) async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let gate = Gate()
    try await blocking {
      weak var held: Token?
      let future: Future<String>
      do {
        let token = Token()
        held = token
        let body: @Sendable (Token) throws -> String = { _ in
          gate.wait()
          guard ending == .returned else { throw Boom() }
          return "a result that lies in a box"
        }
        let options =
          ending == .retried
          ? SubmitOptions(retries: RetryPolicy(count: 1, delay: .zero)) : SubmitOptions()
        if [.cancelled, .cancelledByShutdown].contains(ending) { pool.pause() }
        future =
          switch wordCount {
          case 1: try pool.submit(Job("1") { try body($0) }, token, options: options)
          case 2:
            try pool.submit(
              Job<Two, String>("2") { try body($0.token) }, Two(token: token), options: options)
          default:
            try pool.submit(
              Job<Three, String>("3") { try body($0.token) }, Three(token: token),
              options: options)
          }
      }
      #expect(held != nil, "the future is \(future.state)")
      switch ending {
      case .returned, .raised, .retried:
        try waitUntil { future.isRunning }
        #expect(held != nil)
        gate.open()
      case .cancelled: future.cancel()
      case .cancelledByShutdown: pool.shutdown(wait: false, cancelFutures: true)
      }
      wait([future])
      try waitUntil { held == nil }
      gate.open()
      pool.resume()
      pool.shutdown()
    }
  }

  @Test("goes with a submission that is refused")
  func refused() throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    pool.shutdown()
    weak var held: Token?
    do {
      let token = Token()
      held = token
      #expect(throws: ExecutorShutdownError.self) {
        try pool.submit(Job<Token, Int>("1") { _ in 1 }, token)
      }
    }
    #expect(held == nil)
  }

  @Test("goes with a pool that breaks before the job begins")
  func broken() async throws {
    let gate = Gate()
    let pool = try ThreadPoolExecutor(maxWorkers: 1) {
      gate.wait()
      throw Boom()
    }
    try await blocking {
      weak var held: Token?
      let future: Future<Int>
      do {
        let token = Token()
        held = token
        future = try pool.submit(Job<Token, Int>("1") { _ in 1 }, token)
      }
      #expect(held != nil)
      gate.open()
      #expect(throws: BrokenExecutorError.self) { try future.result(timeout: .seconds(150)) }
      try waitUntil { held == nil }
      pool.shutdown()
    }
  }

  /// Runs a job that returns its input.
  private func echo<Value: Codable & Sendable>(
    _ value: Value, _ isPlain: Bool, _ pool: ThreadPoolExecutor
  ) throws -> Value {
    let job =
      isPlain ? Job<Value, Value>("echo") { $0 } : Job<Value, Value>("echo") { input, _ in input }
    return try pool.submit(job, value).result()
  }

  private func holdsJob(_ future: AnyFuture) -> Bool {
    future.marks.load(ordering: .relaxed) & AnyFuture.Mark.holdsJob != 0
  }
}

private struct Nothing: Codable, Hashable, Sendable {}

private struct Pair: Codable, Sendable {
  var name: String
  var number: Int
}

/// What inputs hold.
private final class Token: Codable, Sendable {}

private struct Two: Codable, Sendable {
  var token: Token
  var number = 2
}

private struct Three: Codable, Sendable {
  var token: Token
  var numbers = Pair(name: "three", number: 3)
}
