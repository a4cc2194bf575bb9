internal import PoolObservation

// One file without anything from elsewhere: the style, the script and the drawings are in it, and
// its content policy lets a browser load nothing. Every text of a run goes through `escaped`.

/// A run as a page.
struct HTMLReport {
  private let record: RunRecord
  private let figures: Figures

  init(_ record: RunRecord) {
    self.record = record
    figures = Figures(record)
  }

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="pooltop">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <title>\(escaped(title)) – pooltop</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    \(head)
    \(problems)
    \(tiles)
    \(lanes)
    \(queue)
    \(causes)
    \(times)
    \(jobs)
    \(failures)
    \(extremes)
    </main>
    <script>
    \(Self.script)
    </script>
    </body>
    </html>

    """
  }

  private var title: String {
    record.header.title.isEmpty ? record.header.pool.name : record.header.title
  }
}

// MARK: - What it came to

extension HTMLReport {
  private var head: String {
    let pool = record.snapshot.pool
    let workers = pool.maxWorkers == 1 ? "1 worker" : "\(grouped(pool.maxWorkers)) workers"
    var facts = [
      "\(pool.kind.rawValue) pool, \(workers)", WallClock.text(pool.createdAt),
      PoolInstant.zero.duration(to: record.end).reading,
    ]
    if let seed = record.header.seed { facts.append("seed \(seed)") }
    let description = record.header.description.map { "<p>\(escaped($0))</p>\n" } ?? ""
    return """
      <header>
      <h1>\(escaped(title))</h1>
      \(description)\
      <p class="facts">\(facts.map(escaped).joined(separator: " · "))</p>
      \(verdict)
      </header>
      """
  }

  private var verdict: String {
    guard let verdict = record.verdict else {
      return "<p class=\"verdict\">The run was not over yet.</p>"
    }
    let mark = verdict.isMet ? "✓" : "✗"
    let sentence =
      "<p class=\"verdict \(verdict.isMet ? "good" : "bad")\">\(mark) \(escaped(verdict.sentence))</p>"
    let count = record.unsubmittedCount
    let note =
      count == 0
      ? ""
      : "<p>Of these \(grouped(count)) never reached the pool: refused, or cancelled before.</p>"
    guard !verdict.checks.isEmpty else { return sentence + note }
    return sentence + note
      + Self.table(
        ["", "check", "expected", "got"],
        verdict.checks.map {
          [$0.isMet ? "✓" : "✗", escaped($0.name), escaped($0.expected), escaped($0.actual)]
        }, isOfNumbers: false)
  }

  private var problems: String {
    var lines = record.problems.lines
    let snapshot = record.snapshot
    if snapshot.droppedEventCount > 0 {
      lines.append("\(grouped(snapshot.droppedEventCount)) events were lost")
    }
    let forgottenCount = record.ledger.forgottenCount
    if forgottenCount > 0 {
      lines.append(
        "the first \(grouped(forgottenCount)) futures were forgotten before this was written: they "
          + "are counted, and nothing else here speaks of them; a recording forgets none")
    }
    guard !lines.isEmpty else { return "" }
    return "<section class=\"problems\"><h2>What this report lacks</h2><ul>"
      + lines.map { "<li>\(escaped($0))</li>" }.joined() + "</ul></section>"
  }

  private var tiles: String {
    let counts = record.counts
    var tiles = [("futures", grouped(counts.total)), ("succeeded", grouped(counts.succeeded))]
    let others: [(String, Int)] = [
      ("failed", counts.failed), ("crashed", counts.crashed), ("timed out", counts.timedOut),
      ("cancelled", counts.cancelled), ("retried", record.ledger.retriedCount),
      ("running", counts.running), ("pending", counts.pending),
    ]
    tiles += others.filter { $0.1 > 0 || $0.0 == "failed" }.map { ($0.0, grouped($0.1)) }
    tiles.append(("makespan", figures.makespan?.reading ?? "–"))
    tiles.append(("longest queue", grouped(figures.longestQueue)))
    return "<dl class=\"tiles\">"
      + tiles.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }.joined() + "</dl>"
  }
}

// MARK: - Over time

extension HTMLReport {
  private var lanes: String {
    let drawing = LaneDrawing(record)
    guard !drawing.workers.isEmpty else { return "" }
    let names = drawing.workers.map {
      "<li title=\"\(escaped($0.name))\"><b>\($0.index)</b> \(escaped(shortName(of: $0)))</li>"
    }.joined()
    let rest = record.snapshot.workers.count - drawing.workers.count
    let note = rest > 0 ? "<p>and \(grouped(rest)) more workers, which are not drawn</p>" : ""
    return """
      <section><h2>Lanes</h2>
      <p class="controls"><button type="button" data-zoom="0.5">+</button>
      <button type="button" data-zoom="2">−</button>
      <button type="button" data-zoom="0">all</button>
      <span>Drag to move; two fingers, or Ctrl and the wheel, zoom.</span></p>
      <div class="lanes"><ol>\(names)</ol><div class="strip">
      \(drawing.svg)
      </div></div>
      <p class="axis" id="axis"><span>0 s</span><span></span>\
      <span>\(PoolInstant.zero.duration(to: record.end).reading)</span></p>
      <output id="told">Touch a segment to see what it is.</output>
      <p class="legend"><i class="a"></i><i class="b"></i> ran \
      <i class="f"></i> failed <i class="r"></i> running <i class="o"></i> went on after its time limit \
      <i class="m"></i> several, too short to \
      be told apart</p>\(note)
      </section>
      """
  }

  /// A worker's name without that of its pool, which is the same in each, and its index.
  private func shortName(of worker: WorkerSnapshot) -> String {
    let prefix = record.snapshot.pool.name + "_"
    guard worker.name.hasPrefix(prefix) else { return worker.name }
    let rest = String(worker.name.dropFirst(prefix.count))
    return rest == "\(worker.index)" ? "" : rest
  }

  private var queue: String {
    guard !figures.levels.isEmpty else { return "" }
    return """
      <section><h2>Queue</h2>
      \(QueueDrawing(figures, until: record.end).svg)
      <p class="legend"><i class="pending"></i> pending <i class="running"></i> running</p>
      </section>
      """
  }

  private var causes: String {
    let total = figures.causes.values.reduce(.zero, +)
    guard total > .zero else { return "" }
    let rows = Figures.Cause.allCases.compactMap { cause -> [String]? in
      guard let time = figures.causes[cause], time > .zero else { return nil }
      let share = Int((time / total * 100).rounded())
      return [
        cause.sentence, time.reading, "\(share) %",
        "<meter value=\"\(share)\" max=\"100\"></meter>",
      ]
    }
    return "<section><h2>What the run waited for</h2>"
      + Self.table(["", "time", "share", ""], rows) + "</section>"
  }
}

extension Figures.Cause {
  fileprivate var sentence: String {
    switch self {
    case .held: "dispatch to be resumed, which was held"
    case .workers: "a free worker, while futures were pending"
    case .pauses: "pauses between attempts, and workers that begin, while futures were pending"
    case .jobs: "what ran, while nothing was pending"
    case .submissions: "the next submission, while there was nothing to do"
    }
  }
}

// MARK: - Tables

extension HTMLReport {
  private var times: String {
    let rows = [("wait", figures.waitTimes), ("run", figures.runTimes)].map { name, times in
      [
        name, grouped(times.count), times.median.reading, times.at(95).reading,
        times.at(99).reading, times.maximum.reading,
      ]
    }
    return "<section><h2>Times</h2>"
      + Self.table(["", "count", "p50", "p95", "p99", "max"], rows) + "</section>"
  }

  /// How many jobs and extremes are listed.
  ///
  /// More makes a page that nobody reads to its end; fewer may leave out what was looked for.
  private static let jobLimit = 100
  private static let extremeLimit = 10

  private var jobs: String {
    guard figures.jobs.count > 1 else { return "" }
    let jobs = figures.jobs.sorted { $0.runTimes.total > $1.runTimes.total }
    let rows = jobs.prefix(Self.jobLimit).map { job in
      [
        escaped(job.name.isEmpty ? "(no name)" : job.name), grouped(job.counts.total),
        grouped(job.counts.unsuccessful), job.runTimes.median.reading, job.runTimes.at(95).reading,
        job.runTimes.maximum.reading, job.runTimes.total.reading, job.waitTimes.median.reading,
      ]
    }
    return "<section><h2>Jobs</h2>"
      + Self.table(
        ["name", "count", "failed", "run p50", "p95", "max", "in all", "wait p50"], rows)
      + Self.note(of: jobs.count - Self.jobLimit, "names") + "</section>"
  }

  private var failures: String {
    let failures = record.ledger.failures
    guard !failures.isEmpty else { return "" }
    return "<section id=\"failures\"><h2>Failures</h2>"
      + failures.map(block).joined(separator: "\n")
      + Self.note(of: record.snapshot.counts.unsuccessful - failures.count, "failures")
      + "</section>"
  }

  private func block(_ failure: RunLedger.Failure) -> String {
    let row = failure.row
    let place = row.worker.map { " on worker \($0)" } ?? ""
    let tries = row.attempt > 1 ? ", attempt \(row.attempt)" : ""
    let said = failure.log.entries.map { escaped($0.line.text) }.joined(separator: "\n")
    let missingCount = failure.log.totalCount - failure.log.entries.count
    let note = missingCount > 0 ? "<p>without its first \(grouped(missingCount)) lines</p>" : ""
    return """
      <details\(said.isEmpty ? "" : " open")><summary><b>#\(row.id) \(escaped(row.name))</b> \
      \(row.outcome?.word ?? "")\(place)\(tries): \(escaped(row.text))</summary>
      <p>submitted at \(PoolInstant.zero.duration(to: row.submittedAt).reading), waited \
      \(figures.waitTime(of: FutureLife(row), at: record.end).reading)\
      \(row.runTime(at: record.end).map { ", ran \($0.reading)" } ?? "")</p>\
      \(note)\(said.isEmpty ? "" : "<pre>\(said)</pre>")</details>
      """
  }

  private var extremes: String {
    func top(_ time: (FutureLife) -> Duration?) -> String {
      Self.table(
        ["future", "name", "time"],
        longest(time).map { ["#\($0.life.id)", escaped($0.name), $0.time.reading] })
    }
    let runs = top { $0.runTime(at: record.end) }
    guard figures.runTimes.count + record.snapshot.counts.running > 0 else { return "" }
    return """
      <section class="pair"><div><h2>Longest runs</h2>
      \(runs)</div>
      <div><h2>Longest waits</h2>
      \(top { $0.startedAt == nil ? nil : figures.waitTime(of: $0, at: record.end) })</div></section>
      """
  }

  /// Returns the futures for which something took longest.
  private func longest(
    _ time: (FutureLife) -> Duration?
  ) -> [(life: FutureLife, name: String, time: Duration)] {
    var longest: [(life: FutureLife, name: String, time: Duration)] = []
    for page in record.ledger.pages {
      for life in page.lives {
        guard let time = time(life) else { continue }
        if longest.count == Self.extremeLimit {
          guard let least = longest.last, least.time < time else { continue }
          longest.removeLast()
        }
        let place = longest.firstIndex { $0.time < time } ?? longest.endIndex
        longest.insert((life, page.names[Int(life.name)], time), at: place)
      }
    }
    return longest
  }

  private static func note(of count: Int, _ what: String) -> String {
    count > 0 ? "<p>and \(grouped(count)) more \(what)</p>" : ""
  }

  /// A table of cells that are HTML already.
  private static func table(
    _ head: [String], _ rows: [[String]], isOfNumbers: Bool = true
  ) -> String {
    func line(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\($0)</\(tag)>" }.joined() + "</tr>"
    }
    let kind = isOfNumbers ? " class=\"numbers\"" : ""
    return "<div class=\"scroll\"><table\(kind)><thead>\(line(head, "th"))</thead><tbody>"
      + rows.map { line($0, "td") }.joined(separator: "\n") + "</tbody></table></div>"
  }
}
