import ConcurrentFutures

// Every signature that other people's programs compile against, with its labels, its defaults and
// its omissions. Nothing here is run: where it compiles without a warning, it is as it must be.

func futures(_ future: Future<Int>, _ other: Future<Int>) throws {
  let _: FutureID = future.id
  let _: String = future.name
  let _: FutureState = future.state
  let _: (Bool, Bool, Bool) = (future.isDone, future.isRunning, future.isCancelled)
  future.cancel()
  let _: Bool = future.cancel()
  future.requestStop()
  let _: Bool = future.requestStop()
  future.kill()
  let outcome: KillOutcome = future.kill(grace: .seconds(1))
  switch outcome {
  case .killed, .notRunning, .notSupported: break
  }
  let _: Int = try future.result()
  let _: Int = try future.result(timeout: .seconds(1))
  let _: Int = try future.result(timeout: nil)
  let _: (any Error)? = try future.exception()
  let _: (any Error)? = try future.exception(timeout: .zero)
  future.addDoneCallback { print($0.state) }
  future.addDoneCallback { (done: Future<Int>) in _ = try? done.result(timeout: .zero) }
  let _: Bool = future == other
  let _: Set<Future<Int>> = [future, other]
  let _: String = future.description
  isUsable(future)
}

private func isUsable(_ future: some Sendable & Hashable & Identifiable & CustomStringConvertible) {
}

func asyncValue(_ future: Future<Int>) async throws -> Int {
  try await future.value
}

func identities() {
  let id = FutureID(rawValue: 7)
  let _: UInt64 = id.rawValue
  let _: Bool = id < FutureID(rawValue: 8)
  let _: any Codable & Sendable = id
  let _: Set<FutureID> = [id]
  let states: [FutureState] = FutureState.allCases
  for state in states {
    let _: String = state.rawValue
    let _: any Codable & Sendable = state
    switch state {
    case .pending, .running, .cancelled, .finished: break
    }
  }
}

func promises() throws {
  let promise = Promise<Int>()
  let named = Promise<String>(name: "by hand")
  let _: Future<Int> = promise.future
  let _: any Sendable = promise
  let mayBegin: Bool = try promise.setRunningOrNotifyCancel()
  if mayBegin { try promise.setResult(1) }
  try named.setException(CancelledError())
}

func waiting(_ one: Future<Int>, _ two: Future<Int>) throws {
  wait([one, two])
  wait(Set([one]), timeout: .seconds(1))
  wait([one, two], returnWhen: .firstCompleted)
  let (done, notDone) = wait([one, two], timeout: .seconds(1), returnWhen: .firstException)
  let _: (Set<Future<Int>>, Set<Future<Int>>) = (done, notDone)
  let result = wait([one, two], timeout: nil, returnWhen: .allCompleted)
  let _: Set<Future<Int>> = result.done.union(result.notDone)
  let _: [ReturnWhen] = ReturnWhen.allCases
  let _: any Sendable = ReturnWhen.allCompleted

  let completed: AsCompleted<Int> = asCompleted([one, two])
  while let future: Future<Int> = try completed.next() { print(future) }
  completed.close()
  _ = asCompleted(Set([one]), timeout: .seconds(1))
  _ = asCompleted([one], timeout: nil)
  let _: any AsyncSequence & Sendable = completed
}

func asyncCompletion(_ futures: [Future<Int>]) async throws {
  for try await future in asCompleted(futures, timeout: .seconds(1)) {
    let _: Future<Int> = future
  }
}
