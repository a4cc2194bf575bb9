internal import PoolObservation

/// What the workers ran over time, as SVG.
struct LaneDrawing {
  /// A stretch of a lane: one attempt, or several that are too short to be told apart.
  struct Segment {
    var start: UInt64
    var end: UInt64
    var title: String
    var style: Style
  }

  enum Style: String {
    case even = "a"
    case odd = "b"
    case failed = "f"
    case running = "r"
    case several = "m"
    /// Went on after its time limit.
    case late = "o"
  }

  /// The most segments of a drawing.
  ///
  /// More shows more when zoomed in; fewer opens on a telephone.
  private static let segmentLimit = 8_000
  /// The most workers that are drawn.
  static let laneLimit = 200
  /// A lane's height, and that of its segments.
  static let laneHeight = 22
  private static let segmentHeight = 16
  /// How wide the drawing is in its own units; the page stretches it.
  static let width = 100_000

  let workers: [WorkerSnapshot]
  let end: UInt64
  private var lanes: [[Segment]] = []

  init(_ record: RunRecord) {
    workers = Array(record.snapshot.workers.prefix(Self.laneLimit))
    end = max(1, record.end.nanoseconds)
    var attempts = Self.attempts(of: record)
    let limit = max(40, Self.segmentLimit / max(1, workers.count))
    for worker in workers {
      let sorted = (attempts.removeValue(forKey: worker.index) ?? [])
        .sorted { $0.start < $1.start }
      // Where there are too many, those that begin in the same short stretch of time are one
      // segment.
      let width = sorted.count <= limit ? nil : max(1, end / UInt64(limit))
      var segments: [Segment] = []
      var rest = sorted[...]
      while let first = rest.first {
        let stretch = width.map { width in
          rest.prefix { $0.start.nanoseconds / width == first.start.nanoseconds / width }
        }
        let group = stretch ?? rest.prefix(1)
        segments.append(Self.segment(group, record))
        rest = rest.dropFirst(group.count)
      }
      lanes.append(segments)
    }
  }

  /// What is known of an attempt without its texts: there may be millions of them.
  private struct Attempt {
    var start: PoolInstant
    var end: PoolInstant
    var future: FutureID
    /// What came of it; nothing while it runs.
    var outcome: FutureOutcome?
    var isFollowed = false
    /// Whether it is what came after a time limit.
    var isLate = false
    /// Which page of the ledger its future is on, and which name of that it bears.
    var page: UInt32 = 0
    var name: UInt16 = 0

    var isBad: Bool { isFollowed || outcome?.isFailure ?? false }
  }

  /// All attempts, by worker.
  private static func attempts(of record: RunRecord) -> [Int: [Attempt]] {
    var attempts: [Int: [Attempt]] = [:]
    for (place, page) in record.ledger.pages.enumerated() {
      for life in page.lives {
        guard let worker = life.worker, let start = life.startedAt else { continue }
        attempts[worker, default: []].append(
          Attempt(
            start: start, end: life.finishedAt ?? record.end, future: life.id,
            outcome: life.outcome, page: UInt32(place), name: life.name))
      }
    }
    for attempt in record.ledger.earlierAttempts {
      attempts[attempt.worker, default: []].append(
        Attempt(
          start: attempt.start, end: attempt.end, future: attempt.future,
          outcome: attempt.outcome, isFollowed: true))
    }
    for run in record.lateRuns {
      attempts[run.worker, default: []].append(
        Attempt(start: run.start, end: run.end, future: run.future, isLate: true))
    }
    return attempts
  }

  /// Makes a segment of one attempt, or of several.
  private static func segment(_ attempts: ArraySlice<Attempt>, _ record: RunRecord) -> Segment {
    let first = attempts[attempts.startIndex]
    let end = attempts.map(\.end).max() ?? first.end
    let failedCount = attempts.count { $0.isBad }
    let failures = failedCount > 0 ? ", \(grouped(failedCount)) failed" : ""
    let style: Style =
      if failedCount > 0 {
        .failed
      } else if attempts.count > 1 {
        .several
      } else if first.isLate {
        .late
      } else if first.outcome == nil {
        .running
      } else {
        attempts.startIndex.isMultiple(of: 2) ? .even : .odd
      }
    return Segment(
      start: first.start.nanoseconds, end: end.nanoseconds,
      title: attempts.count == 1
        ? title(first, record)
        : "\(grouped(attempts.count { !$0.isLate })) futures\(failures)",
      style: style)
  }

  private static func title(_ attempt: Attempt, _ record: RunRecord) -> String {
    let time = attempt.start.duration(to: attempt.end).reading
    let outcome = attempt.outcome?.word ?? "running"
    guard !attempt.isLate else { return "#\(attempt.future), \(time) after its time limit" }
    guard !attempt.isFollowed else {
      return "#\(attempt.future), \(time), \(outcome), tried again"
    }
    let name = record.ledger.pages[Int(attempt.page)].names[Int(attempt.name)]
    // Of very many futures, not all are there with their texts.
    let text = record.snapshot.futures[id: attempt.future]?.text ?? ""
    return "#\(attempt.future)\(name.isEmpty ? "" : " \(name)"), \(time), \(outcome)"
      + (text.isEmpty ? "" : ": \(text)")
  }

  /// The drawing; a name stands before each lane on the page, outside of it.
  var svg: String {
    let height = max(1, lanes.count) * Self.laneHeight
    var text = """
      <svg id="lanes" role="img" aria-label="what each worker ran over time" \
      viewBox="0 0 \(Self.width) \(height)" height="\(height)" preserveAspectRatio="none" \
      data-end="\(Double(end) / 1e9)">
      <defs><pattern id="bad" width="8" height="4" patternUnits="userSpaceOnUse">\
      <rect width="8" height="4" class="f0"/><rect width="8" height="2" class="f1"/></pattern></defs>

      """
    for (lane, segments) in lanes.enumerated() {
      let y = lane * Self.laneHeight
      text +=
        "<rect class=\"l\" x=\"0\" y=\"\(y + Self.laneHeight - 3)\" width=\"\(Self.width)\" "
        + "height=\"1\"/>\n"
      for segment in segments {
        let (x, end) = (thousandths(segment.start), thousandths(segment.end))
        text +=
          "<rect class=\"\(segment.style.rawValue)\" x=\"\(decimal(x))\" y=\"\(y + 2)\" "
          + "width=\"\(decimal(max(end - x, 1)))\" height=\"\(Self.segmentHeight)\">"
          + "<title>\(escaped(segment.title))</title></rect>\n"
      }
    }
    return text + "</svg>"
  }

  /// Where a moment lies, in thousandths of a unit: the page zooms in a hundred thousand times.
  private func thousandths(_ nanoseconds: UInt64) -> Int {
    Int((Double(nanoseconds) / Double(end) * Double(Self.width) * 1_000).rounded())
  }

  private func decimal(_ thousandths: Int) -> String {
    let rest = thousandths % 1_000
    guard rest > 0 else { return "\(thousandths / 1_000)" }
    return "\(thousandths / 1_000).\(String(1_000 + rest).dropFirst())"
  }
}
