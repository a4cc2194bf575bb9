import ConcurrentFutures

func errors() {
  let all: [any Error & Sendable & CustomStringConvertible] = [
    TimeoutError(), CancelledError(), InvalidStateError("finished"), InvalidArgumentError("0"),
    ExecutorShutdownError(), BrokenExecutorError(reason: "a worker's initializer failed"),
    ThreadStartError(code: 11, description: "no thread"), QueueFullError("full"),
    DeadlockError(cycle: [FutureID(rawValue: 3)], "job 3 waits for itself"),
    JobTimeoutError(limit: .seconds(1)),
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
  } catch is TimeoutError, is CancelledError, is InvalidStateError, is InvalidArgumentError {
  } catch is ExecutorShutdownError, is QueueFullError {
  } catch {
    print(error)
  }
}
