import ConcurrentFutures
import Foundation
import WorkerJobs

/// Prints one line of a trial's report.
func say(_ key: String, _ value: Any) {
  print("\(key): \(value)")
}

/// Says what came of a future, without what differs from run to run.
func tell<Value>(_ future: Future<Value>) {
  do {
    say("returned", try future.result())
  } catch let error as WorkerDiedError {
    say("died", "\(error.job): \(error.reason)")
    say("tail", error.standardErrorTail.contains("Fatal error"))
  } catch let error as RemoteError {
    say("threw", "\(error.typeName): \(error.message)")
    say("at", error.location)
  } catch {
    say("failed", "\(type(of: error)): \("\(error)".split(separator: "\n").first ?? "")")
  }
}

func withPool(_ body: (ProcessPoolExecutor) throws -> Void) throws {
  try withExecutor(try makePool(maxWorkers: 1), body)
}

/// Makes a pool that is patient with a machine on which very many processes start at once.
func makePool(
  maxWorkers: Int, maxTasksPerWorker: Int? = nil, startMethod: StartMethod = .reexec,
  failurePolicy: FailurePolicy = .respawn, initializer: WorkerInitializer? = nil
) throws -> ProcessPoolExecutor {
  try ProcessPoolExecutor(
    name: ProcessPoolExecutor.nextName(), maxWorkers: maxWorkers, jobs: workerJobs,
    maxTasksPerWorker: maxTasksPerWorker, startMethod: startMethod, failurePolicy: failurePolicy,
    initializer: initializer, handshakeLimit: .seconds(200))
}

/// Looks until something is so, for 100 seconds at most.
func waitUntil(_ condition: () -> Bool) {
  let end = Date(timeIntervalSinceNow: 100)
  while !condition(), Date() < end { usleep(1_000) }
}

/// What a process holds.
struct Accounts {
  var descriptorCount: Int
  var children: [String]

  init() {
    let files = FileManager.default
    descriptorCount = (try? files.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
    let threads = (try? files.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    children = threads.flatMap { thread in
      let text = try? String(contentsOfFile: "/proc/self/task/\(thread)/children", encoding: .utf8)
      return (text ?? "").split(separator: " ").map(String.init)
    }
  }

  func compare(with before: Accounts) {
    // The watch ends a moment after the last worker.
    var now = self
    waitUntil {
      now = Accounts()
      return now.descriptorCount <= before.descriptorCount && now.children.isEmpty
    }
    say("descriptors", now.descriptorCount - before.descriptorCount)
    say("children", now.children.count)
  }
}
