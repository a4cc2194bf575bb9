import ConcurrentFutures

/// The executors that must all behave alike.
enum ExecutorKind: String, CaseIterable, Sendable {
  case thread

  func make(maxWorkers: Int? = nil) throws -> any PoolExecutor {
    switch self {
    case .thread: try ThreadPoolExecutor(maxWorkers: maxWorkers)
    }
  }
}
