import Platform
import PoolObservation
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("A storm", .timeLimit(.minutes(10)))
struct StormTests {
  /// Pools that may be told everything at once.
  enum Weather: String, CaseIterable, Sendable {
    case threads, processes, fullQueue

    func makePool() throws -> any PoolExecutor {
      switch self {
      case .threads: try ThreadPoolExecutor(maxWorkers: 3)
      case .processes: try .forTests(maxWorkers: 3)
      case .fullQueue: try ThreadPoolExecutor(maxWorkers: 2, capacity: .rejecting(5))
      }
    }
  }

  @Test(
    "leaves every future with one outcome, and every count right", arguments: Weather.allCases,
    1...4)
  func storm(_ weather: Weather, _ seed: Int) async throws {
    let pool = try weather.makePool()
    let storm = Storm(pool)
    try await blocking {
      let threads = try (0..<3).map { number in
        try OSThread.start(name: "storm") { storm.rage(seed: seed * 10 + number, count: 400) }
      }
      for thread in threads { thread.join() }
      pool.shutdown()
    }
    #expect(storm.surprises.entries == [])
    #expect((storm.refusals.value > 0) == (weather == .fullQueue))
    for life in storm.lives { try check(life, mayDie: weather == .processes) }
    check(pool.snapshot(), storm.lives.map(\.future))
  }

  private func check(_ life: Storm.Life, mayDie: Bool) throws {
    let future = life.future
    #expect(future.isDone && future.waiterCount == 0)
    #expect(life.callbackCount.value == 1)
    if life.wasCancelled.value > 0 { #expect(future.isCancelled) }
    do {
      #expect(try future.result() == life.input * 2 && !life.mustFail)
    } catch is CancelledError where future.isCancelled {
    } catch let error as Boom {
      #expect(error.number == life.input && life.mustFail)
    } catch is WorkerDiedError where mayDie {
    } catch is PoisonedJobError where mayDie {
    }
  }

  private func check(_ snapshot: PoolSnapshot, _ futures: [Future<Int>]) {
    let counts = snapshot.counts
    #expect(snapshot.pool.phase == .shutDown)
    #expect(counts.unfinished == 0)
    // `map` submits some of its own.
    #expect(counts.total >= futures.count)
    #expect(counts.failed >= futures.count { (try? $0.exception()) is Boom })
    #expect(counts.cancelled >= futures.count(where: \.isCancelled))
    #expect(counts.timedOut == 0)
    #expect(snapshot.workers.allSatisfy { $0.current == nil })
    for future in futures {
      guard let row = snapshot.futures[id: future.id] else { continue }
      #expect(row.state == future.state)
    }
  }
}
