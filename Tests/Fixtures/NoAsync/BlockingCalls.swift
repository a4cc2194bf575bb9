// Must not compile: each line that ends in «no» blocks its thread, in async code. A test reads this
// file, and expects one error for each of them and no other.

import ConcurrentFutures

func callsThatBlock(_ pool: ThreadPoolExecutor, _ future: Future<Int>) async throws {
  _ = try future.result()  // no
  _ = try future.result(timeout: .zero)  // no
  _ = try future.exception()  // no
  wait([future])  // no
  _ = try asCompleted([future]).next()  // no
  _ = try pool.map(Job<Int, Int>("same") { $0 }, [1]).next()  // no
  _ = withExecutor(pool) { _ in 1 }  // no
}

func callsThatDoNot(_ pool: ThreadPoolExecutor, _ future: Future<Int>) async throws -> Int {
  for try await done in asCompleted([future]) { done.cancel() }
  return try await withExecutor(pool) { try await $0.submit { 1 }.value } + future.value
}
