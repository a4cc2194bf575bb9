@testable import ConcurrentFutures

/// Runs a body with a process pool, which ends with it, whatever its workers do.
func withPool(
  _ pool: ProcessPoolExecutor, _ body: @escaping @Sendable (ProcessPoolExecutor) throws -> Void
) async throws {
  try await blocking(within: .seconds(200)) {
    defer {
      pool.killWorkers()
      pool.shutdown()
    }
    try body(pool)
  }
}
