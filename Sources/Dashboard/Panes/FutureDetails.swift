internal import PoolObservation
internal import TextCanvas

/// All that is known of one future, line by line.
struct FutureDetails {
  private let future: FutureSnapshot
  private let scene: Scene

  /// The columns of the names of things.
  private static let labelColumns = 10
  /// Lines of a long result, at most.
  ///
  /// More hides the log below it; fewer cuts an error short.
  private static let textLineLimit = 6

  /// Lines of its log, at most, which one can scroll through.
  ///
  /// More costs every frame that shows them; fewer hides how it began.
  private static let logLineLimit = 200

  init(_ future: FutureSnapshot, _ scene: Scene) {
    self.future = future
    self.scene = scene
  }

  /// Returns at most so many lines, each of at most so many columns.
  ///
  /// - Parameters:
  ///   - columns: How wide a line is at most.
  ///   - rows: How many lines there are at most.
  ///   - first: How many lines are left out at the beginning, as far as more remain than fit.
  /// - Returns: The lines, from top to bottom.
  func lines(columns: Int, rows: Int, from first: Int = 0) -> [StyledText] {
    var lines = facts(columns: columns)
    let text = sanitized(future.text)
    if !text.isEmpty {
      lines += labelled(textLabel, text, columns: columns, scene.theme.style(of: future))
    }
    let log = logLines(columns: columns)
    if !log.isEmpty { lines += [StyledText(), StyledText("log", Style(.header))] + log }
    let start = min(first, max(0, lines.count - rows))
    return Array(lines.dropFirst(start).prefix(max(0, rows)))
  }

  private func facts(columns: Int) -> [StyledText] {
    let now = scene.now
    let waited = future.waitTime(at: now).compact
    var lines = labelled("state", stateText, columns: columns, scene.theme.style(of: future))
    lines += labelled("name", sanitized(future.name), columns: columns)
    lines += labelled("submitted", moment(future.submittedAt), columns: columns)
    if let startedAt = future.startedAt {
      let place = future.worker.map { " on w\($0)" } ?? ""
      lines += labelled(
        "started", "\(moment(startedAt)), waited \(waited)\(place)", columns: columns)
    } else {
      lines += labelled("waited", waited, columns: columns)
    }
    if let finishedAt = future.finishedAt {
      let ran = future.runTime(at: now).map { ", ran \($0.compact)" } ?? ""
      lines += labelled("done", moment(finishedAt) + ran, columns: columns)
    } else if let ran = future.runTime(at: now) {
      lines += labelled("running", "for \(ran.compact)\(progressText)", columns: columns)
    }
    if future.attempt > 0 { lines += labelled("attempt", "\(future.attempt)", columns: columns) }
    return lines + labelled("cancel()", cancelText, columns: columns)
  }

  private var stateText: String {
    let state = future.state.rawValue.uppercased()
    switch future.outcome {
    case .succeeded?: return "\(state), returned"
    case .failed?: return "\(state), raised"
    case .crashed?: return "\(state), its worker died"
    case .timedOut?: return "\(state), ran over its time limit"
    case .cancelled?, nil: return state
    }
  }

  private var textLabel: String {
    switch future.outcome {
    case .succeeded?, nil: "result"
    case .failed?, .crashed?, .timedOut?: "error"
    case .cancelled?: "reason"
    }
  }

  private var progressText: String {
    future.progress.map { ", \(Int($0 * 100))% done" } ?? ""
  }

  private var cancelText: String {
    switch future.state {
    case .pending: "would cancel it"
    case .running: "would refuse: it is running"
    case .cancelled: "would change nothing: already cancelled"
    case .finished: "would refuse: already finished"
    }
  }

  private func moment(_ instant: PoolInstant) -> String {
    let time = instant.timeOfDay(
      createdAt: scene.snapshot.pool.createdAt, offsetFromUTC: scene.model.options.offsetFromUTC)
    return "\(time) (\(instant.offset))"
  }
}

// MARK: - Lines

extension FutureDetails {
  /// A name and what it stands for, over more lines where one is too short.
  private func labelled(
    _ label: String, _ text: String, columns: Int, _ style: Style = .normal
  ) -> [StyledText] {
    let room = max(1, columns - Self.labelColumns)
    return text.wrapped(to: room, limit: Self.textLineLimit, cutSign: scene.theme.cutSign)
      .enumerated().map { index, line in
        StyledText((index == 0 ? label : "").fitted(to: Self.labelColumns), Style(.dim))
          + StyledText(line, style)
      }
  }

  /// What its job said last.
  private func logLines(columns: Int) -> [StyledText] {
    var lines: [StyledText] = []
    for entry in scene.snapshot.log.entries.reversed() where entry.line.future == future.id {
      guard lines.count < Self.logLineLimit else { break }
      let time = entry.time.timeOfDay(
        createdAt: scene.snapshot.pool.createdAt,
        offsetFromUTC: scene.model.options.offsetFromUTC)
      let text = scene.fitted(sanitized(entry.line.text), to: max(0, columns - time.count - 1))
      lines.append(StyledText("\(time) ", Style(.dim)) + StyledText(text))
    }
    return lines.reversed()
  }
}
