internal import Platform
internal import Synchronization

// What a future runs lies in two words. A closure is kept as it is. A job comes with an input, and
// both lie in one object, a call, to which the first word points; as a closure around the job's own
// they took two objects, and 80 bytes more for each pending future. (An enumeration of both would take
// 17 bytes, because its type depends on the value's, and the future 16 more.)
//
// A call can be asked how its input reads, while it is there: it goes as soon as it has run. So that
// a worker need not take a lock to let it go, who asks borrows it:
//
//   asks    under the future's lock: mark «borrowed»; retain the call, if «holds a call»; unmark
//   drops   unmark «holds a call»; wait for the lock, if it was «borrowed»; drop the call
//
// Both change one byte, in one order: so either the one who asks finds nothing, or the one who drops
// waits until the other has its reference.

extension AnyFuture {
  /// The bits of ``marks``.
  @usableFromInline
  enum Mark: Sendable {
    /// Somebody wants to know of the end.
    @usableFromInline static let isObserved: UInt8 = 1
    /// The body is a call, and was not dropped.
    @usableFromInline static let holdsCall: UInt8 = 2
    /// Somebody takes a reference to the call.
    @usableFromInline static let isBorrowed: UInt8 = 4
    /// The body wants to know where it runs.
    @usableFromInline static let wantsContext: UInt8 = 8
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
    init(_ run: @escaping @Sendable () throws -> Value) {
      self.run = run
    }
  }

  /// Makes a future with a closure to run.
  @inlinable
  convenience init(
    name: String, control: JobControl?, owner: consuming OwnerHandle,
    body: @escaping @Sendable () throws -> Value
  ) {
    self.init(name: name, control: control, owner: owner) { future, mayRunAgain in
      let future = unsafe unsafeDowncast(future, to: Future<Value>.self)
      guard future.hasBody else { return }
      // Two ways, because a variable for both would count the closure once more.
      if mayRunAgain {
        let body = unsafe future.withBody { unsafe $0.pointee }
        future.keep(try body.run())
      } else {
        let run = future.takeClosure().run
        future.keep(try run())
      }
    }
    unsafe withBody { unsafe $0.initialize(to: Closure(body)) }
  }

  /// Makes a future with a job and its input to run.
  @inlinable
  convenience init<Call: FutureCall>(
    name: String, control: JobControl?, owner: consuming OwnerHandle, call: Call
  ) where Call.Output == Value {
    self.init(name: name, control: control, owner: owner) { future, mayRunAgain in
      let future = unsafe unsafeDowncast(future, to: Future<Value>.self)
      guard let call = future.heldCall else { return }
      defer { if !mayRunAgain { future.dropCall() } }
      future.keep(try unsafe unsafeDowncast(call, to: Call.self).run())
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
    guard hasBody else { return }
    let isCall = marks.load(ordering: .relaxed) & Mark.holdsCall != 0
    if isCall { dropCall() } else { _ = takeClosure() }
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
    let (first, second) = unsafe Unmanaged<AnyFuture>.fromOpaque(future)
      ._withUnsafeGuaranteedRef { unsafe $0.storedBody }
    guard let address = unsafe UnsafeRawPointer(bitPattern: second == 0 ? first : second) else {
      return
    }
    unsafe Prefetch.forWriting(address)
  }
}

// MARK: - Calls

extension AnyFuture {
  /// Whether there is something to run.
  @inlinable final var hasBody: Bool { unsafe storedBody.0 != 0 }

  /// Keeps a call to run.
  @usableFromInline
  final func hold(_ call: some FutureCall) {
    unsafe storedBody = (UInt(bitPattern: Unmanaged.passRetained(call as AnyObject).toOpaque()), 0)
    mark(Mark.holdsCall)
  }

  /// Sets a bit of a future that nobody else knows yet.
  private final func mark(_ bit: UInt8) {
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
    let before = marks.bitwiseAnd(~Mark.holdsCall, ordering: .sequentiallyConsistent).oldValue
    if before & Mark.isBorrowed == 0 {
      releaseCall()
    } else {
      // Whoever borrows it has a reference of his own when the lock is free.
      FutureLocks.withLock(of: id) {}
      releaseCall()
    }
  }

  private final func releaseCall() {
    guard let call = unsafe UnsafeRawPointer(bitPattern: storedBody.0) else { return }
    unsafe storedBody = (0, 0)
    unsafe Unmanaged<AnyObject>.fromOpaque(call).release()
  }

  /// What knows the input of the job, as long as that has something left to run.
  ///
  /// From any thread.
  final var borrowedCall: (any DescribableInput)? {
    FutureLocks.withLock(of: id) {
      let before = marks.bitwiseOr(Mark.isBorrowed, ordering: .sequentiallyConsistent).oldValue
      defer { _ = marks.bitwiseAnd(~Mark.isBorrowed, ordering: .sequentiallyConsistent) }
      guard before & Mark.holdsCall != 0 else { return nil }
      return heldCall as? any DescribableInput
    }
  }
}
