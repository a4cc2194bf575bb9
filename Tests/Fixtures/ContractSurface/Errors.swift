import ConcurrentFutures

func errors() {
  let all: [any Error & Sendable & CustomStringConvertible] = [
    TimeoutError(), CancelledError(), InvalidStateError("finished"), InvalidArgumentError("0"),
    ExecutorShutdownError(), BrokenExecutorError(reason: "a worker's initializer failed"),
    ThreadStartError(code: 11, description: "no thread"), QueueFullError("full"),
    DeadlockError(cycle: [FutureID(rawValue: 3)], "job 3 waits for itself"),
    JobTimeoutError(limit: .seconds(1)), JobCodingError("not JSON"),
    RemoteError(typeName: "Boom", message: "boom", location: "Module/File.swift:7"),
    WorkerDiedError(pid: 4_711, reason: "SIGSEGV", job: "act", standardErrorTail: "last words"),
    PoisonedJobError(job: "act", deaths: 2),
  ]
  print(all.map(\.description))
}

func sayWhatWentWrong(_ body: () throws -> Void) {
  do {
    try body()
  } catch let error as BrokenExecutorError {
    let _: String = error.reason
  } catch let error as ThreadStartError {
    let _: Int32 = error.code
  } catch let error as DeadlockError {
    let _: [FutureID] = error.cycle
  } catch let error as JobTimeoutError {
    let _: Duration = error.limit
  } catch let error as RemoteError {
    let _: (String, String, String) = (error.typeName, error.message, error.location)
  } catch let error as WorkerDiedError {
    let _: (String, String, String) = (error.reason, error.job, error.standardErrorTail)
    print(error.pid)
  } catch let error as PoisonedJobError {
    let _: (String, Int) = (error.job, error.deaths)
  } catch is JobCodingError {
  } catch is TimeoutError, is CancelledError, is InvalidStateError, is InvalidArgumentError {
  } catch is ExecutorShutdownError, is QueueFullError {
  } catch {
    print(error)
  }
}
