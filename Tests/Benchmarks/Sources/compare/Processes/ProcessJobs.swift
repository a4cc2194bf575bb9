internal import ConcurrentFutures
internal import Foundation

/// What worker processes of this program can do.
enum ProcessJobs {
  static let identity = Job<Int, Int>("identity") { $0 }
  static let bytes = Job<[UInt8], [UInt8]>("bytes") { $0 }
  static let process = Job<Int, Int>("process") { _ in Int(getpid()) }

  static let all = JobRegistry(identity, bytes, process)

  static func pool(workers: Int) throws -> ProcessPoolExecutor {
    try ProcessPoolExecutor(maxWorkers: workers, jobs: all)
  }
}
