// A worker keeps its last thousand spans. At a hundred jobs a second those are ten seconds, at a
// million a millisecond; what came before is summed up here, so that a lane never has to guess.

/// What a worker ran before the spans it keeps, summed up by quarters of a second.
public struct WorkerPast: Sendable, Hashable, Codable {
  /// A quarter of a second in which jobs ran; those in which none did are not kept.
  public struct Quantum: Sendable, Hashable, Codable {
    /// Which one, from 0, the first of the pool's life.
    public var index: UInt32
    /// How many jobs started in it.
    public var startedCount: UInt32 = 0
    /// How many jobs ended badly in it.
    public var failedCount: UInt32 = 0
  }

  /// The length of a quantum.
  public static let quantumNanoseconds: UInt64 = 250_000_000
  /// How many quanta are kept, five minutes' worth.
  ///
  /// More makes the lane of a busy worker longer; fewer makes a change after a snapshot copy less.
  static let quantumLimit = 1_200

  /// The quanta that are kept, in order of time.
  public private(set) var quanta: [Quantum] = []
  /// Before this moment jobs may have run of which nothing is known.
  public private(set) var knownSince: PoolInstant

  /// Makes a past in which nothing ran since a moment.
  public init(knownSince: PoolInstant) {
    self.knownSince = knownSince
  }

  /// The quantum that a moment lies in.
  public static func quantum(of instant: PoolInstant) -> Int {
    Int(clamping: instant.nanoseconds / quantumNanoseconds)
  }

  /// The last quantum touched by a stretch of time that ends at a moment.
  public static func lastQuantum(before end: PoolInstant) -> Int {
    Int(clamping: (max(1, end.nanoseconds) - 1) / quantumNanoseconds)
  }

  /// The quanta that are kept of a range.
  public func quanta(in range: Range<Int>) -> ArraySlice<Quantum> {
    let lower = place(of: range.lowerBound)
    return quanta[lower..<max(lower, place(of: range.upperBound))]
  }

  /// Where a quantum stands, or would.
  private func place(of index: Int) -> Int {
    var (low, high) = (0, quanta.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(quanta[middle].index) < index { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: - Changes

extension WorkerPast {
  /// Adds a span that is no longer kept.
  mutating func add(_ span: WorkerSpan) {
    guard let end = span.end else { return }
    let first = Self.quantum(of: span.start)
    let last = max(first, Self.lastQuantum(before: end))
    let oldest = max(first, last - Self.quantumLimit + 1)
    for index in oldest...last { change(index) { _ in } }
    if oldest == first { change(first) { $0.startedCount &+= 1 } }
    if let outcome = span.outcome, outcome != .succeeded {
      change(last) { $0.failedCount &+= 1 }
    }
  }

  /// Adds jobs, all of which started and ended in the quantum in which the last one ended.
  mutating func add(_ count: Int, failedCount: Int, endingAt end: PoolInstant) {
    change(Self.quantum(of: end)) {
      $0.startedCount &+= UInt32(clamping: count)
      $0.failedCount &+= UInt32(clamping: failedCount)
    }
  }

  /// Adds what another one came to after this.
  mutating func add(_ other: WorkerPast) {
    if other.knownSince > knownSince {
      forget(before: other.knownSince)
      quanta.removeFirst(place(of: Self.quantum(of: knownSince)))
    }
    for quantum in other.quanta {
      change(Int(quantum.index)) {
        $0.startedCount &+= quantum.startedCount
        $0.failedCount &+= quantum.failedCount
      }
    }
  }

  /// Notes that of the time before a moment not everything is known.
  mutating func forget(before moment: PoolInstant) {
    knownSince = max(knownSince, moment)
  }

  private mutating func change(_ index: Int, _ change: (inout Quantum) -> Void) {
    var place = quanta.count
    while place > 0, quanta[place - 1].index > index { place -= 1 }
    if place > 0, quanta[place - 1].index == index { return change(&quanta[place - 1]) }
    var quantum = Quantum(index: UInt32(clamping: index))
    change(&quantum)
    quanta.insert(quantum, at: place)
    guard quanta.count >= Self.quantumLimit + Self.quantumLimit / 8 else { return }
    let excess = quanta.count - Self.quantumLimit
    let end = (UInt64(quanta[excess - 1].index) + 1) * Self.quantumNanoseconds
    forget(before: PoolInstant(nanoseconds: end))
    quanta.removeFirst(excess)
  }
}
