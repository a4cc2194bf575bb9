internal import PoolObservation

// What acts on work. Whatever can lose work, or acts on more than one future, asks first; what came
// of it the program answers.

extension Model {
  /// The greatest number that can be typed before a key.
  ///
  /// Larger is more likely a slip of the finger than a wish.
  private static let repeatLimit = 100_000

  mutating func typeDigit(of key: Key) {
    guard case .character(let character) = key, let digit = character.wholeNumberValue else {
      return
    }
    notice = nil
    let number = (repeatCount ?? 0) * 10 + digit
    repeatCount = nil
    if number == 0 {
      notice = Notice("a number before a key begins with 1 to 9", .refused)
    } else if number > Self.repeatLimit {
      notice = Notice("at most \(Self.repeatLimit.grouped) at once", .refused)
    } else {
      repeatCount = number
    }
  }

  /// Does something to a pool that still takes work; else says that it does not.
  mutating func control(_ effects: () -> [Effect]) -> [Effect] {
    switch live?.pool.phase {
    case .shuttingDown?:
      notice = Notice("the pool is shutting down and takes no more work", .refused)
      return []
    case .shutDown?:
      notice = Notice("the pool is shut down and takes no more work", .refused)
      return []
    case .broken?:
      notice = Notice("the pool is broken and takes no more work", .refused)
      return []
    case .running?, .held?, nil:
      return effects()
    }
  }

  /// Whether the key that submits a job would do so.
  var takesWork: Bool {
    guard hasJob, refusal == nil, let phase = live?.pool.phase else { return false }
    return phase == .running || phase == .held
  }

  mutating func hold() -> [Effect] {
    let isHeld = live?.pool.phase == .held
    return control { [.hold(!isHeld)] }
  }

  mutating func step() -> [Effect] {
    guard live?.pool.phase == .held else {
      notice = Notice(
        "\(keymap.label(of: .step)) steps while dispatch is held; "
          + "\(keymap.label(of: .hold)) holds it", .refused)
      return []
    }
    return [.step]
  }
}

// MARK: - Futures

extension Model {
  /// The row of a future, if it is kept.
  private func row(_ id: FutureID) -> FutureSnapshot? { live?.futures[id: id] }

  /// Cancels at once what is selected; asks when more is marked.
  mutating func cancelTargets() -> [Effect] {
    let targets = targets
    guard let first = targets.first else {
      notice = Notice("there is no future to cancel", .refused)
      return []
    }
    guard targets.count == 1 else {
      guard targets.contains(where: { row($0)?.state == .pending }) else {
        notice = Notice("none of the \(targets.count.grouped) marked waits", .refused)
        return []
      }
      overlay = .question(.cancel(targets))
      return []
    }
    if marks.isEmpty { selection = first }
    marks = FutureMarks()
    return [.cancel([first])]
  }

  mutating func askCancelMatching() {
    if refuseWhilePicking() { return }
    let pending = pendingMatches
    guard !pending.isEmpty else {
      notice = Notice(
        rows.query.isSelective
          ? "nothing that matches waits" : "nothing waits that could be cancelled", .refused)
      return
    }
    overlay = .question(.cancelMatching(pending))
  }

  /// All that waits now and matches, in the order of submission.
  private var pendingMatches: [FutureID] {
    // The rows may be those of a picture of the past, or of one look before.
    guard let live, rows.isBehind || live.takenAt != snapshot?.takenAt else { return rows.pending }
    return rows.query.groups(of: live)[FutureGroup.pending.rawValue]
  }

  mutating func askStop() {
    let targets = targets
    guard let first = targets.lazy.compactMap(row).first else {
      notice = Notice("there is no future to stop", .refused)
      return
    }
    let running = self.targets(in: [rows.running]) { $0.state == .running }
    guard !running.isEmpty else {
      let way = first.state == .pending ? "; \(keymap.label(of: .cancelSelected)) cancels it" : ""
      notice = Notice(
        targets.count == 1
          ? "#\(first.id) does not run: it is \(first.state.rawValue)\(way)"
          : "none of the \(targets.count.grouped) marked runs", .refused)
      return
    }
    if marks.isEmpty { selection = first.id }
    overlay = .question(.stop(running))
  }

  mutating func submitAgain() -> [Effect] {
    let targets = targets
    guard let first = targets.lazy.compactMap(row).first else {
      notice = Notice("there is no future to submit again", .refused)
      return []
    }
    let wanted = self.targets(in: [rows.failed, rows.finished], where: \.canBeSubmittedAgain)
    guard !wanted.isEmpty else {
      notice = Notice(
        targets.count == 1
          ? "#\(first.id) \(first.situation); "
            + "\(keymap.label(of: .submitAgain)) is for what failed or was cancelled"
          : "none of the \(targets.count.grouped) marked failed or was cancelled", .refused)
      return []
    }
    let effects = control { [.submitAgain(wanted)] }
    if !effects.isEmpty { marks = FutureMarks() }
    return effects
  }

  /// Returns what is of a kind, of all that an acting key acts on, in the order of submission.
  ///
  /// - Parameters:
  ///   - lists: Where all of that kind are in the picture that is shown.
  ///   - isOfKind: Whether one is.
  /// - Returns: The futures.
  private func targets(
    in lists: [[FutureID]], where isOfKind: (FutureSnapshot) -> Bool
  ) -> [FutureID] {
    // Since a picture of the past, or of one look before, some may have come to be of that kind.
    let isAny = marks.isEmpty || frozen != nil || live?.takenAt != snapshot?.takenAt
    let candidates = isAny ? targets : lists.flatMap { $0.filter(marks.contains) }.sorted()
    return candidates.filter { row($0).map(isOfKind) ?? false }
  }
}

extension Model {
  /// Whether what is selected, or one that is marked, can be cancelled.
  var canCancelTarget: Bool { hasTarget(in: [rows.waiting]) { $0.state == .pending } }

  /// Whether what is selected, or one that is marked, can be stopped.
  var canStopTarget: Bool { hasTarget(in: [rows.running[...]]) { $0.state == .running } }

  /// Whether what is selected, or one that is marked, can be submitted again.
  var canSubmitTargetAgain: Bool {
    hasTarget(in: [rows.failed[...], rows.finished[...]], where: \.canBeSubmittedAgain)
  }

  /// How many marked futures are looked at one by one in every frame.
  ///
  /// Of more, only those are that were of the kind in the picture that is shown; of the past, some
  /// may have come to it since.
  private static let markedLookCount = 1_000

  /// Says whether what is selected, or one that is marked, is of a kind that a key acts on.
  ///
  /// - Parameters:
  ///   - lists: Where all of that kind are in the picture that is shown.
  ///   - isOfKind: Whether one is.
  /// - Returns: Whether that is so.
  private func hasTarget(
    in lists: [ArraySlice<FutureID>], where isOfKind: (FutureSnapshot) -> Bool
  ) -> Bool {
    guard marks.count > Self.markedLookCount else {
      return targets.contains { row($0).map(isOfKind) ?? false }
    }
    return lists.contains { list in
      marks.ids[...].hasCommon(ascending: list) { row($0).map(isOfKind) ?? false }
    }
  }
}

extension FutureSnapshot {
  /// Whether it failed or was cancelled, and so may be wanted once more.
  var canBeSubmittedAgain: Bool { state == .cancelled || FutureGroup(self) == .failed }

  /// Where it stands, behind its number: `runs`, `succeeded`.
  fileprivate var situation: String {
    switch (state, outcome) {
    case (.pending, _): "waits"
    case (.running, _): "runs"
    case (.cancelled, _), (_, .cancelled?): "was cancelled"
    case (.finished, .succeeded?), (.finished, nil): "succeeded"
    case (.finished, .failed?): "failed"
    case (.finished, .crashed?): "crashed"
    case (.finished, .timedOut?): "timed out"
    }
  }
}

// MARK: - Questions

extension Model {
  /// Whether there is work now that can be lost, in the pool or still to come.
  private var hasWork: Bool { (live?.counts.unfinished ?? 0) > 0 || losesMoreToCome }

  /// Whether jobs that are still to be submitted would be lost.
  var losesMoreToCome: Bool {
    guard hasMoreToCome, let phase = live?.pool.phase else { return hasMoreToCome }
    return phase == .running || phase == .held
  }

  /// Asks what came up while keys went on; what has the keys is not replaced, for a key that is
  /// meant for it would be the answer.
  ///
  /// - Parameters:
  ///   - question: What is asked where nothing is open.
  ///   - sentence: What is said elsewhere.
  mutating func ask(_ question: Question, orSay sentence: String) {
    if overlay == nil, prompt == nil {
      overlay = .question(question)
    } else {
      notice = Notice(sentence, .refused)
    }
  }

  /// Does what was asked for.
  mutating func confirm() -> [Effect] {
    guard case .question(let question)? = overlay else { return [] }
    overlay = nil
    switch question {
    case .cancel(let ids):
      marks = FutureMarks()
      return [.cancel(ids)]
    case .cancelMatching(let ids): return [.cancel(ids)]
    case .stop(let ids):
      marks = FutureMarks()
      return [.stop(ids)]
    case .overwriteReport: return [.report(overwrites: true)]
    case .runAgain: return [.runAgain]
    case .open(let path):
      acceptsLoss = true
      return [.open(path)]
    }
  }

  mutating func askRunAgain() -> [Effect] {
    guard hasWork else { return [.runAgain] }
    overlay = .question(.runAgain)
    return []
  }

  /// Whether a scenario that was read may take the place of this run without another question.
  package var mayBeReplaced: Bool { acceptsLoss || !hasWork }

  mutating func askOpen(_ path: String) -> [Effect] {
    acceptsLoss = false
    guard hasWork else { return [.open(path)] }
    overlay = .question(.open(path))
    return []
  }

  mutating func askShutdown() {
    if live?.pool.phase == .shutDown {
      notice = Notice("the pool is already shut down", .refused)
    } else {
      overlay = .shutdown
    }
  }

  mutating func askQuit() -> [Effect] {
    guard playback == nil, hasWork else { return leaveNow(isCutShort: false) }
    prompt = nil
    if overlay != .help {
      overlayBelow = overlay == .lanes || overlay == .details ? overlay : nil
    }
    overlay = .quit
    return []
  }

  /// Ctrl-C: asks the first time; while it asks, or waits for work to end, it leaves.
  mutating func interrupt() -> [Effect] {
    overlay == .quit || isLeaving ? leaveNow(isCutShort: isLeaving || hasWork) : askQuit()
  }

  private mutating func leaveNow(isCutShort: Bool) -> [Effect] {
    isLeaving = true
    (overlay, prompt) = (nil, nil)
    return [.leave(isCutShort: isCutShort)]
  }

  /// Says what keeps the program here that somebody leaves.
  mutating func waitBeforeLeaving() {
    isLeaving = true
    let way = keymap.label(of: .back, in: contexts)
    notice = Notice(
      "this is still being written; \(way) stays, "
        + "\(keymap.label(of: .interrupt)) leaves without it")
  }
}
