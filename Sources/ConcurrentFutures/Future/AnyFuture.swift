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
// What guards what: `id` is set before anybody else sees the future. `status` is written by the
// one who decides and read without a lock. The value and `error` are written by the one who
// settles, before `status` says so; a body that ran over its limit may write its value later,
// which nobody reads. Until there is a value, its words may be the body's. Observers are added
// and taken out under the future's lock. Who settles stores `status`, then looks whether it is
// observed; who observes marks it, then looks at `status`, both in one order for all threads: so
// one of them sees the other, and a future that nobody observes settles without a lock. The
// body, `control`, `isQueued`, `queueSlot` and `submittedAt` are the pool's: touched under its
// lock, but for the body while the future runs, which is the worker's, and once it is cancelled,
// which is the canceller's; its worker reads `control`, too, which nobody changes once it runs.
// Whoever wants to know a job's input borrows the body: see FutureBody.swift.
//
// The order of the stored properties packs them: a pending future and its job fit in 256 bytes, and
// whoever takes a result reads one line of memory, which the worker wrote.
//
// No exclusive access is checked at run time: who may touch what, and when, is said above, and the
// checks would cost a tenth of an empty job.
//
// The body knows its type only where it is made and run. What runs it is made where `submit` is
// inlined: there the compiler knows the type of the value, too. In the library it would look up the
// types of optionals and results at run time, for each job: a quarter of the time of an empty one.

/// A future, whatever its value is.
///
/// What a ``Future`` is and does without its value. There is nothing to make of it: futures come
/// from executors and promises. May be used from any thread.
public class AnyFuture: @unchecked Sendable {
  // @unchecked: see «What guards what» above.

  @exclusivity(unchecked) private final var storedID: FutureID
  final let status = Atomic(Status.pending)
  final let marks = Atomic<UInt8>(0)
  @exclusivity(unchecked) @usableFromInline final var storedHolding = Holding.nothing
  @exclusivity(unchecked) private final var storedIsQueued = false
  @exclusivity(unchecked) private final var storedQueueSlot: UInt32 = 0
  @exclusivity(unchecked) @usableFromInline final var storedWords: (UInt, UInt) = (0, 0)
  /// The job's name, or what the submitter gave; may be empty.
  public final let name: String

  /// The pool that decides; `nil` for a promise's future.
  final let owner: OwnerHandle?
  @exclusivity(unchecked) private final var storedControl: JobControl?
  @exclusivity(unchecked) private final var storedSubmittedAt = PoolInstant.zero
  @exclusivity(unchecked) @usableFromInline
  final var storedRunner: Runner?
  /// A closure, a reference to a call, or an input: see FutureBody.swift.
  @exclusivity(unchecked) @usableFromInline
  final var storedBody: (UInt, UInt) = (0, 0)
  @exclusivity(unchecked) private final var storedError: (any Error)?
  /// Who wants to know of the end.
  ///
  /// Under the future's lock.
  final var observers: FutureObservers?

  @usableFromInline
  init(name: String, control: JobControl?, owner: OwnerHandle?, runner: Runner?) {
    // A pool gives the id when it takes the future in, so that ids are in the order of its queue.
    unsafe storedID = owner == nil ? .next() : .unassigned
    self.name = name
    unsafe storedControl = control
    self.owner = owner
    unsafe storedRunner = runner
  }

  deinit {
    dropValue()
  }

  // MARK: - What changes

  /// Which future this is: unique in the process, growing with submission.
  public internal(set) final var id: FutureID {
    get { unsafe storedID }
    set { unsafe storedID = newValue }
  }

  /// What the pool keeps beside it, if its submitter wants more than the usual.
  final var control: JobControl? { unsafe storedControl }

  /// Makes what a body that wants its context needs to run.
  ///
  /// Under the pool's lock, as the future begins to run.
  final func prepareContext() {
    guard control == nil, marks.load(ordering: .relaxed) & Mark.wantsContext != 0 else { return }
    unsafe storedControl = JobControl(SubmitOptions())
  }

  /// Whether a pool's queue holds it.
  final var isQueued: Bool {
    get { unsafe storedIsQueued }
    set { unsafe storedIsQueued = newValue }
  }

  /// Where it is there: the number of the slot, counted over the life of its lane.
  final var queueSlot: UInt32 {
    get { unsafe storedQueueSlot }
    set { unsafe storedQueueSlot = newValue }
  }

  /// When the pool took it in.
  final var submittedAt: PoolInstant {
    get { unsafe storedSubmittedAt }
    set { unsafe storedSubmittedAt = newValue }
  }

  /// Runs the job, as long as there is something left to run.
  @inlinable
  final var runner: Runner? {
    get { unsafe storedRunner }
    set { unsafe storedRunner = newValue }
  }

  /// What the job threw, once it is finished.
  final var error: (any Error)? {
    get { unsafe storedError }
    set { unsafe storedError = newValue }
  }

  // MARK: - What can be asked

  /// Where the future stands.
  public final var state: FutureState {
    status.load(ordering: .acquiring).state
  }

  /// Says whether the future was cancelled or is finished.
  public final var isDone: Bool { status.load(ordering: .acquiring).isDone }

  /// Says whether a worker runs the job now.
  public final var isRunning: Bool { status.load(ordering: .acquiring) == .running }

  /// Says whether the future was cancelled.
  public final var isCancelled: Bool { status.load(ordering: .acquiring) == .cancelled }

  /// How the future ended; `nil` until it is done.
  final var settlement: Settlement? {
    switch status.load(ordering: .acquiring) {
    case .pending, .running: nil
    case .cancelled: .cancelled
    case .returned: .returned
    case .raised: .raised
    }
  }

  /// Says whether the future is finished and has a value, which can be read from now on.
  @usableFromInline final var hasReturned: Bool {
    status.load(ordering: .acquiring) == .returned
  }

  // MARK: - What depends on the value

  /// Drops a body that will never run, or never again.
  ///
  /// No lock held.
  func dropBody() {
    runner = nil
  }

  /// How a value reads that does not say so by itself, for whoever asks later.
  ///
  /// Only once it is there.
  var valuePreview: ResultPreview { .none }

  /// The type of the value.
  ///
  /// Only once it is there.
  var valueType: any Any.Type { Never.self }
}

extension AnyFuture {
  /// What knows the types of a future's body, and does with it as is requested; captures nothing.
  @usableFromInline
  typealias Runner =
    @Sendable (_ future: AnyFuture, _ request: BodyRequest) throws -> (any DescribableInput)?

  /// The public states, of which the last is two, in a form that one atomic holds.
  enum Status: UInt8, AtomicRepresentable {
    case pending
    case running
    case cancelled
    case returned
    case raised

    var isDone: Bool { self != .pending && self != .running }

    var state: FutureState {
      switch self {
      case .pending: .pending
      case .running: .running
      case .cancelled: .cancelled
      case .returned, .raised: .finished
      }
    }
  }
}

// MARK: - Running

extension AnyFuture {
  /// Runs the body on a worker.
  ///
  /// No lock held.
  ///
  /// What it returns is kept here. When this returns, what the body held is released, unless it may
  /// run again.
  ///
  /// - Returns: What it threw, or did against the rules.
  final func run(on worker: WorkerThread) -> (any Error)? {
    let mayRunAgain = control?.hasAttemptsLeft == true
    guard let runner else {
      preconditionFailure("future \(id) was given to a worker, and has no body to run")
    }
    worker.enterBody()
    do {
      _ = try runner(self, mayRunAgain ? .run : .runOnce)
      return worker.leaveBody()
    } catch {
      return worker.leaveBody() ?? error
    }
  }
}

// MARK: - Settling

extension AnyFuture {
  /// Takes a pending future to its next state, under its own lock; false if it is not pending.
  final func decide(_ next: Status) -> Bool {
    FutureLocks.withLock(of: id) {
      guard status.load(ordering: .relaxed) == .pending else { return false }
      status.store(next, ordering: .sequentiallyConsistent)
      return true
    }
  }

  /// Notes that a worker was given it, or that it waits for its next attempt.
  ///
  /// Under the pool's lock.
  final func mark(isRunning: Bool) {
    status.store(isRunning ? .running : .pending, ordering: .releasing)
  }

  /// Notes that it was cancelled.
  ///
  /// Under the pool's lock.
  final func markCancelled() {
    status.store(.cancelled, ordering: .sequentiallyConsistent)
  }

  /// Stores an error as the outcome; what the body returned is void.
  ///
  /// On the thread that ran it, or after it.
  final func fail(with error: any Error) {
    dropValue()
    self.error = error
  }

  /// Makes the outcome known that was stored; returns the callbacks to run.
  ///
  /// No lock held.
  final func publish() -> [FutureObservers.Callback] {
    let hasRaised = error != nil
    status.store(hasRaised ? .raised : .returned, ordering: .sequentiallyConsistent)
    return tellObservers(hasRaised ? .raised : .returned)
  }

  /// Drops the body of a cancelled future and wakes those who wait; returns the callbacks to run.
  final func publishCancellation() -> [FutureObservers.Callback] {
    dropBody()
    return tellObservers(.cancelled)
  }

  /// Ends a future with an error that its body did not throw; returns the callbacks to run.
  ///
  /// Leaves the body alone, which may still run.
  final func publishFailure(_ error: any Error) -> [FutureObservers.Callback] {
    self.error = error
    return publish()
  }
}

// MARK: - Identity

extension AnyFuture: Identifiable, Hashable {
  /// Says whether two variables hold the same future.
  public static func == (left: AnyFuture, right: AnyFuture) -> Bool {
    left === right
  }

  /// Hashes the id.
  public final func hash(into hasher: inout Hasher) {
    hasher.combine(id)
  }
}

extension AnyFuture: CustomStringConvertible {
  /// The future's address and state, and the type of its value or error, as Python prints them.
  public final var description: String {
    let address = String(UInt(bitPattern: ObjectIdentifier(self)), radix: 16)
    // Loaded once: it may change meanwhile.
    let status = status.load(ordering: .acquiring)
    let outcome =
      switch status {
      case .returned: " returned \(valueType)"
      case .raised: error.map { " raised \(type(of: $0))" } ?? ""
      case .pending, .running, .cancelled: ""
      }
    return "<Future at 0x\(address) state=\(status.state.rawValue)\(outcome)>"
  }
}
