import ConcurrentFutures
import Foundation
import WorkerJobs

// A program with a process pool of its own: one trial, in a process that does nothing else, so that
// every descriptor and every child can be counted. `PoolTrials NAME` prints what came of it.

if getenv("POOL_TRIALS_FORGETFUL") != nil, getenv("CONCURRENT_FUTURES_WORKER") != nil {
  // A program that forgets its first line.
  do {
    _ = try ProcessPoolExecutor(maxWorkers: 1, jobs: workerJobs)
  } catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
  }
}
if getenv("POOL_TRIALS_SILENT") != nil, getenv("CONCURRENT_FUTURES_WORKER") != nil {
  // A program that does something else first, and long.
  while true { sleep(1_000) }
}
ProcessPoolExecutor.runWorkerIfRequested(workerJobs)

let name = CommandLine.arguments.dropFirst().first ?? ""
guard let trial = Trial(rawValue: name) else {
  print("usage: PoolTrials \(Trial.allCases.map(\.rawValue).joined(separator: "|"))")
  exit(2)
}
try trial.run()
