@testable import ConcurrentFutures

/// Promises that are named by their numbers.
func makePromises(_ count: Int) -> [Promise<Int>] {
  (0..<count).map { Promise(name: "\($0)") }
}
