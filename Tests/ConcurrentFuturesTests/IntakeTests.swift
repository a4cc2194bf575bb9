import Glibc
import Platform
import Testing

@testable import ConcurrentFutures

@Suite("The intake of a thread pool", .timeLimit(.minutes(5)))
struct IntakeTests {
  @Test("keeps every priority in the order of its ids, when several threads submit")
  func order() async throws {
    let held = try await HeldPool()
    let started = Journal<Start>()
    try await blocking {
      let done = Journal<Int>()
      for submitter in 0..<4 {
        try OSThread.start(name: "submitter") {
          for number in 0..<500 {
            // Most decide nothing; the others close the intake between them.
            let priority = number % 50 == submitter ? submitter - 2 : 0
            _ = try? held.pool.submit(options: SubmitOptions(priority: priority)) {
              started.write(Start(priority: priority, id: $0.id, submitter, number))
            }
          }
          done.write(submitter)
        }.detach()
      }
      #expect(done.wait(for: 4).count == 4)
      held.end()
    }
    let starts = started.entries
    #expect(starts.count == 2_000)
    #expect(starts == starts.sorted { ($1.priority, $0.id) < ($0.priority, $1.id) })
    for submitter in 0..<4 {
      let own = starts.filter { $0.priority == 0 && $0.submitter == submitter }.map(\.number)
      #expect(own == own.sorted())
    }
  }

  @Test("is not passed by: a plain future goes in while the worker is busy")
  func isUsed() async throws {
    let held = try await HeldPool()
    try await blocking {
      let future = try held.pool.submit { 1 }
      // Without the monitor's help the pool does not know of it yet.
      #expect(held.pool.core.shared.withLock { $0.isIntakeOpen && $0.counts.pending == 0 })
      #expect(future.isQueued && future.state == .pending)
      held.end()
      #expect(try future.result() == 1)
    }
  }

  @Test("lets go of a future that is cancelled in it, and of what its job holds")
  func cancels() async throws {
    let held = try await HeldPool()
    try await blocking {
      weak var future: Future<Int>?
      weak var payload: Payload?
      do {
        let captured = Payload()
        let made = try held.pool.submit { captured.number }
        (future, payload) = (made, captured)
        #expect(made.cancel())
      }
      #expect(payload == nil && future == nil)
      #expect(held.pool.snapshot().counts.cancelled == 1)
      held.end()
    }
  }

  @Test("hides nothing from whoever asks the pool", arguments: Question.allCases)
  func hidesNothing(_ question: Question) async throws {
    let held = try await HeldPool()
    let (pool, gate) = (held.pool, held.gate)
    try await blocking {
      let futures = try (0..<10).map { number in try pool.submit { number } }
      switch question {
      case .snapshot:
        let snapshot = pool.snapshot()
        #expect(snapshot.counts.pending == 10)
        #expect(futures.allSatisfy { snapshot.futures[id: $0.id] != nil })
      case .description:
        #expect(pool.description.contains("pending=10 running=1 done=0"))
      case .drain:
        #expect(!pool.drain(timeout: .zero))
        gate.open()
        #expect(pool.drain(timeout: .seconds(150)))
        #expect(futures.allSatisfy { $0.isDone })
      case .shutdown:
        pool.shutdown(wait: false, cancelFutures: true)
        #expect(futures.allSatisfy { $0.isCancelled })
      case .resize:
        try pool.resize(maxWorkers: 2)
        #expect(try futures.map { try $0.result(timeout: .seconds(150)) } == Array(0..<10))
      case .pause:
        pool.pause()
        gate.open()
        try held.running.result()
        #expect(futures.allSatisfy { $0.state == .pending })
      case .step:
        pool.pause()
        #expect(pool.step() == futures[0].id)
      case .highPriority:
        gate.open()
      }
      held.end()
      #expect(futures.allSatisfy { $0.isDone })
    }
  }

  /// Who asks, right after plain futures were submitted.
  enum Question: String, CaseIterable, Sendable {
    case snapshot, description, drain, shutdown, resize, pause, step, highPriority
  }

  @Test("keeps what is known of each future", arguments: [true, false])
  func facts(isObservedBefore: Bool) async throws {
    let held = try await HeldPool()
    let pool = held.pool
    try await blocking {
      if isObservedBefore { _ = pool.snapshot() }
      var futures: [Future<Int>] = []
      for number in 0..<300 {
        // Names come in runs, as submitters' loops make them, and some are nobody else's.
        let name = number.isMultiple(of: 100) ? "first \(number)" : "run \(number / 100)"
        let tags = number.isMultiple(of: 7) ? ["seventh", "\(number)"] : []
        futures.append(
          try pool.submit(name: name, options: SubmitOptions(tags: tags)) { number })
      }
      #expect(pool.core.shared.withLock { $0.isIntakeOpen && $0.counts.pending == 0 })
      let snapshot = pool.snapshot()
      for (number, future) in futures.enumerated() {
        let row = try #require(snapshot.futures[id: future.id])
        #expect(row.state == .pending)
        #expect(row.name == (number % 100 == 0 ? "first \(number)" : "run \(number / 100)"))
        #expect(row.tags == (number % 7 == 0 ? ["seventh", "\(number)"] : []))
        #expect(row.submittedAt == future.submittedAt)
      }
      held.end()
      let after = pool.snapshot()
      #expect(after.counts.succeeded == 301)
      #expect(
        futures.allSatisfy { after.futures[id: $0.id]?.tags == snapshot.futures[id: $0.id]?.tags })
    }
  }

  @Test("takes nothing after a shutdown: what was accepted is done, the rest refused")
  func shutdownRace() async throws {
    try await blocking(within: .seconds(200)) {
      for round in 0..<200 {
        let pool = try ThreadPoolExecutor(maxWorkers: 1)
        let accepted = Journal<[Future<Int>]>()
        let refused = Journal<Bool>()
        for submitter in 0..<4 {
          try OSThread.start(name: "submitter") {
            var futures: [Future<Int>] = []
            do {
              while true {
                futures.append(try pool.submit { submitter })
                // So that the shutdown comes before there are thousands, which prove no more.
                if futures.count.isMultiple(of: 32) { usleep(100) }
              }
            } catch {
              refused.write(error is ExecutorShutdownError)
            }
            accepted.write(futures)
          }.detach()
        }
        try waitUntil { pool.core.locked { $0.counts.total > round } }
        pool.shutdown(wait: true, cancelFutures: round.isMultiple(of: 2))
        let futures = accepted.wait(for: 4).flatMap { $0 }
        #expect(refused.entries == [true, true, true, true])
        #expect(futures.allSatisfy { $0.isDone })
        let counts = pool.snapshot().counts
        #expect(counts.done == futures.count && counts.unfinished == 0)
        #expect(counts.cancelled == futures.count { $0.isCancelled })
      }
    }
  }

  private struct Start: Sendable, Equatable {
    var priority: Int
    var id: FutureID
    var submitter: Int
    var number: Int

    init(priority: Int, id: FutureID, _ submitter: Int, _ number: Int) {
      (self.priority, self.id, self.submitter, self.number) = (priority, id, submitter, number)
    }
  }
}

/// A pool whose only worker is held by a gate.
struct HeldPool: Sendable {
  let pool: ThreadPoolExecutor
  let gate = Gate()
  let running: Future<Void>

  init() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    self.pool = pool
    running = try pool.submit { [gate] in gate.wait() }
    try await blocking { [running] in try waitUntil { running.isRunning } }
    // A question closes the intake and opens it again, now that the worker is busy.
    _ = pool.description
  }

  func end() {
    gate.open()
    pool.resume()
    pool.shutdown()
  }
}
