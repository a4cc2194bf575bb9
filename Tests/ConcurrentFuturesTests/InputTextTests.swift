import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("The text of an input", .timeLimit(.minutes(5)))
struct InputTextTests {
  @Test("is made of what a waiting job was given", arguments: ExecutorKind.allCases)
  func waiting(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    pool.pause()
    let futures = try (0..<100).map { try pool.submit(doubleJob, $0) }
    let urgent = try pool.submit(doubleJob, 1_000, options: SubmitOptions(priority: 1))
    for number in stride(from: 0, to: 90, by: 2) { futures[number].cancel() }
    let released = pool.step()
    #expect(released == urgent.id)
    let snapshot = pool.snapshot()
    #expect(snapshot.inputText(of: futures[1].id) == "1")
    #expect(snapshot.inputText(of: futures[89].id) == "89")
    #expect(snapshot.inputText(of: futures[99].id) == "99")
    #expect(snapshot.inputText(of: futures[2].id) == "", "it is cancelled, and its input gone")
    try await blocking { pool.shutdown(wait: true, cancelFutures: true) }
    #expect(snapshot.inputText(of: futures[99].id) == "")
  }

  @Test("is there while the job runs, and between two attempts, and gone with the job")
  func running() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let gate = Gate()
    let job = Job<[Int], Int>("count") { input in
      gate.wait()
      if input.isEmpty { throw Boom() }
      return input.count
    }
    try await blocking {
      let running = try pool.submit(job, [1, 2, 3])
      let options = SubmitOptions(retries: RetryPolicy(count: 1, delay: .seconds(3_600)))
      let failing = try pool.submit(job, [], options: options)
      try waitUntil { running.isRunning }
      let snapshot = pool.snapshot()
      #expect(snapshot.inputText(of: running.id) == "[1, 2, 3]")
      gate.open()
      #expect(try running.result() == 3)
      #expect(snapshot.inputText(of: running.id) == "")
      try waitUntil { pool.snapshot().futures[id: failing.id]?.attempt == 1 && !failing.isRunning }
      #expect(snapshot.inputText(of: failing.id) == "[]")
      failing.cancel()
      #expect(snapshot.inputText(of: failing.id) == "")
      pool.shutdown()
    }
  }

  @Test("is found of one that waits once more, behind younger ones")
  func waitingOnceMore() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let gate = Gate()
    let job = Job<Int, Int>("fail") { input in
      if input == 0 { throw Boom() }
      gate.wait()
      return input
    }
    try await blocking {
      let options = SubmitOptions(retries: RetryPolicy(count: 1))
      let busy = try pool.submit { gate.wait() }
      let failing = try pool.submit(job, 0, options: options)
      let others = try (1...9).map { try pool.submit(job, $0) }
      try waitUntil { busy.isRunning }
      pool.pause()
      gate.open()
      try waitUntil { busy.isDone }
      #expect(pool.step() == failing.id)
      try waitUntil { pool.snapshot().futures[id: failing.id]?.attempt == 1 && !failing.isRunning }
      let snapshot = pool.snapshot()
      #expect(snapshot.inputText(of: failing.id) == "0")
      #expect(snapshot.inputText(of: others[8].id) == "9")
      pool.shutdown(wait: true, cancelFutures: true)
    }
  }

  @Test("is empty for a closure, a stranger, and a snapshot that came from a file")
  func unknown() throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    pool.pause()
    let closure = try pool.submit { 1 }
    let known = try pool.submit(doubleJob, 7)
    var snapshot = pool.snapshot()
    #expect(snapshot.inputText(of: closure.id) == "")
    #expect(snapshot.inputText(of: FutureID(rawValue: .max - 1)) == "")
    #expect(snapshot.inputText(of: known.id) == "7")
    snapshot = PoolSnapshot(pool: snapshot.pool, futures: snapshot.futures)
    #expect(snapshot.inputText(of: known.id) == "")
    pool.shutdown(wait: false, cancelFutures: true)
  }

  @Test("can be asked for while jobs end, and keeps no input alive")
  func whileJobsEnd() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    let job = Job<Held, Int>("number") { $0.number }
    let before = Held.livingCount.withLock { $0 }
    try await blocking {
      let isOver = Monitor(false)
      let snapshot = pool.snapshot()
      let newest = Monitor(FutureID(rawValue: 0))
      let readers = try (0..<2).map { _ in
        try OSThread.start(name: "reader") {
          while !isOver.withLock({ $0 }) {
            let text = snapshot.inputText(of: newest.withLock { $0 })
            if !text.isEmpty, !text.hasPrefix("held ") { Issue.record("it reads «\(text)»") }
          }
        }
      }
      for round in 0..<200 {
        let futures = try (0..<100).map { try pool.submit(job, Held(round * 100 + $0)) }
        newest.withLock { $0 = futures[round % 100].id }
        for (place, future) in futures.enumerated() {
          #expect(try future.result() == round * 100 + place)
        }
      }
      isOver.withLock { $0 = true }
      for reader in readers { reader.join() }
      #expect(Held.livingCount.withLock { $0 } == before)
      pool.shutdown()
    }
  }
}

/// An input that is counted while it lives.
private final class Held: Codable, Sendable, CustomStringConvertible {
  static let livingCount = Monitor(0)
  let number: Int
  var description: String { "held \(number)" }

  init(_ number: Int) {
    self.number = number
    Self.livingCount.withLock { $0 += 1 }
  }

  deinit { Self.livingCount.withLock { $0 -= 1 } }
}
