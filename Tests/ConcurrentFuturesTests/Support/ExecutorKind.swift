import Foundation
import WorkerJobs

@testable import ConcurrentFutures

/// The executors that must all behave alike.
enum ExecutorKind: String, CaseIterable, Sendable {
  case thread, process

  func make(
    maxWorkers: Int? = nil, capacity: QueueCapacity = .unbounded, initializer: Piece? = nil
  ) throws -> any PoolExecutor {
    switch self {
    case .thread:
      var body: (@Sendable () throws -> Void)?
      if let initializer { body = { _ = try initializer.perform() } }
      return try ThreadPoolExecutor(
        maxWorkers: maxWorkers, capacity: capacity, initializer: body)
    case .process:
      return try .forTests(
        maxWorkers: maxWorkers, capacity: capacity,
        initializer: initializer.map { WorkerInitializer(piece, $0) })
    }
  }
}

extension PoolExecutor {
  /// What both pools are around.
  var innards: ThreadPoolCore {
    switch self {
    case let pool as ThreadPoolExecutor: pool.core
    case let pool as ProcessPoolExecutor: pool.core
    default: preconditionFailure("\(self) is neither of the pools")
    }
  }
}

extension PoolExecutor where Self == ProcessPoolExecutor {
  /// A process pool whose workers are the program of the fixture, which lies beside the tests.
  static func forTests(
    maxWorkers: Int? = nil, maxTasksPerWorker: Int? = nil, capacity: QueueCapacity = .unbounded,
    failurePolicy: FailurePolicy = .respawn, initializer: WorkerInitializer? = nil
  ) throws -> ProcessPoolExecutor {
    try ProcessPoolExecutor(
      name: ProcessPoolExecutor.nextName(), maxWorkers: maxWorkers, jobs: workerJobs,
      maxTasksPerWorker: maxTasksPerWorker, capacity: capacity,
      startMethod: .executable(workerProgram), failurePolicy: failurePolicy,
      initializer: initializer, handshakeLimit: .seconds(200))
  }
}

private let workerProgram: String = {
  let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  return URL(filePath: tests ?? "").deletingLastPathComponent().appending(path: "PoolTrials")
    .path(percentEncoded: false)
}()
