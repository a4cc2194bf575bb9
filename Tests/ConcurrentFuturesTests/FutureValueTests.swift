import Platform
import Testing

@testable import ConcurrentFutures

@Suite("The value of a future", .timeLimit(.minutes(5)))
struct FutureValueTests {
  @Test("of up to two words that are only bytes lies in the future")
  func inWords() async throws {
    #expect(Future<Sixteen>.fitsInWords && Future<Void>.fitsInWords && Future<Int?>.fitsInWords)
    try await expectKept(Sixteen(), in: .words)
    try await expectKept(Shape.point, in: .box)
    try await expectKept(7 as Int?, in: .words)
    try await expectKept(nil as Int?, in: .words)
  }

  @Test("says how it reads without its type, where it is a number, a truth value or nothing")
  func simple() async throws {
    try await expectKept(7, in: .integer)
    try await expectKept(0.5, in: .double)
    try await expectKept(true, in: .bool)
    try await expectKept(false, in: .bool)
    try await expectKept(NoValue(), in: .unit)
    let unit = Promise<Void>()
    try unit.setResult(())
    #expect(unit.future.storedHolding == .unit && unit.future.returned != nil)
    for (text, future) in [("7", Promise.kept(7)), ("-1", Promise.kept(-1))] {
      #expect(future.preview.text == text)
    }
    #expect(Promise.kept(0.5).preview.text == "0.5" && Promise.kept(true).preview.text == "true")
    #expect(Promise.kept(false).preview.text == "false" && unit.future.preview.text == "()")
  }

  @Test("that is larger, or aligned to more, or counted, lies in a box")
  func inBox() async throws {
    #expect(!Future<Seventeen>.fitsInWords && !Future<SIMD4<Double>>.fitsInWords)
    #expect(!Future<SIMD2<Double>>.fitsInWords, "16 bytes, but aligned to 16")
    try await expectKept(Seventeen(), in: .box)
    try await expectKept(SIMD4<Double>(1, 2, 3, 4), in: .box)
    try await expectKept(SIMD2<Double>(1, 2), in: .box)
    try await expectKept("short", in: .box)
    try await expectKept(String(repeating: "long ", count: 100), in: .box)
    try await expectKept("maybe" as String?, in: .box)
    try await expectKept(Shape.named("a name that is on the heap, being long"), in: .box)
  }

  @Test("is released with the future")
  func released() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      weak var value: Payload?
      do {
        let future = try pool.submit { Payload() }
        value = try future.result()
        #expect(value != nil)
        // What the worker ran last it keeps until it has something else.
        try pool.submit {}.result()
        try pool.submit {}.result()
      }
      try waitUntil { value == nil }
      pool.shutdown()
    }
  }

  @Test("is dropped when its job did what the pool does not allow")
  func violation() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let made = Journal<WeakPayload>()
      let future = try pool.submit {
        let payload = Payload()
        made.write(WeakPayload(payload))
        pool.shutdown()
        return payload
      }
      #expect(throws: InvalidStateError.self) { try future.result() }
      try waitUntil { made.entries.allSatisfy { $0.payload == nil } }
      #expect(future.storedHolding == .nothing)
      pool.shutdown()
    }
  }

  @Test("that comes after the time limit is released, and nobody gets it")
  func late() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let made = Journal<WeakPayload>()
      let future = try pool.submit(options: SubmitOptions(timeout: .milliseconds(1))) {
        gate.wait()
        let payload = Payload()
        made.write(WeakPayload(payload))
        return payload
      }
      #expect(throws: JobTimeoutError.self) { try future.result() }
      // The worker has the value, and cannot say so while the monitor is held.
      pool.core.shared.withLock { _ in
        gate.open()
        try? waitUntil { future.storedHolding != .nothing }
        #expect(throws: JobTimeoutError.self) { try future.result() }
      }
      try waitUntil { made.entries.allSatisfy { $0.payload == nil } }
      #expect(throws: JobTimeoutError.self) { try future.result() }
      pool.shutdown()
    }
  }
}

/// Keeps a value through a promise and through a pool, and reads it back.
private func expectKept<Value: Sendable & Equatable>(
  _ value: Value, in holding: AnyFuture.Holding
) async throws {
  let promise = Promise<Value>()
  try promise.setResult(value)
  #expect(promise.future.storedHolding == holding)
  try await blocking {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let future = try pool.submit { value }
    #expect(try future.result() == value && promise.future.result() == value)
    #expect(future.storedHolding == holding)
    #expect(future.settled.map { (try? $0.get()) == value } == true)
    pool.shutdown()
  }
}

private struct Sixteen: Equatable {
  var first: UInt64 = .max
  var second: Int64 = -2
}

private struct Seventeen: Equatable {
  var words = Sixteen()
  var last: UInt8 = 17
}

private enum Shape: Equatable {
  case point
  case named(String)
}

private struct WeakPayload: Sendable {
  weak let payload: Payload?

  init(_ payload: Payload) {
    self.payload = payload
  }
}

extension Promise {
  /// A future that has a value.
  fileprivate static func kept(_ value: Value) -> Future<Value> {
    let promise = Promise()
    _ = promise.future.settle(.success(value))
    return promise.future
  }
}
