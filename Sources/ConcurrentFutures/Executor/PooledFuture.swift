internal import Synchronization

/// What a future still has to do before it is done.
enum Work<Value: Sendable> {
  /// Nothing: it is over, or somebody outside a pool resolves it.
  case none
  /// Run this.
  case body(@Sendable () throws -> Value)
  /// Run this, which wants to know where it runs.
  case bodyInContext(@Sendable (JobContext) throws -> Value)

  var hasContext: Bool {
    if case .bodyInContext = self { true } else { false }
  }
}

/// What a pool sees of a future, whatever its value is.
protocol PooledFuture: AnyObject, Sendable {
  /// Given by the pool, under its lock, when it takes the future in.
  var id: FutureID { get set }
  var name: String { get }
  var control: JobControl? { get }
  var queuePosition: QueuePosition { get set }
  /// When it was put in the queue. Under the pool's lock.
  var submittedAt: PoolInstant { get set }

  /// Notes that a worker was given it, or that it waits for its next attempt. Under the pool's lock.
  func mark(isRunning: Bool)

  /// Notes that it was cancelled. Under the pool's lock.
  func markCancelled()

  /// Runs the body on the calling worker, and makes known what came of it. No lock held.
  func run(in context: JobContext, on worker: WorkerThread, for pool: some RunHost)

  /// Drops the body and wakes those who wait; returns what runs the callbacks. No lock held.
  func publishCancellation() -> (() -> Void)?

  /// Ends a future with an error that its body did not throw; as ``publishCancellation()``.
  ///
  /// Leaves the body alone, which may still run.
  func publishFailure(_ error: any Error) -> (() -> Void)?

  /// Drops a body that will never run. No lock held.
  func dropBody()

  var isDone: Bool { get }
}

/// What the pool notes of a run.
struct RunReport: Sendable {
  var outcome: FutureOutcome
  var text: String
}

/// What is to be done with the result of a run.
enum RunVerdict: Sendable {
  case publish
  /// The run ended in its own way, but the future ends with this.
  case fail(any Error)
  /// The future has its outcome already.
  case discard
  /// Another attempt comes.
  case runAgain
}

/// The pool on whose worker a future runs.
protocol RunHost: AnyObject, Sendable {
  /// Notes the end of a run, before anybody can learn of it from the future.
  func ended(_ future: any PooledFuture, _ report: RunReport, on worker: WorkerThread) -> RunVerdict
  /// Runs callbacks, which may take long.
  func callBack(on worker: WorkerThread, _ callbacks: () -> Void)
}

/// The pool that decides about a future.
protocol FutureOwner: AnyObject, Sendable {
  /// Takes a future that still waits out of the queue; false when it waits no longer.
  func cancel(_ future: any PooledFuture) -> Bool
}

extension Future: PooledFuture {
  func mark(isRunning: Bool) {
    status.store(isRunning ? .running : .pending, ordering: .releasing)
  }

  func markCancelled() {
    status.store(.cancelled, ordering: .releasing)
  }

  func run(in context: JobContext, on worker: WorkerThread, for pool: some RunHost) {
    let result = runBody(in: context, on: worker)
    switch pool.ended(self, RunReport(result), on: worker) {
    case .publish: finish(result, on: worker, for: pool)
    case .fail(let error): finish(.failure(error), on: worker, for: pool)
    case .discard: work = .none
    case .runAgain: break
    }
  }

  private func finish(
    _ result: Result<Value, any Error>, on worker: WorkerThread, for pool: some RunHost
  ) {
    work = .none
    if let callbacks = publish(result) { pool.callBack(on: worker, callbacks) }
  }

  /// Runs the body; when this returns, what the body held is released, unless it may run again.
  private func runBody(
    in context: JobContext, on worker: WorkerThread
  ) -> Result<Value, any Error> {
    let body = work
    if control?.hasAttemptsLeft != true { work = .none }
    return switch body {
    case .body(let body): worker.run(body)
    case .bodyInContext(let body): worker.run { try body(context) }
    case .none: preconditionFailure("future \(id) was given to a worker, and has no body to run")
    }
  }

  func publishCancellation() -> (() -> Void)? {
    work = .none
    return wakeWaiters(.cancelled)
  }

  func publishFailure(_ error: any Error) -> (() -> Void)? {
    publish(.failure(error))
  }

  func dropBody() {
    work = .none
  }
}

extension RunReport {
  fileprivate init<Value>(_ result: Result<Value, any Error>) {
    switch result {
    case .success(let value): self.init(outcome: .succeeded, text: ShortText.of(value))
    case .failure(let error): self.init(outcome: .failed, text: ShortText.of(error))
    }
  }
}
