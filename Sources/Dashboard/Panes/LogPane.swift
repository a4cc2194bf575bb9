internal import PoolObservation
internal import TextCanvas

/// What jobs and the program said last, and at the end what came of it all.
struct LogPane {
  private let scene: Scene
  private var theme: Theme { scene.theme }

  init(_ scene: Scene) {
    self.scene = scene
  }

  func draw(on canvas: inout Canvas) {
    var rest = scene.layout.log
    guard rest.rows > 0 else { return }
    let header = rest.takeTop(1)
    let style = scene.headerStyle(of: .log)
    canvas.fill(header, style)
    canvas.write("LOG", at: header.origin, in: header, style)
    let shift = scene.shift.isEmpty ? "" : "\(scene.shift)  "
    let note = "\(shift)\(followText) "
    canvas.write(
      note, at: Position(column: header.endColumn - note.columnCount, row: header.row), in: header,
      style)
    let lines = lines(count: rest.rows)
    if lines.isEmpty, scene.model.logEnd == nil {
      canvas.write("  nothing was said yet", at: rest.origin, in: rest, Style(.dim))
    }
    for (row, line) in lines.enumerated() {
      canvas.write(line, at: Position(column: rest.column, row: rest.row + row), in: rest)
    }
  }

  private var log: LogTail { scene.snapshot.log }

  private var followKey: String { scene.model.keymap.label(of: .move(.last), in: [.log]) }

  /// How many of the lines lie above the lower edge of the screen.
  private var end: Int { log.end(scene.model.logEnd, page: scene.layout.logRowCount) }

  private var followText: String {
    let search = scene.model.logSearch.map { "/\(sanitized($0))  " } ?? ""
    guard scene.model.logEnd != nil else { return search + "follow" }
    return search + "\((log.entries.count - end).counted("newer line")), \(followKey) follows"
  }

  /// The last lines that fit, oldest first.
  private func lines(count: Int) -> [StyledText] {
    var lines: [StyledText] = []
    if scene.model.logEnd == nil, let verdict { lines.append(verdict) }
    for entry in log.entries.prefix(end).reversed() {
      guard lines.count < count else { break }
      lines += self.lines(of: entry).flatMap(wrapped).reversed()
    }
    return lines.prefix(count).reversed()
  }

  private func lines(of entry: LogTail.Entry) -> [StyledText] {
    let speaker = entry.line.worker.map { "w\($0)" } ?? sanitized(entry.line.threadName)
    let prefix = "\(timeOfDay(entry.time)) "
    let isFound = scene.model.logSearch.map { entry.line.text.containsFolded($0) } ?? false
    return entry.line.texts.enumerated().map { index, text in
      var line = StyledText(
        index == 0 ? prefix : String(repeating: " ", count: prefix.count))
      line.append("[\(speaker)] ")
      line.append(scene.shown(String(text)), isFound ? Style(.accent, isBold: true) : .normal)
      return line
    }
  }

  /// A line as it is, or in as many rows as it needs.
  private func wrapped(_ line: StyledText) -> [StyledText] {
    let columns = scene.layout.log.columns
    guard scene.model.settings.wrapsLog, line.columnCount > columns, line.runs.count == 3 else {
      return [scene.cut(line, to: columns)]
    }
    let (prefix, speaker, said) = (line.runs[0], line.runs[1], line.runs[2])
    let indent = prefix.text.columnCount
    let room = max(1, columns - indent)
    let rows = (speaker.text + said.text).wrapped(to: room, limit: 40)
    return rows.enumerated().map { index, row in
      let before = index == 0 ? prefix.text : String(repeating: " ", count: indent)
      let isFirst = index == 0 && row.hasPrefix(speaker.text)
      return StyledText(before, prefix.style)
        + (isFirst
          ? StyledText(speaker.text, speaker.style)
            + StyledText(String(row.dropFirst(speaker.text.count)), said.style)
          : StyledText(row, said.style))
    }
  }

  private func timeOfDay(_ instant: PoolInstant) -> String {
    instant.timeOfDay(
      createdAt: scene.snapshot.pool.createdAt, offsetFromUTC: scene.model.options.offsetFromUTC)
  }
}

// MARK: - Verdict

extension LogPane {
  /// The last line of a run that is over.
  private var verdict: StyledText? {
    let counts = scene.snapshot.counts
    let concludedAt = scene.model.concludedAt.flatMap { $0 <= scene.now ? $0 : nil }
    guard let endedAt = scene.model.endedAt ?? concludedAt else { return nil }
    let isBad = counts.unsuccessful > 0 || scene.snapshot.pool.phase == .broken
    // It is the last word, whatever was said while the pool ended.
    let time = max(endedAt, log.entries.last?.time ?? endedAt)
    var text = StyledText("\(timeOfDay(time)) ")
    text.append(
      scene.model.verdict ?? ownVerdict(endedAt), Style(isBad ? .failed : .succeeded, isBold: true))
    return text
  }

  private func ownVerdict(_ endedAt: PoolInstant) -> String {
    let counts = scene.snapshot.counts
    let word = scene.snapshot.pool.phase == .broken ? "broken" : "shut down"
    let life = PoolInstant.zero.duration(to: endedAt).compact
    var parts = ["\(counts.succeeded.grouped) ok"]
    for (count, name) in [
      (counts.failed, "failed"), (counts.crashed, "crashed"), (counts.timedOut, "timed out"),
      (counts.cancelled, "cancelled"), (counts.unfinished, "unfinished"),
    ] where count > 0 {
      parts.append("\(count.grouped) \(name)")
    }
    return "\(word) after \(life); \(counts.total.counted("future")): "
      + parts.joined(separator: ", ")
  }
}

extension LogLine {
  /// What was said, line by line.
  var texts: [Substring] {
    let texts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    // A last line end is an end, not an empty line.
    return texts.count > 1 && texts.last?.isEmpty == true ? texts.dropLast() : texts
  }
}
