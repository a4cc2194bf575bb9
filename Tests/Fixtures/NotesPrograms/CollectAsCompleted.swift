import ConcurrentFutures
import Synchronization

/// What one job of seven says it failed with.
struct WorkerFailure: Error, CustomStringConvertible {
  let key: Int
  var description: String { "\(key) failed" }
}

/// The keys of the futures: filled by one thread, while another collects what is done.
final class Futures: Sendable {
  private let keys = Mutex<[Future<String>: Int]>([:])

  var all: [Future<String>: Int] { keys.withLock { $0 } }

  func insert(_ future: Future<String>, key: Int) {
    keys.withLock { $0[future] = key }
  }
}

/// The second program: a thread collects futures as they are done, and one of them failed.
func collectAsCompleted(_ pace: Pace) throws {
  let futures = Futures()
  let collector = try ThreadPoolExecutor(maxWorkers: 1, threadNamePrefix: "run")
  let collecting = try collector.submit { try collect(futures, pace) }

  pace.sleep(seconds: 5)

  try withExecutor(try ThreadPoolExecutor(maxWorkers: 3)) { executor in
    for key in 0..<7 {
      let seconds = Int.random(in: 1...8)
      let future = try executor.submit { context in
        print("enter~~~\(context.workerName) \(seconds)s, key=\(key)")
        pace.sleep(seconds: seconds)
        if key == 3 { throw WorkerFailure(key: key) }
        return "OK \(context.workerName)"
      }
      futures.insert(future, key: key)
    }
  }
  // The notes' thread looks for ever; this one ends when it has seen all seven.
  try collecting.result()
  collector.shutdown()
}

private func collect(_ futures: Futures, _ pace: Pace) throws {
  var collectedCount = 0
  while collectedCount < 7 {
    pace.sleep(seconds: 1)
    let keys = futures.all
    print(Array(keys.keys))
    print(String(repeating: "*", count: 20))
    let completed = asCompleted(keys.keys)
    while let future = try completed.next() {
      let key = keys[future] ?? -1
      do {
        print(key, try future.result())
      } catch {
        print(error)
        print(key, "failed")
      }
    }
    collectedCount = keys.count
  }
}
