internal import PoolObservation
internal import TextCanvas

/// All that is known of one future, line by line.
struct FutureDetails {
  private let future: FutureSnapshot
  private let scene: Scene

  /// The columns of the names of things.
  private static let labelColumns = 10
  /// Lines of a long result, or of one line of its log, at most, which one can scroll through.
  ///
  /// More hides the log below it; fewer cuts an error short.
  private static let textLineLimit = 40

  /// Lines of its log, at most, which one can scroll through.
  ///
  /// More costs every frame that shows them; fewer hides how it began.
  private static let logLineLimit = 200

  init(_ future: FutureSnapshot, _ scene: Scene) {
    self.future = future
    self.scene = scene
  }

  /// Returns the lines that there is room for.
  ///
  /// - Parameters:
  ///   - room: How wide a line is at most, and how many there are at most.
  ///   - first: How many lines are left out at the beginning, as far as more remain than fit.
  /// - Returns: The lines, from top to bottom.
  func lines(in room: Size, from first: Int = 0) -> [StyledText] {
    let lines = lines(columns: room.columns)
    let start = min(first, max(0, lines.count - room.rows))
    return Array(lines.dropFirst(start).prefix(max(0, room.rows)))
  }

  /// Returns all lines, each of at most so many columns.
  func lines(columns: Int) -> [StyledText] {
    var lines = facts(columns: columns)
    // Of a picture of the past, what came of it later is nothing to tell yet.
    let ending = future.outcome == nil ? nil : description
    let text = sanitized(ending?.text ?? future.text)
    if !text.isEmpty {
      let room = max(1, columns - Self.labelColumns)
      // As it was written, where its spaces may mean something.
      let isSentence =
        !text.contains("  ") && !text.hasPrefix(" ") && !text.contains(where: \.isNewline)
      let wrapped =
        isSentence && text.columnCount <= room * Self.textLineLimit / 2
        ? text.wordWrapped(to: room)
        : text.wrapped(to: room, limit: Self.textLineLimit)
      lines += labelled(textLabel, wrapped, scene.theme.style(of: future))
    }
    if let location = ending?.location {
      lines += labelled("at", sanitized(location), columns: columns)
    }
    let log = logLines(columns: columns)
    if !log.isEmpty { lines += [StyledText(), StyledText("log", Style(isBold: true))] + log }
    return lines
  }

  /// What was told of it beside its row, where that was asked for.
  private var description: FutureDescription? {
    scene.model.described.flatMap { $0.id == future.id ? $0 : nil }
  }

  private func facts(columns: Int) -> [StyledText] {
    var lines = labelled("state", stateText, columns: columns, scene.theme.style(of: future))
    lines += labelled("name", sanitized(future.name), columns: columns)
    for (label, text) in [("does", description?.work), ("input", description?.input)] {
      if let text { lines += labelled(label, sanitized(text), columns: columns) }
    }
    if !future.tags.isEmpty {
      lines += labelled("tags", sanitized(future.tags.joined(separator: " ")), columns: columns)
    }
    if future.priority != 0 {
      lines += labelled("priority", "\(future.priority)", columns: columns)
    }
    lines += times(columns: columns)
    if let attempts { lines += labelled("attempt", attempts, columns: columns) }
    return lines + labelled("cancel()", cancelText, columns: columns)
  }

  /// When it was submitted, started and done, and how long that took.
  private func times(columns: Int) -> [StyledText] {
    let now = scene.now
    let waited = future.waitTime(at: now).compact
    let submitter = description?.submitter.map { " by \(sanitized($0))" } ?? ""
    var lines = labelled("submitted", moment(future.submittedAt) + submitter, columns: columns)
    if let startedAt = future.startedAt {
      lines += labelled(
        future.state == .pending ? "last run" : "started",
        "\(moment(startedAt)), waited \(waited)\(place)", columns: columns)
    } else {
      lines += labelled("waited", waited, columns: columns)
    }
    if let outlook { lines += labelled("waits for", outlook, columns: columns) }
    if let finishedAt = future.finishedAt {
      let ran = future.runTime(at: now).map { ", ran \($0.compact)" } ?? ""
      lines += labelled("done", moment(finishedAt) + ran, columns: columns)
    } else if future.state == .running, let ran = future.runTime(at: now) {
      lines += labelled("running", "for \(ran.compact)\(progressText)\(usual)", columns: columns)
    }
    return lines
  }

  private var place: String {
    guard let index = future.worker else { return "" }
    guard let worker = scene.snapshot.workers.first(where: { $0.index == index }),
      !worker.wasReplaced(since: future.startedAt)
    else { return " on w\(index)" }
    let kind = scene.snapshot.pool.kind == .thread ? "TID" : "pid"
    return " on w\(index) (\(kind) \(worker.systemID))"
  }

  /// What others of its name took.
  private var usual: String {
    guard let figure = scene.snapshot.jobRunTimes[future.name], figure.count > 0 else { return "" }
    return ", \(figure.mean.compact) is usual"
  }

  /// What it waits for, its place among those that wait, and when it may start.
  private var outlook: String? {
    guard let outlook = scene.snapshot.outlook(of: future.id) else { return nil }
    let reason =
      switch outlook.reason {
      case .worker: "a worker"
      case .hold: "dispatch, which is held"
      case .retryPause: "the end of the pause before its next attempt"
      }
    let start = outlook.estimatedStart.map { ", starts in about \($0.compact)" } ?? ""
    return "\(reason); it is number \(outlook.position.grouped)\(start)"
  }

  private var attempts: String? {
    guard future.attempt > 0 || description?.attemptLimit ?? 1 > 1 else { return nil }
    let limit = description?.attemptLimit.map { " of at most \($0)" } ?? ""
    let time = description?.timeLimit.map { ", each for at most \($0.compact)" } ?? ""
    return "\(future.attempt)\(limit)\(time)"
  }

  private var stateText: String {
    let state = future.state.rawValue.uppercased()
    switch future.outcome {
    case .succeeded?: return "\(state), returned"
    case .failed?:
      return "\(state), raised" + (description?.errorType.map { " \(sanitized($0))" } ?? "")
    case .crashed?: return "\(state), its worker died"
    case .timedOut?: return "\(state), ran over its time limit"
    case .cancelled?, nil: return state
    }
  }

  private var textLabel: String {
    switch future.outcome {
    case .succeeded?: "result"
    case nil: future.attempt > 0 && future.state == .pending ? "last try" : "says"
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
    labelled(label, text.wordWrapped(to: max(1, columns - Self.labelColumns)), style)
  }

  /// A name and the lines of what it stands for.
  private func labelled(_ label: String, _ lines: [String], _ style: Style) -> [StyledText] {
    lines.enumerated().map { index, line in
      StyledText((index == 0 ? label : "").fitted(to: Self.labelColumns), Style(.dim))
        + StyledText(line, style)
    }
  }

  /// What its job said last; a line that is too long goes on below itself.
  private func logLines(columns: Int) -> [StyledText] {
    var latestFirst: [StyledText] = []
    for entry in scene.snapshot.log.entries.reversed() where entry.line.future == future.id {
      guard latestFirst.count < Self.logLineLimit else { break }
      latestFirst += lines(of: entry, columns: columns).reversed()
    }
    return latestFirst.prefix(Self.logLineLimit).reversed()
  }

  private func lines(of entry: LogTail.Entry, columns: Int) -> [StyledText] {
    let time = entry.time.timeOfDay(
      createdAt: scene.snapshot.pool.createdAt, offsetFromUTC: scene.model.options.offsetFromUTC)
    let room = max(1, columns - time.count - 1)
    let texts = entry.line.texts.flatMap {
      sanitized(String($0)).wrapped(to: room, limit: Self.textLineLimit)
    }
    return texts.enumerated().map { index, text in
      let before = index == 0 ? time : String(repeating: " ", count: time.count)
      return StyledText("\(before) ", Style(.dim)) + StyledText(text)
    }
  }
}

extension WorkerSnapshot {
  /// Whether another process has taken its place since a moment.
  fileprivate func wasReplaced(since moment: PoolInstant?) -> Bool {
    guard let moment else { return false }
    return absences.contains { $0.start >= moment && $0.end != nil }
  }
}
