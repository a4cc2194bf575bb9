// To keep every snapshot as it is would take more than is allowed: at a thousand events a second
// two that follow each other share little of their rows and lanes. So one in a minute and a half is
// kept whole, and between them the events, from which the others are made again when somebody
// looks.
//
//   segments   [ whole │ events … heads … ][ whole │ events … heads … ] …
//                  └──────────── a picture each ────────────┘
//   thinned    [ whole ][ whole ] …

/// What a pool looked like, picture by picture.
///
/// A value: a copy costs nothing, and stays as it is. Holds the last ten minutes as long as no more
/// happens in them than there is room for; of what is older, or too much, only one picture in many.
package struct PoolPast: Sendable {
  /// How long every picture is kept.
  ///
  /// More lets people look further back; less makes it smaller.
  static let span = Duration.seconds(600)
  /// How many bytes it may take, by its own estimate.
  ///
  /// More keeps more where much happens; the rest up to 64 MB is what estimates do not know.
  static let byteLimit = 48 << 20
  /// Events in a segment, their bytes, and how long it is.
  ///
  /// More makes it smaller; fewer makes a step back quicker.
  static let segmentLimit = (
    eventCount: 90_000, byteCount: 8 << 20, length: Duration.seconds(90)
  )
  /// How many bytes of the log a picture that is kept whole has.
  ///
  /// More lets people scroll further back in it; fewer lets more pictures be kept.
  static let logByteLimit = 2 << 20

  private var segments: [PastSegment] = []
  /// How many pictures can be looked at.
  package private(set) var count = 0
  /// Before this moment not every picture was kept.
  package private(set) var thinnedBefore: PoolInstant?

  /// Makes a past of nothing.
  package init() {}

  /// Adds a picture, and what happened since the one before.
  package mutating func append(_ snapshot: PoolSnapshot, after events: [PoolEvent]) {
    if let last = segments.last?.first, last.pool.createdAt != snapshot.pool.createdAt {
      self = PoolPast()
    }
    let last = segments.count - 1
    if last >= 0, segments[last].hasRoom(for: events, at: snapshot.takenAt) {
      segments[last].append(snapshot, after: events)
    } else {
      segments.append(PastSegment(snapshot, after: segments.last?.first))
    }
    count += 1
    thin(at: snapshot.takenAt)
  }

  /// When a picture was taken; counted from 0, the oldest.
  package func moment(of index: Int) -> PoolInstant {
    let (segment, place) = place(of: index)
    return segments[segment].moment(of: place)
  }

  /// Returns the picture that was taken last before a moment, or at it; the oldest, if all are
  /// later.
  package func index(at moment: PoolInstant) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self.moment(of: middle) <= moment { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// Makes a picture again.
  ///
  /// - Complexity: The events since the picture that was kept whole, and the futures of the picture
  ///   before them.
  package func snapshot(at index: Int) -> PoolSnapshot {
    let (segment, place) = place(of: index)
    return segments[segment].snapshot(at: place)
  }

  private func place(of index: Int) -> (segment: Int, place: Int) {
    precondition(index >= 0 && index < count, "a past of \(count) pictures has no picture \(index)")
    var rest = index
    for (number, segment) in segments.enumerated() {
      guard rest >= segment.count else { return (number, rest) }
      rest -= segment.count
    }
    preconditionFailure("the pictures are not as many as their segments say")
  }
}

// MARK: - Thinning

extension PoolPast {
  private mutating func thin(at now: PoolInstant) {
    while let oldest = segments.indices.dropLast().first(where: { !segments[$0].isThinned }),
      segments[oldest].end.duration(to: now) > Self.span || byteCount > Self.byteLimit
    {
      count -= segments[oldest].thin()
      thinnedBefore = segments[oldest + 1].first.takenAt
    }
    guard byteCount > Self.byteLimit, segments.count > 2 else { return }
    // What is thinned already is thinned more: of the older half, every second one goes.
    let older = segments.count / 2
    let kept = segments[..<older].enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    count -= older - kept.count
    segments.replaceSubrange(..<older, with: kept)
  }

  /// About how many bytes it takes.
  var byteCount: Int { segments.reduce(0) { $0 + $1.byteCount } }
}

extension PoolPast: Hashable {
  /// Says whether two pasts hold pictures of the same moments.
  package static func == (left: PoolPast, right: PoolPast) -> Bool {
    left.count == right.count && left.ends == right.ends
  }

  /// Takes in the moments at its ends.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(ends)
  }

  private var ends: [PoolInstant] {
    [segments.first?.first.takenAt, segments.last?.end].compactMap(\.self)
  }
}
