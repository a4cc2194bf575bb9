import ConcurrentFutures
import Foundation
import WorkerJobs

/// The executors that must all behave alike.
enum ExecutorKind: String, CaseIterable, Sendable {
  case thread, process

  func make(maxWorkers: Int? = nil) throws -> any PoolExecutor {
    switch self {
    case .thread: try ThreadPoolExecutor(maxWorkers: maxWorkers)
    case .process: try .forTests(maxWorkers: maxWorkers)
    }
  }
}

extension PoolExecutor where Self == ProcessPoolExecutor {
  /// A process pool whose workers are the program of the fixture, which lies beside the tests.
  static func forTests(
    maxWorkers: Int? = nil, maxTasksPerWorker: Int? = nil, capacity: QueueCapacity = .unbounded,
    failurePolicy: FailurePolicy = .respawn
  ) throws -> ProcessPoolExecutor {
    try ProcessPoolExecutor(
      maxWorkers: maxWorkers, jobs: workerJobs, maxTasksPerWorker: maxTasksPerWorker,
      capacity: capacity, startMethod: .executable(workerProgram), failurePolicy: failurePolicy)
  }
}

private let workerProgram: String = {
  let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  return URL(filePath: tests ?? "").deletingLastPathComponent().appending(path: "PoolTrials")
    .path(percentEncoded: false)
}()
