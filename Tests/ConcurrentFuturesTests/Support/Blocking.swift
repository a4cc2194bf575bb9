import ConcurrentFutures
import Foundation
import Platform
import TerminalDriver

/// A body did not end in time; its thread is left behind.
struct Hang: Error, CustomStringConvertible {
  let limit: Duration
  var description: String { "the body did not end within \(limit)" }
}

/// Looks again and again until something holds, for 200 seconds at most.
///
/// With a pause, so that whoever is waited for has the processor.
func waitUntil(_ holds: () throws -> Bool) throws {
  let deadline = MonotonicClock.now.advanced(by: .seconds(200))
  while try !holds() {
    guard MonotonicClock.now < deadline else { throw Hang(limit: .seconds(200)) }
    usleep(500)
  }
}

/// Waits until a thread of this process sleeps, as one that waits for something does.
func waitUntilAsleep(_ thread: UInt64) throws {
  try waitUntil {
    let facts = try String(contentsOfFile: "/proc/self/task/\(thread)/stat", encoding: .utf8)
    return facts.split(separator: ") ").last?.first == "S"
  }
}

/// Waits in a job until it is asked to stop.
func waitForStop(_ context: JobContext) {
  try? waitUntil { context.isStopRequested }
}

/// Runs a body that may block, on a thread of its own, and gives up after a while.
///
/// Cooperative threads are few; a test that blocked one could keep all others from running.
@discardableResult
func blocking<Value: Sendable>(
  within limit: Duration = .seconds(240), _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  let outcome = Monitor<Result<Value, any Error>?>(nil)
  Task(executorPreference: OwnThread(blocksSignals: true)) {
    let result = Result { try body() }
    outcome.withLock { $0 = result }
    outcome.broadcast()
  }
  return try await withCheckedThrowingContinuation { continuation in
    let watch: @Sendable () -> Void = {
      let deadline = MonotonicClock.now.advanced(by: limit)
      let result = outcome.wait(until: deadline) { $0 }
      continuation.resume(with: result ?? .failure(Hang(limit: limit)))
    }
    do {
      try OSThread.start(name: "test watch", watch).detach()
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
