// A busy worker's spans change ten times a second, and each snapshot keeps its own. In one array
// each change after a snapshot copied 32 KB a worker; here it copies 64 spans and a list of 17.

/// Stretches of a worker's lane, oldest first.
public struct WorkerSpans: Sendable {
  /// Full but for the last; never empty ones.
  private var chunks: [[WorkerSpan]] = []
  /// How many of the first chunk are no longer part of it.
  private var skippedCount = 0
  /// How many there are.
  public private(set) var count = 0

  /// Spans in a chunk.
  ///
  /// More makes the list of chunks shorter; fewer makes a change copy less.
  private static let chunkSize = 64

  /// Makes a list of spans.
  public init(_ spans: some Sequence<WorkerSpan> = []) {
    for span in spans { append(span) }
  }

  /// Adds a span at the end.
  public mutating func append(_ span: WorkerSpan) {
    if let last = chunks.indices.last, chunks[last].count < Self.chunkSize {
      chunks[last].append(span)
    } else {
      var chunk: [WorkerSpan] = []
      chunk.reserveCapacity(Self.chunkSize)
      chunk.append(span)
      chunks.append(chunk)
    }
    count += 1
  }

  /// Drops the oldest so many.
  public mutating func removeFirst(_ excess: Int) {
    precondition(excess >= 0 && excess <= count, "a list of \(count) spans has no \(excess)")
    count -= excess
    skippedCount += excess
    let goneCount = count == 0 ? chunks.count : skippedCount / Self.chunkSize
    chunks.removeFirst(goneCount)
    skippedCount = count == 0 ? 0 : skippedCount - goneCount * Self.chunkSize
  }
}

extension WorkerSpans: RandomAccessCollection, MutableCollection {
  /// The first position, 0.
  public var startIndex: Int { 0 }
  /// The position after the last.
  public var endIndex: Int { count }

  /// The span at a position, from 0.
  public subscript(position: Int) -> WorkerSpan {
    get {
      let place = place(of: position)
      return chunks[place / Self.chunkSize][place % Self.chunkSize]
    }
    set {
      let place = place(of: position)
      chunks[place / Self.chunkSize][place % Self.chunkSize] = newValue
    }
  }

  private func place(of position: Int) -> Int {
    precondition(
      position >= 0 && position < count, "a list of \(count) spans has no span \(position)")
    return position + skippedCount
  }
}

extension WorkerSpans: ExpressibleByArrayLiteral {
  /// Makes a list of the spans in a literal.
  public init(arrayLiteral spans: WorkerSpan...) {
    self.init(spans)
  }
}

extension WorkerSpans: Hashable {
  /// Says whether two lists hold the same spans.
  public static func == (left: WorkerSpans, right: WorkerSpans) -> Bool {
    left.count == right.count && left.elementsEqual(right)
  }

  /// Takes in every span.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for span in self { hasher.combine(span) }
  }
}

extension WorkerSpans: Codable {
  /// Reads the spans.
  public init(from decoder: any Decoder) throws {
    self.init(try [WorkerSpan](from: decoder))
  }

  /// Writes the spans.
  public func encode(to encoder: any Encoder) throws {
    try Array(self).encode(to: encoder)
  }
}
