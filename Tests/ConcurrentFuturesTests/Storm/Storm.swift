import Platform
import PoolObservation
import SeededRandom
import WorkerJobs

@testable import ConcurrentFutures

/// Several threads that do everything at once that a pool lets them do, drawn from a seed.
///
/// Which of them comes first is the machine's choice; what each does is the seed's.
final class Storm: Sendable {
  /// A future, what it was asked for, and what it told.
  struct Life: Sendable {
    let future: Future<Int>
    let input: Int
    let mustFail: Bool
    let callbackCount = Tally()
    /// Whether a `cancel()` was answered with true.
    let wasCancelled = Tally()
  }

  final class Tally: Sendable {
    private let count = Monitor(0)
    var value: Int { count.withLock { $0 } }
    func increment() { count.withLock { $0 += 1 } }
  }

  let pool: any PoolExecutor
  /// How often the queue was full.
  let refusals = Tally()
  /// What went wrong and should not have.
  let surprises = Journal<String>()
  private let known = Monitor<[Life]>([])

  init(_ pool: any PoolExecutor) {
    self.pool = pool
  }

  var lives: [Life] { known.withLock { $0 } }

  /// Does so many things, one after the other, on this thread.
  func rage(seed: Int, count: Int) {
    var chance = SeededRandom(UInt64(seed))
    for _ in 0..<count {
      do {
        try act(&chance)
      } catch is QueueFullError {
        refusals.increment()
      } catch {
        surprises.write("\(error)")
      }
    }
  }

  private func act(_ chance: inout SeededRandom) throws {
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<45: try submit(&chance)
    case 45..<60:
      guard let life = pick(&chance) else { return }
      if life.future.cancel() { life.wasCancelled.increment() }
    case 60..<63: pick(&chance)?.future.requestStop()
    case 63..<65: pick(&chance)?.future.kill(grace: .milliseconds(1))
    case 65..<70: pool.pause()
    case 70..<80: pool.resume()
    case 80..<83: _ = pool.step()
    case 83..<86: try pool.resize(maxWorkers: Int.random(in: 1...4, using: &chance))
    case 86..<88: _ = pool.drain(timeout: .milliseconds(1))
    case 88..<92: waitForSome(&chance)
    case 92..<95: try collectSome(&chance)
    case 95..<97: try mapSome(&chance)
    default: _ = pool.snapshot()
    }
  }

  private func submit(_ chance: inout SeededRandom) throws {
    let input = Int.random(in: 0..<1_000, using: &chance)
    let mustFail = Int.random(in: 0..<5, using: &chance) == 0
    var options = SubmitOptions(priority: [0, 0, 0, 1, -1].randomElement(using: &chance) ?? 0)
    if Int.random(in: 0..<4, using: &chance) == 0 {
      options.retries = RetryPolicy(count: 2, delay: .microseconds(300), backoff: 2, jitter: 0.5)
    }
    if Int.random(in: 0..<4, using: &chance) == 0 { options.timeout = .seconds(200) }
    let life = Life(
      future: try pool.submit(mustFail ? failJob : doubleJob, input, options: options),
      input: input, mustFail: mustFail)
    life.future.addDoneCallback { _ in life.callbackCount.increment() }
    known.withLock { $0.append(life) }
  }

  private func pick(_ chance: inout SeededRandom) -> Life? {
    // Of the latest, for those may still be pending.
    let number = Int.random(in: 1...20, using: &chance)
    return known.withLock { $0.suffix(number).first }
  }

  private func some(_ chance: inout SeededRandom) -> [Future<Int>] {
    (0..<5).compactMap { _ in pick(&chance)?.future }
  }

  private func waitForSome(_ chance: inout SeededRandom) {
    let returnWhen = ReturnWhen.allCases.randomElement(using: &chance) ?? .allCompleted
    wait(some(&chance), timeout: .milliseconds(1), returnWhen: returnWhen)
  }

  private func collectSome(_ chance: inout SeededRandom) throws {
    let completed = asCompleted(some(&chance), timeout: .milliseconds(1))
    do {
      while try completed.next() != nil {}
    } catch is TimeoutError {}
  }

  /// Takes a few of an endless number, and drops the rest.
  private func mapSome(_ chance: inout SeededRandom) throws {
    let results = try pool.map(
      doubleJob, sequence(first: 0) { $0 + 1 }, timeout: .milliseconds(2), chunkSize: 3,
      bufferSize: 6)
    do {
      for index in 0..<4 {
        guard let value = try results.next() else { break }
        if value != index * 2 { surprises.write("map gave \(value) for \(index)") }
      }
    } catch is TimeoutError {
    } catch is WorkerDiedError {
    } catch is PoisonedJobError {
    }
  }
}
