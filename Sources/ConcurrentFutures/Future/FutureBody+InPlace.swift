internal import Synchronization

// A job whose input fits in two words takes no object but its future. See FutureBody.swift.

extension Future where Value: Codable {
  /// Makes a future with a job and its input to run.
  @inlinable
  convenience init<Input: Codable & Sendable>(
    name: String, control: JobControl?, owner: consuming OwnerHandle, job: Job<Input, Value>,
    input: Input
  ) {
    guard case .plain(let body) = job.body, control == nil, unsafe JobInPlace<Input, Value>.fits
    else {
      self.init(name: name, control: control, owner: owner, call: JobCall(job.body, input))
      return
    }
    self.init(name: name, control: nil, owner: owner) { future, request in
      let future = unsafe unsafeDowncast(future, to: Future<Value>.self)
      let place = unsafe JobInPlace<Input, Value>(future)
      switch request {
      case .run, .runOnce:
        let result = Result { try unsafe place.run() }
        unsafe place.drop()
        future.keep(try result.get())
        return nil
      case .copy: return unsafe place.call
      case .drop:
        unsafe place.drop()
        return nil
      }
    }
    unsafe JobInPlace(self).fill(body, input)
  }
}

/// A job and its input in the words of a future.
@unsafe @usableFromInline
struct JobInPlace<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
  @usableFromInline typealias Body = @Sendable (Input) throws -> Output

  /// The body of a job as the two words keep it.
  @usableFromInline
  struct Closure: Sendable {
    @usableFromInline let run: Body

    @inlinable
    init(run: @escaping Body) {
      self.run = run
    }
  }

  @usableFromInline let future: Future<Output>

  @inlinable
  init(_ future: Future<Output>) {
    unsafe self.future = future
  }

  /// Whether they have room there.
  @inlinable
  static var fits: Bool {
    MemoryLayout<Input>.size <= 16 && MemoryLayout<Input>.alignment <= 8
  }

  /// Puts them there; nobody else knows the future yet.
  @inlinable
  func fill(_ body: @escaping Body, _ input: Input) {
    unsafe withInput { unsafe $0.initialize(to: input) }
    unsafe withBody { unsafe $0.initialize(to: Closure(run: body)) }
    unsafe future.mark(AnyFuture.Mark.holdsJob)
  }

  /// Runs the job with its input.
  @inlinable
  func run() throws -> Output {
    try unsafe reading { body, input in try unsafe body.pointee.run(input.pointee) }
  }

  /// A copy of both; a worker may run the job meanwhile.
  @inlinable
  var call: JobCall<Input, Output> {
    unsafe reading { body, input in unsafe JobCall(.plain(body.pointee.run), input.pointee) }
  }

  /// Reads both, and claims neither for itself.
  @inlinable
  func reading<Result>(
    _ body: (UnsafePointer<Closure>, UnsafePointer<Input>) throws -> Result
  ) rethrows -> Result {
    try unsafe withUnsafePointer(to: future.storedWords) {
      try unsafe $0.withMemoryRebound(to: Closure.self, capacity: 1) { closure in
        try unsafe withUnsafePointer(to: future.storedBody) {
          try unsafe $0.withMemoryRebound(to: Input.self, capacity: 1) { input in
            try unsafe body(closure, input)
          }
        }
      }
    }
  }

  /// Drops both, and leaves the value's words to the value.
  @inlinable
  func drop() {
    unsafe future.stopHolding()
    unsafe withInput { _ = unsafe $0.deinitialize(count: 1) }
    unsafe withBody { _ = unsafe $0.deinitialize(count: 1) }
    unsafe future.storedBody = (0, 0)
  }

  @inlinable
  func withInput<Result>(
    _ body: (UnsafeMutablePointer<Input>) throws -> Result
  ) rethrows -> Result {
    try unsafe withUnsafeMutablePointer(to: &future.storedBody) {
      try unsafe $0.withMemoryRebound(to: Input.self, capacity: 1) { try unsafe body($0) }
    }
  }

  @inlinable
  func withBody<Result>(
    _ body: (UnsafeMutablePointer<Closure>) throws -> Result
  ) rethrows -> Result {
    try unsafe withUnsafeMutablePointer(to: &future.storedWords) {
      try unsafe $0.withMemoryRebound(to: Closure.self, capacity: 1) {
        try unsafe body($0)
      }
    }
  }
}
