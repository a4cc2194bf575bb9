internal import Platform
internal import Synchronization

// What a future runs lies in two words, or in four while there is no value yet:
//
//                    the body's words       the value's words
//   a closure        the closure            –                     then the value
//   a job in place   its input              the job's own body    then the value
//   a call           ──► job and input      –                     then the value
//
// A job lies in place where its input fits in two words and it is treated as usual: an object for
// both, which a submitter makes and a worker frees on another processor, took a third of the time
// of an empty job, and 64 bytes. (An enumeration of all three would take 17 bytes, because
// its type depends on the value's, and the future 16 more.)
//
// An input can be asked how it reads, while it is there: it goes as soon as its job has run. So
// that a worker need not take a lock to let it go, who asks borrows it:
//
//   asks    under the future's lock: mark «borrowed»; copy the input, if «holds» one; unmark
//   drops   unmark «holds»; wait for the lock, if it was «borrowed»; drop the input
//
// Both change one byte, in one order: so either the one who asks finds nothing, or the one who
// drops waits until the other has its copy.

extension AnyFuture {
  /// The bits of ``marks``.
  @usableFromInline
  enum Mark: Sendable {
    /// Somebody wants to know of the end.
    @usableFromInline static let isObserved: UInt8 = 1
    /// The body is a call, and was not dropped.
    @usableFromInline static let holdsCall: UInt8 = 2
    /// Somebody takes a reference to the call, or a copy of the input.
    @usableFromInline static let isBorrowed: UInt8 = 4
    /// The body wants to know where it runs.
    @usableFromInline static let wantsContext: UInt8 = 8
    /// The body is a job in place, and was not dropped.
    @usableFromInline static let holdsJob: UInt8 = 16
  }

  /// What is to be done with a body.
  @usableFromInline
  enum BodyRequest: Sendable {
    /// Run it, and keep it for another attempt.
    case run
    /// Run it for the last time, and drop it.
    case runOnce
    /// Copy a job in place, to be asked for its input.
    case copy
    /// Drop a job in place.
    case drop
  }
}

/// Something with an input that can say how that reads.
@usableFromInline
protocol DescribableInput: AnyObject, Sendable {
  /// A short text of the input, made now.
  var inputText: String { get }
}

/// A job and its input, in one object.
@usableFromInline
protocol FutureCall: DescribableInput {
  associatedtype Output: Sendable

  /// Runs the job with its input.
  func run() throws -> Output
}

extension Future {
  /// A closure as the two words keep it.
  @usableFromInline
  struct Closure: Sendable {
    @usableFromInline let run: @Sendable () throws -> Value

    @inlinable
    init(_ run: consuming @escaping @Sendable () throws -> Value) {
      self.run = run
    }
  }

  /// Makes a future with a closure to run.
  @inlinable
  convenience init(
    name: String, control: JobControl?, owner: OwnerHandle,
    body: Closure
  ) {
    self.init(name: name, control: control, owner: owner) { future, request in
      let future = unsafe unsafeDowncast(future, to: Future<Value>.self)
      guard future.hasBody else { return nil }
      // Two ways, because a variable for both would count the closure once more.
      if case .run = request {
        let body = unsafe future.withBody { unsafe $0.pointee }
        future.keep(try body.run())
      } else {
        let run = future.takeClosure().run
        future.keep(try run())
      }
      return nil
    }
    unsafe withBody { unsafe $0.initialize(to: body) }
  }

  /// Makes a future with a job and its input to run.
  @inlinable
  convenience init<Call: FutureCall>(
    name: String, control: JobControl?, owner: consuming OwnerHandle, call: Call
  ) where Call.Output == Value {
    self.init(name: name, control: control, owner: owner) { future, request in
      let future = unsafe unsafeDowncast(future, to: Future<Value>.self)
      guard let call = future.heldCall else { return nil }
      defer { if case .runOnce = request { future.dropCall() } }
      future.keep(try unsafe unsafeDowncast(call, to: Call.self).run())
      return nil
    }
    hold(call)
  }

  /// Takes the closure out.
  @inlinable
  func takeClosure() -> Closure {
    let closure = unsafe withBody { unsafe $0.move() }
    unsafe storedBody = (0, 0)
    return closure
  }

  /// Gives a body the place where the closure is, or is to be.
  @inlinable
  func withBody<Result>(_ body: (UnsafeMutablePointer<Closure>) -> Result) -> Result {
    unsafe withUnsafeMutablePointer(to: &storedBody) {
      unsafe $0.withMemoryRebound(to: Closure.self, capacity: 1) { unsafe body($0) }
    }
  }

  /// Drops whatever there is to run.
  func dropStoredBody() {
    let marks = marks.load(ordering: .relaxed)
    if marks & Mark.holdsJob != 0 {
      _ = try? runner?(self, .drop)
    } else if marks & Mark.holdsCall != 0 {
      dropCall()
    } else if hasBody {
      _ = takeClosure()
    }
  }
}

// MARK: - Ahead of its time

extension AnyFuture {
  /// Has a future's memory brought here that is about to run.
  static func fetch(_ future: UnsafeRawPointer) {
    unsafe Prefetch.forWriting(future)
    unsafe Prefetch.forWriting(future + 64)
    unsafe Prefetch.forWriting(future + 120)
  }

  /// The same with what its body captured, or its call.
  ///
  /// The future waits, and the pool's lock is held, so its body is the caller's to look at.
  static func fetchBody(of future: UnsafeRawPointer) {
    let address = unsafe Unmanaged<AnyFuture>.fromOpaque(future)._withUnsafeGuaranteedRef {
      let (first, second) = unsafe $0.storedBody
      let isInPlace = $0.marks.load(ordering: .relaxed) & Mark.holdsJob != 0
      return unsafe UnsafeRawPointer(bitPattern: isInPlace ? 0 : second == 0 ? first : second)
    }
    if let address = unsafe address { unsafe Prefetch.forWriting(address) }
  }
}

// MARK: - Calls

extension AnyFuture {
  /// Whether there is a closure or a call to run.
  @inlinable final var hasBody: Bool { unsafe storedBody.0 != 0 }

  /// Keeps a call to run.
  @usableFromInline
  final func hold(_ call: some FutureCall) {
    unsafe storedBody = (UInt(bitPattern: Unmanaged.passRetained(call as AnyObject).toOpaque()), 0)
    mark(Mark.holdsCall)
  }

  /// Sets a bit of a future that nobody else knows yet.
  @usableFromInline
  final func mark(_ bit: UInt8) {
    marks.store(marks.load(ordering: .relaxed) | bit, ordering: .relaxed)
  }

  /// Notes, before it is submitted, that its body wants to know where it runs.
  @usableFromInline
  final func wantContext() {
    mark(Mark.wantsContext)
  }

  /// The call to run, for its worker.
  @inlinable final var heldCall: AnyObject? {
    unsafe UnsafeRawPointer(bitPattern: storedBody.0).map {
      unsafe Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Drops the call.
  @usableFromInline
  final func dropCall() {
    stopHolding()
    guard let call = unsafe UnsafeRawPointer(bitPattern: storedBody.0) else { return }
    unsafe storedBody = (0, 0)
    unsafe Unmanaged<AnyObject>.fromOpaque(call).release()
  }

  /// Lets nobody borrow what is to run any more; waits for who does.
  @usableFromInline
  final func stopHolding() {
    let before = marks.bitwiseAnd(
      ~(Mark.holdsCall | Mark.holdsJob), ordering: .sequentiallyConsistent
    ).oldValue
    // Whoever borrows it has a reference or a copy of his own when the lock is free.
    if before & Mark.isBorrowed != 0 { FutureLocks.withLock(of: id) {} }
  }

  /// What knows the input of the job, as long as that has something left to run.
  ///
  /// From any thread.
  final var borrowedInput: (any DescribableInput)? {
    FutureLocks.withLock(of: id) {
      let before = marks.bitwiseOr(Mark.isBorrowed, ordering: .sequentiallyConsistent).oldValue
      defer { _ = marks.bitwiseAnd(~Mark.isBorrowed, ordering: .sequentiallyConsistent) }
      if before & Mark.holdsJob != 0 { return try? runner?(self, .copy) }
      return before & Mark.holdsCall != 0 ? heldCall as? any DescribableInput : nil
    }
  }
}
