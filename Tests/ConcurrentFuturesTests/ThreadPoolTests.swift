import Foundation
import Platform
import Testing

@testable import ConcurrentFutures

@Suite("A thread pool", .timeLimit(.minutes(5)))
struct ThreadPoolTests {
  @Test("has joined every thread when shutdown(wait: true) returns, for each who called it")
  func joins() async throws {
    let prefix = "join\(UInt32.random(in: 0..<100_000))"
    let pool = try ThreadPoolExecutor(maxWorkers: 4, threadNamePrefix: prefix)
    let gate = Gate()
    let exited = Journal<Int>()
    try await blocking {
      for _ in 0..<4 { try pool.submit { gate.wait() } }
      try waitUntil { threadNames().filter { $0.hasPrefix(prefix) }.count == 4 }
      for _ in 0..<3 {
        try OSThread.start(name: "stopper") {
          pool.shutdown()
          exited.write(pool.snapshot().workers.count { $0.state == .exited })
        }.detach()
      }
      gate.open()
      #expect(exited.wait(for: 3) == [4, 4, 4])
      // The kernel lists a thread for a moment after it was joined.
      try waitUntil { !threadNames().contains { $0.hasPrefix(prefix) } }
    }
  }

  @Test("runs jobs with the signals blocked that the main thread has, as what they start has them")
  func signals() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      defer { pool.shutdown() }
      let job = try pool.submit { try blockedSignals(of: "/proc/thread-self/status") }
      #expect(try job.result() == blockedSignals(of: "/proc/self/status"))
    }
  }

  @Test("fails a job that waits for the end of its own pool, and lives on")
  func shutdownFromJob() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let selfish = try pool.submit { pool.shutdown() }
      #expect(throws: InvalidStateError.self) { try selfish.result() }
      #expect(try pool.submit { 5 }.result() == 5, "the pool lives on")
      let polite = try pool.submit { pool.shutdown(wait: false) }
      try polite.result()
      #expect(throws: ExecutorShutdownError.self) { try pool.submit {} }
      pool.shutdown()
    }
  }

  @Test("leaves nothing behind when the system refuses a thread")
  func refusedThread() async throws {
    let refuse: ThreadPoolCore.ThreadStarter = { worker, body throws(SystemError) in
      guard worker.index == 0 else { throw SystemError(call: "pthread_create", code: 11) }
      return try OSThread.start(name: worker.name, attachment: worker, body)
    }
    let pool = ThreadPoolExecutor(
      core: ThreadPoolCore(.init(name: "refused", maxWorkers: 3), startThread: refuse))
    try await blocking {
      let gate = Gate()
      let running = try pool.submit { gate.wait() }
      try waitUntil { running.isRunning }
      let ran = Journal<Int>()
      let error = #expect(throws: ThreadStartError.self) { try pool.submit { ran.write(1) } }
      #expect(error?.code == 11)
      #expect(error?.description.contains("refused_1") == true)
      #expect(pool.snapshot().counts.total == 1)
      #expect(pool.core.shared.withLock { $0.workers.count } == 1, "the refused one has no place")
      gate.open()
      try running.result()
      #expect(try pool.submit { 3 }.result() == 3, "the pool goes on with what it has")
      pool.shutdown()
      #expect(ran.entries.isEmpty)
    }
  }

  @Test("names its threads, for people and for the kernel")
  func threadNamesAreSet() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, threadNamePrefix: "a-rather-long-prefix")
    let unnamed = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let future = try pool.submit { context in
        gate.wait()
        return context.workerName
      }
      try waitUntil { future.isRunning }
      #expect(threadNames().contains("r-long-prefix_0"))
      gate.open()
      #expect(try future.result() == "a-rather-long-prefix_0")
      let name = try unnamed.submit { $0.workerName }.result()
      #expect(name.wholeMatch(of: /ThreadPoolExecutor-\d+_0/) != nil)
      pool.shutdown()
      unnamed.shutdown()
    }
  }

  @Test("knows its threads by their kernel ids, which it tells with every line of its log")
  func kernelIDs() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, threadNamePrefix: "kernel")
    try await blocking {
      let id = try pool.submit { context -> UInt64 in
        context.log("here")
        return OSThread.currentID
      }.result()
      let comm = try String(contentsOfFile: "/proc/self/task/\(id)/comm", encoding: .utf8)
      #expect(comm == "kernel_0\n")
      let snapshot = pool.snapshot()
      #expect(snapshot.workers.map(\.systemID) == [id])
      #expect(snapshot.log.entries.map(\.line.threadID) == [id])
      pool.shutdown()
    }
  }

  @Test("never runs work on the thread that submits it, be that a worker of its own")
  func neverInline() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let future = try pool.submit {
        gate.wait()
        return OSThread.currentID
      }
      #expect(!future.isDone, "submit returned before the work")
      gate.open()
      #expect(try future.result() != OSThread.currentID)
      let inner = Journal<UInt64>()
      let outer = try pool.submit {
        try pool.submit { inner.write(OSThread.currentID) }.result()
        return OSThread.currentID
      }.result()
      #expect(inner.entries.count == 1 && inner.entries != [outer])
      pool.shutdown()
    }
  }

  @Test("counts no default names twice")
  func defaultNames() throws {
    let names = try (0..<3).map { _ in try ThreadPoolExecutor(maxWorkers: 1).name }
    #expect(Set(names).count == 3)
  }

  @Test(
    "takes as many threads as processors and four more, 32 at most, when nobody says how many",
    arguments: [(1, 5), (2, 6), (27, 31), (28, 32), (29, 32), (256, 32)])
  func defaultMaximum(_ processors: Int, _ threads: Int) {
    #expect(ThreadPoolExecutor.defaultMaxWorkers(processorCount: processors) == threads)
  }

  /// Tells most where the tests are given fewer processors than there are:
  /// `taskset -c 0 swift test`.
  @Test("counts only the processors that it may use")
  func affinity() throws {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let mask = try #require(status.firstMatch(of: /Cpus_allowed:\s*([0-9a-f,]+)/)?.1)
    let count = mask.compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
    #expect(try ThreadPoolExecutor().maxWorkers == min(32, count + 4))
  }
}

final class Payload: Sendable {
  let number = 1
}

/// The names that the kernel knows this process's threads by.
func threadNames() -> [String] {
  let folder = "/proc/self/task"
  let tasks = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  return tasks.compactMap { try? String(contentsOfFile: "\(folder)/\($0)/comm", encoding: .utf8) }
    .map { String($0.dropLast()) }
}

/// The signals that a thread has blocked, as the kernel writes them.
private func blockedSignals(of status: String) throws -> Substring {
  let facts = try String(contentsOfFile: status, encoding: .utf8)
  return try #require(facts.split(separator: "\n").first { $0.hasPrefix("SigBlk:") })
}
