internal import Synchronization

/// What a pool keeps beside a future that wants more than to be run once.
///
/// Most futures have none.
@usableFromInline
final class JobControl: Sendable {
  /// Who asked a running job to stop.
  enum StopRequest: UInt8, AtomicRepresentable {
    case none
    case timeLimit
    case person
  }

  let priority: Int
  let timeout: Duration?
  let retries: RetryPolicy
  let tags: [String]
  /// Whether what its body did is not yet the outcome: a limit may have passed, or an attempt be left.
  let needsVerdict: Bool
  private let stop = Atomic(StopRequest.none)
  private let attempts = Atomic(0)

  init(_ options: SubmitOptions) {
    priority = options.priority
    timeout = options.timeout
    retries = options.retries
    tags = options.tags
    needsVerdict = options.timeout != nil || options.retries.count > 0
  }

  /// Makes one only where the options, or the body's wish for a context, need it.
  @usableFromInline
  static func make(for options: SubmitOptions, hasContext: Bool) -> JobControl? {
    let isPlain =
      options.timeout == nil && options.retries.count == 0 && options.tags.isEmpty
      && options.priority == 0
    return isPlain && !hasContext ? nil : JobControl(options)
  }

  var isStopRequested: Bool { stop.load(ordering: .relaxed) != .none }

  func requestStop(_ request: StopRequest) {
    // A person's wish outlives the attempt; the limit of one attempt does not.
    _ = stop.max(request)
  }

  /// Which attempt runs, or ran last, from 1; changes under the pool's lock.
  var attempt: Int { attempts.load(ordering: .relaxed) }

  func beginAttempt() -> Int {
    _ = stop.compareExchange(
      expected: .timeLimit, desired: .none, ordering: .relaxed)
    return attempts.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// Whether an attempt that ends badly now would be followed by another.
  var hasAttemptsLeft: Bool {
    attempt <= retries.count && stop.load(ordering: .relaxed) != .person
  }
}

extension Atomic where Value == JobControl.StopRequest {
  /// Raises the value, never lowers it.
  fileprivate func max(_ request: JobControl.StopRequest) -> Bool {
    var current = load(ordering: .relaxed)
    while current.rawValue < request.rawValue {
      let (isDone, original) = compareExchange(
        expected: current, desired: request, ordering: .relaxed)
      if isDone { return true }
      current = original
    }
    return false
  }
}
