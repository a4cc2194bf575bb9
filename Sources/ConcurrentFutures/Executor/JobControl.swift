internal import Synchronization

/// What a pool keeps beside a future that wants more than to be run once.
///
/// Most futures have none. One that only wants its context gets one when it begins to run: those
/// that wait, perhaps a million, are 48 bytes smaller without.
@usableFromInline
final class JobControl: Sendable {
  /// Who asked a running job to stop.
  enum StopRequest: UInt8, AtomicRepresentable {
    case none
    case timeLimit
    case person
  }

  let priority: Int
  /// What else its submitter wants; `nil` is nothing but the usual.
  private let wishes: Wishes?
  private let attempts = Atomic<UInt32>(0)
  private let stop = Atomic(StopRequest.none)

  /// Options in an object of their own.
  private final class Wishes: Sendable {
    let options: SubmitOptions

    init(_ options: SubmitOptions) {
      self.options = options
    }
  }

  @usableFromInline
  init(_ options: SubmitOptions) {
    priority = options.priority
    wishes = options.hasWishes ? Wishes(options) : nil
  }

  var timeout: Duration? { wishes?.options.timeout }
  var retries: RetryPolicy { wishes?.options.retries ?? .none }
  var tags: [String] { wishes?.options.tags ?? [] }
  /// Whether what its body did is not yet the outcome: a limit may have passed, or an attempt be
  /// left.
  var needsVerdict: Bool {
    guard let options = wishes?.options else { return false }
    return options.timeout != nil || options.retries.count > 0
  }

  /// Makes one only where the options need it.
  @inlinable
  static func make(for options: SubmitOptions) -> JobControl? {
    options.priority != 0 || options.hasWishes ? JobControl(options) : nil
  }

  var isStopRequested: Bool { stop.load(ordering: .relaxed) != .none }

  func requestStop(_ request: StopRequest) {
    // A person's wish outlives the attempt; the limit of one attempt does not.
    stop.raise(to: request)
  }

  /// Which attempt runs, or ran last, from 1; changes under the pool's lock.
  var attempt: Int { Int(attempts.load(ordering: .relaxed)) }

  func beginAttempt() -> Int {
    _ = stop.compareExchange(
      expected: .timeLimit, desired: .none, ordering: .relaxed)
    return Int(attempts.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  /// Whether an attempt that ends badly now would be followed by another.
  var hasAttemptsLeft: Bool {
    attempt <= retries.count && stop.load(ordering: .relaxed) != .person
  }
}

extension Atomic where Value == JobControl.StopRequest {
  /// Raises the value, never lowers it.
  fileprivate func raise(to request: JobControl.StopRequest) {
    var current = load(ordering: .relaxed)
    while current.rawValue < request.rawValue {
      let (isDone, original) = compareExchange(
        expected: current, desired: request, ordering: .relaxed)
      if isDone { return }
      current = original
    }
  }
}

extension SubmitOptions {
  /// Whether something is wanted beyond a name and a priority.
  @inlinable var hasWishes: Bool { timeout != nil || retries.count > 0 || !tags.isEmpty }
}
