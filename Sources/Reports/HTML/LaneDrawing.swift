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
    var attempts = [Int: [(start: UInt64, end: UInt64, title: String, isBad: Bool, isOpen: Bool)]]()
    for row in record.snapshot.futures {
      guard let worker = row.worker, row.state != .pending, let start = row.startedAt else {
        continue
      }
      let finish = row.finishedAt ?? record.end
      attempts[worker, default: []].append(
        (
          start.nanoseconds, finish.nanoseconds, Self.title(row, start, finish), row.endedBadly,
          row.finishedAt == nil
        ))
    }
    for attempt in record.earlierAttempts {
      let time = attempt.start.duration(to: attempt.end)
      attempts[attempt.worker, default: []].append(
        (
          attempt.start.nanoseconds, attempt.end.nanoseconds,
          "#\(attempt.future), \(time.reading), \(attempt.outcome.word), tried again", true, false
        ))
    }
    let limit = max(40, Self.segmentLimit / max(1, workers.count))
    for worker in workers {
      let sorted = (attempts[worker.index] ?? []).sorted { $0.start < $1.start }
      let segments = sorted.enumerated().map { place, attempt in
        Segment(
          start: attempt.start, end: attempt.end, title: attempt.title,
          style: attempt.isBad
            ? .failed : attempt.isOpen ? .running : place.isMultiple(of: 2) ? .even : .odd)
      }
      lanes.append(segments.count <= limit ? segments : Self.merged(segments, limit, end))
    }
  }

  private static func title(
    _ row: FutureSnapshot, _ start: PoolInstant, _ end: PoolInstant
  ) -> String {
    let outcome = row.outcome?.word ?? "running"
    let text = row.text.isEmpty ? "" : ": \(row.text)"
    let name = row.name.isEmpty ? "" : " \(row.name)"
    return "#\(row.id)\(name), \(start.duration(to: end).reading), \(outcome)\(text)"
  }

  /// Makes one segment of those that begin in the same short stretch of time.
  private static func merged(_ segments: [Segment], _ limit: Int, _ end: UInt64) -> [Segment] {
    let width = max(1, end / UInt64(limit))
    var result: [Segment] = []
    var counts: [(all: Int, failed: Int)] = []
    for segment in segments {
      let failed = segment.style == .failed ? 1 : 0
      if let last = result.last, last.start / width == segment.start / width {
        let place = result.count - 1
        result[place].end = max(last.end, segment.end)
        counts[place] = (counts[place].all + 1, counts[place].failed + failed)
      } else {
        result.append(segment)
        counts.append((1, failed))
      }
    }
    for place in result.indices where counts[place].all > 1 {
      let failures = counts[place].failed > 0 ? ", \(grouped(counts[place].failed)) failed" : ""
      result[place].title = "\(grouped(counts[place].all)) futures\(failures)"
      result[place].style = counts[place].failed > 0 ? .failed : .several
    }
    return result
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
        let x = place(segment.start)
        let width = max(place(segment.end) - x, 1)
        text +=
          "<rect class=\"\(segment.style.rawValue)\" x=\"\(x)\" y=\"\(y + 2)\" "
          + "width=\"\(width)\" height=\"\(Self.segmentHeight)\">"
          + "<title>\(escaped(segment.title))</title></rect>\n"
      }
    }
    return text + "</svg>"
  }

  /// Where a moment lies, in whole units.
  private func place(_ nanoseconds: UInt64) -> Int {
    Int((Double(nanoseconds) / Double(end) * Double(Self.width)).rounded())
  }
}
