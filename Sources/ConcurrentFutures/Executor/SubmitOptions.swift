/// What a submitter wants of one future beyond its work.
public struct SubmitOptions: Sendable, Hashable {
  /// The future's name; empty takes the job's.
  public var name: String
  /// Higher starts first; equal ones start in order of submission.
  public var priority: Int
  /// The longest run, counted from its start; `nil` has no limit.
  ///
  /// On a thread, which nobody can stop, passing it raises ``JobContext/isStopRequested`` and fails
  /// the future at once; the worker is late until the body returns.
  public var timeout: Duration?
  /// Whether it is tried again when it ends badly.
  public var retries: RetryPolicy
  /// Words to find it by.
  public var tags: [String]

  /// Makes options; what is left out is as usual.
  @inlinable
  public init(
    name: String = "", priority: Int = 0, timeout: Duration? = nil, retries: RetryPolicy = .none,
    tags: [String] = []
  ) {
    self.name = name
    self.priority = priority
    self.timeout = timeout
    self.retries = retries
    self.tags = tags
  }
}

/// How often, and how soon, a job that ended badly is tried again.
///
/// A job that waits for its next attempt holds no worker and can be cancelled.
public struct RetryPolicy: Sendable, Hashable {
  /// How many attempts come after the first, at most.
  public var count: Int
  /// The time from a failure to the next attempt.
  public var delay: Duration
  /// What the delay is multiplied by after each attempt; 1 keeps it, 2 doubles it.
  public var backoff: Double
  /// The share of the delay, from 0 to 1, that chance takes away or adds.
  public var jitter: Double
  /// Where the jitter's chance comes from; `nil` is a new one each time.
  ///
  /// With it the pauses are the same in every run, whatever the scheduling.
  @usableFromInline package var jitterSeed: UInt64?

  /// Never again.
  @inlinable public static var none: RetryPolicy { RetryPolicy() }

  // Inlined where `submit` is, as the other usual options are: nothing is left to do for them.
  @inlinable
  init() {
    count = 0
    delay = .zero
    backoff = 1
    jitter = 0
    jitterSeed = nil
  }

  /// Makes a policy; values outside their range are held at its end.
  public init(count: Int, delay: Duration = .zero, backoff: Double = 1, jitter: Double = 0) {
    self.count = max(0, count)
    self.delay = max(.zero, delay)
    self.backoff = backoff.isFinite ? max(0, backoff) : 1
    self.jitter = jitter.isFinite ? min(1, max(0, jitter)) : 0
  }

  /// Returns the pause before an attempt, the second at least.
  ///
  /// - Parameters:
  ///   - attempt: Which attempt comes, from 2.
  ///   - chance: What decides about the jitter, from -1 to 1.
  /// - Returns: The pause; at most a day.
  func pause(before attempt: Int, chance: Double) -> Duration {
    var seconds = delay / .seconds(1)
    // Without a backoff, an attempt's number may be too large to count up to.
    var factorCount = backoff == 1 ? 0 : max(2, attempt) - 2
    while factorCount > 0, seconds > 0, seconds < 86_400 {
      seconds *= backoff
      factorCount -= 1
    }
    return .seconds(min(86_400, max(0, seconds * (1 + jitter * chance))))
  }

  /// Returns the pause before an attempt, the second at least; chance included.
  func pause(before attempt: Int) -> Duration {
    pause(before: attempt, chance: jitter > 0 ? chance(before: attempt) : 0)
  }

  /// Draws what decides about the jitter before an attempt, from -1 to 1.
  ///
  /// With a seed it is that number of the generator SplitMix64 that the attempt is.
  func chance(before attempt: Int) -> Double {
    guard let jitterSeed else { return Double.random(in: -1...1) }
    var word = jitterSeed &+ UInt64(truncatingIfNeeded: attempt) &* 0x9E37_79B9_7F4A_7C15
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    word ^= word >> 31
    return Double(word >> 11) / 0x1p52 - 1
  }
}

/// How much work may wait in a pool's queue.
///
/// What idle workers are about to take does not count.
public enum QueueCapacity: Sendable, Hashable {
  /// As much as memory holds.
  case unbounded
  /// So much; a submitter waits for room. On a worker of the same pool, which would wait for
  /// itself, submitting throws ``QueueFullError`` instead.
  case blocking(Int)
  /// So much; beyond it, submitting throws ``QueueFullError``.
  case rejecting(Int)

  var limit: Int? {
    switch self {
    case .unbounded: nil
    case .blocking(let limit), .rejecting(let limit): limit
    }
  }
}
