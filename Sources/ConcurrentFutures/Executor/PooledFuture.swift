internal import Synchronization

/// What a future still has to do before it is done.
enum Work<Value: Sendable> {
  /// Nothing: it is over, or somebody outside a pool resolves it.
  case none
  /// Run this.
  case body(@Sendable () throws -> Value)
  /// Run this, which wants to know where it runs.
  case bodyInContext(@Sendable (JobContext) throws -> Value)
  /// It ran; make this visible.
  case ran(Result<Value, any Error>)
}

/// What a pool sees of a future, whatever its value is.
protocol PooledFuture: AnyObject, Sendable {
  var id: FutureID { get }
  var name: String { get }
  var queuePosition: QueuePosition { get set }
  /// When it was put in the queue. Under the pool's lock.
  var submittedAt: PoolInstant { get set }

  /// Notes that a worker was given it. Under the pool's lock.
  func markRunning()

  /// Notes that it was cancelled. Under the pool's lock.
  func markCancelled()

  /// Runs the body on the calling worker, and keeps the result to itself. No lock held.
  func run(in context: JobContext, on worker: WorkerThread) -> RunReport

  /// Makes the result visible: wakes those who wait, then runs callbacks. No lock held.
  func publishResult()

  /// Drops the body and wakes those who wait; returns what runs the callbacks. No lock held.
  func publishCancellation() -> (() -> Void)?
}

/// What the pool notes of a run.
struct RunReport: Sendable {
  var outcome: FutureOutcome
  var text: String
}

/// The pool that decides about a future.
protocol FutureOwner: AnyObject, Sendable {
  /// Takes a future that still waits out of the queue; false when it waits no longer.
  func cancel(_ future: any PooledFuture) -> Bool
}

extension Future: PooledFuture {
  func markRunning() {
    status.store(.running, ordering: .releasing)
  }

  func markCancelled() {
    status.store(.cancelled, ordering: .releasing)
  }

  func run(in context: JobContext, on worker: WorkerThread) -> RunReport {
    let result = runBody(in: context, on: worker)
    work = .ran(result)
    return switch result {
    case .success(let value): RunReport(outcome: .succeeded, text: ShortText.of(value))
    case .failure(let error): RunReport(outcome: .failed, text: ShortText.of(error))
    }
  }

  /// Takes the body out and runs it; when this returns, what the body held is released.
  private func runBody(
    in context: JobContext, on worker: WorkerThread
  ) -> Result<Value, any Error> {
    let body = work
    work = .none
    return switch body {
    case .body(let body): worker.run(body)
    case .bodyInContext(let body): worker.run { try body(context) }
    case .none, .ran: preconditionFailure("future \(id) was given to a worker twice")
    }
  }

  func publishResult() {
    guard case .ran(let result) = work else {
      preconditionFailure("future \(id) has not run, and has no result to show")
    }
    work = .none
    publish(result)
  }

  func publishCancellation() -> (() -> Void)? {
    work = .none
    return wakeWaiters(.cancelled)
  }
}
