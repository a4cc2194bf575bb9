internal import Platform
internal import Synchronization

// A future's life. Every arrow is one function.
//
//   pending ──start──► running ──settle──► finished
//      ├────settle (a promise resolved directly)──► finished
//      └────cancel──► cancelled
//
// Who decides: of a future that a pool made, the pool, under its lock, so that a worker's start
// and a cancellation cannot both win. Of a promise's future, the future's own lock.
//
// What guards what: `id` is set before anybody else sees the future. `status` is written under the
// deciding lock and read without one. `outcome` is written by the one who settles, before `status`
// says so. Observers are added under the future's lock while `status` is not done, and taken out
// under it after `status` is; so each is told exactly once. `work`, `queuePosition` and
// `submittedAt` are the pool's: touched under its lock, but for `work` while the future runs, which
// is the worker's, and once it is cancelled, which is the canceller's.

/// A value that is not there yet: the caller's end of a job.
///
/// May be used from any thread. Waiting never uses up the value; any number of threads may wait.
///
/// - Source: `concurrent.futures.Future` of Python.
public final class Future<Value: Sendable>: @unchecked Sendable {
  // @unchecked: see «What guards what» above.

  /// Which future this is: unique in the process, growing with submission.
  public internal(set) var id: FutureID
  /// The job's name, or what the submitter gave; may be empty.
  public let name: String

  let status: Atomic<Status>
  private var outcome: Result<Value, any Error>?
  private var observers: FutureObservers<Value>?
  /// The pool that decides; `nil` for a promise's future.
  weak let owner: (any FutureOwner)?
  /// What is left to do.
  var work: Work<Value>
  /// What the pool keeps beside it, if its submitter wants more than the usual.
  let control: JobControl?
  /// Where the pool's queue holds it.
  var queuePosition = QueuePosition.nowhere
  /// When the pool took it in.
  var submittedAt = PoolInstant.zero

  init(
    name: String, work: Work<Value> = .none, control: JobControl? = nil,
    owner: (any FutureOwner)? = nil
  ) {
    // A pool gives the id when it takes the future in, so that ids are in the order of its queue.
    self.id = owner == nil ? .next() : .unassigned
    self.name = name
    self.status = Atomic(.pending)
    self.work = work
    self.control = control
    self.owner = owner
  }

  /// Where the future stands.
  public var state: FutureState {
    switch status.load(ordering: .acquiring) {
    case .pending: .pending
    case .running: .running
    case .cancelled: .cancelled
    case .finished: .finished
    }
  }

  /// Says whether the future was cancelled or is finished.
  public var isDone: Bool { status.load(ordering: .acquiring).isDone }

  /// Says whether a worker runs the job now.
  public var isRunning: Bool { status.load(ordering: .acquiring) == .running }

  /// Says whether the future was cancelled.
  public var isCancelled: Bool { status.load(ordering: .acquiring) == .cancelled }

  /// What came of the future; `nil` until it is done.
  var settled: Result<Value, any Error>? {
    switch status.load(ordering: .acquiring) {
    case .pending, .running: nil
    case .cancelled: .failure(CancelledError())
    case .finished: outcome
    }
  }
}

extension Future {
  /// The public states, in a form that one atomic holds.
  enum Status: UInt8, AtomicRepresentable {
    case pending
    case running
    case cancelled
    case finished

    var isDone: Bool { self == .cancelled || self == .finished }
  }
}

// MARK: - Cancelling

extension Future {
  /// Cancels the future, if it has not started.
  ///
  /// Wakes everybody who waits for it, takes the job out of the pool's queue, and then runs the
  /// callbacks on this thread before it returns.
  ///
  /// - Returns: True when the future is cancelled, now or before; false, with nothing changed, when
  ///   it runs or is finished.
  /// - Complexity: O(1), plus the callbacks.
  /// - Source: `Future.cancel` of Python.
  @discardableResult
  public func cancel() -> Bool {
    let won = if let owner { owner.cancel(self) } else { decide(.cancelled) }
    if won { publishCancellation()?() }
    return won || isCancelled
  }
}

// MARK: - Stopping

extension Future {
  /// Asks the running job to stop, by ``JobContext/isStopRequested``; it may, or may not.
  ///
  /// A body that takes no context cannot see it, and runs to its end. Returns at once; the future ends
  /// as the body does, and is not tried again.
  ///
  /// - Returns: True when a running job was asked; false when none runs.
  @discardableResult
  public func requestStop() -> Bool {
    guard isRunning else { return false }
    control?.requestStop(.person)
    return true
  }

  /// Ends the running job with its worker, where workers are processes.
  ///
  /// - Parameter grace: The time from asking the process to end to ending it.
  /// - Returns: What it really did: threads cannot be killed.
  @discardableResult
  public func kill(grace: Duration = .seconds(3)) -> KillOutcome {
    isRunning ? .notSupported : .notRunning
  }
}

/// What came of the wish to kill a job.
public enum KillOutcome: String, Sendable, Hashable, CaseIterable {
  /// The worker that ran it is gone.
  case killed
  /// No worker runs it.
  case notRunning
  /// It runs on a thread, which nothing can end but itself.
  case notSupported
}

// MARK: - Settling

extension Future {
  /// Takes a pending future to its next state, under its own lock; false if it is not pending.
  func decide(_ next: Status) -> Bool {
    FutureLocks.withLock(of: id) {
      guard status.load(ordering: .relaxed) == .pending else { return false }
      status.store(next, ordering: .releasing)
      return true
    }
  }

  /// Gives the future its outcome; false, with nothing changed, when it is done already.
  func settle(_ result: Result<Value, any Error>) -> Bool {
    let won = FutureLocks.withLock(of: id) {
      guard !status.load(ordering: .relaxed).isDone else { return false }
      outcome = result
      status.store(.finished, ordering: .releasing)
      return true
    }
    if won { tellObservers(result.settlement) }
    return won
  }

  /// Makes an outcome visible that the pool has decided on; returns what runs the callbacks.
  func publish(_ result: Result<Value, any Error>) -> (() -> Void)? {
    outcome = result
    status.store(.finished, ordering: .releasing)
    return wakeWaiters(result.settlement)
  }

  /// Wakes those who wait, then runs the callbacks in order, with no lock held.
  private func tellObservers(_ settlement: Settlement) {
    wakeWaiters(settlement)?()
  }

  /// Wakes those who wait, and returns what runs the callbacks in order, if there are any.
  func wakeWaiters(_ settlement: Settlement) -> (() -> Void)? {
    let observers = FutureLocks.withLock(of: id) {
      defer { self.observers = nil }
      return self.observers
    }
    guard let observers else { return nil }
    for waiter in observers.waiters {
      waiter.futureSettled(id, settlement)
    }
    guard !observers.callbacks.isEmpty else { return nil }
    return {
      for callback in observers.callbacks { callback(self) }
    }
  }
}

// MARK: - Observing

extension Future {
  /// Runs a closure when the future is done.
  ///
  /// Callbacks run in the order in which they were added, once for each time they were added, on the
  /// thread that finished or cancelled the future. On a future that is done, at once on this thread.
  /// No lock is held: a callback may submit, cancel, or shut the pool down. One that takes long keeps
  /// its worker from other jobs, but nobody who waits.
  ///
  /// - Parameter callback: Is given the future, which is done.
  /// - Source: `Future.add_done_callback` of Python.
  public func addDoneCallback(_ callback: @escaping @Sendable (Future<Value>) -> Void) {
    if !observe({ $0.callbacks.append(callback) }) {
      callback(self)
    }
  }

  /// Registers somebody who waits; false when the future is done and there is nothing to wait for.
  func add(_ waiter: any FutureWaiter) -> Bool {
    observe { $0.waiters.append(waiter) }
  }

  /// Forgets somebody who waits no longer.
  func remove(_ waiter: any FutureWaiter) {
    FutureLocks.withLock(of: id) {
      observers?.waiters.removeAll { $0 === waiter }
    }
  }

  /// How many wait; for tests that nobody stays behind.
  var waiterCount: Int {
    FutureLocks.withLock(of: id) { observers?.waiters.count ?? 0 }
  }

  private func observe(_ register: (inout FutureObservers<Value>) -> Void) -> Bool {
    FutureLocks.withLock(of: id) {
      guard !status.load(ordering: .acquiring).isDone else { return false }
      var known = observers ?? FutureObservers()
      observers = nil
      register(&known)
      observers = known
      return true
    }
  }
}

// MARK: - Identity

extension Future: Identifiable, Hashable {
  /// Says whether two variables hold the same future.
  public static func == (left: Future, right: Future) -> Bool {
    left === right
  }

  /// Hashes the id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
  }
}

extension Future: CustomStringConvertible {
  /// The future's address and state, and the type of its value or error, as Python prints them.
  public var description: String {
    let address = String(UInt(bitPattern: ObjectIdentifier(self)), radix: 16)
    let outcome =
      switch settled {
      case .success(let value)? where !isCancelled: " returned \(type(of: value))"
      case .failure(let error)? where !isCancelled: " raised \(type(of: error))"
      default: ""
      }
    return "<Future at 0x\(address) state=\(state.rawValue)\(outcome)>"
  }
}
