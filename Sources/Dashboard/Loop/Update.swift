internal import PoolObservation
internal import TextCanvas

/// Takes in what happened, and returns what is to be done.
package func update(_ model: inout Model, _ event: Event) -> [Effect] {
  let effects = react(&model, event)
  return effects + model.wishes()
}

private func react(_ model: inout Model, _ event: Event) -> [Effect] {
  switch event {
  case .sampled(let snapshot):
    model.see(snapshot)
    return []
  case .resized(let size):
    model.size = size
    model.showSelection()
    return []
  case .key(let key):
    return model.handle(key)
  case .pasted(let text):
    model.paste(text)
    return []
  case .passed(let time):
    model.pass(time)
    return []
  case .clicked(let position):
    model.click(position)
    return []
  case .scrolled(let position, let step):
    model.scroll(at: position, by: step)
    return []
  case .interrupted:
    return model.perform(.interrupt)
  case .recalled(let past):
    model.recall(past)
    return []
  case .leavingWaits:
    model.waitBeforeLeaving()
    return []
  case .answered(let notice):
    model.notice = notice
    return []
  case .listed(let scenarios):
    model.list(scenarios)
    return []
  case .openedOverWork(let path):
    let key = model.keymap.label(of: .askOpen)
    model.ask(.open(path), orSay: "'\(path)' would end work that came since; \(key) asks again")
    return []
  case .upcoming(let heldBackCount, let hasMore, let hasJob):
    model.heldBackCount = heldBackCount
    model.hasMoreToCome = hasMore
    model.hasJob = hasJob
    return []
  case .began(let title):
    model.title = sanitized(title)
    model.heldBackCount = 0
    model.hasMoreToCome = false
    model.hasJob = true
    model.isLeaving = false
    model.acceptsLoss = false
    return []
  case .surveyed(let answer):
    model.take(answer)
    return []
  case .described(let description):
    model.described = description
    return []
  case .reportExists(let path):
    let key = model.keymap.label(of: .writeReport)
    model.ask(.overwriteReport(path), orSay: "'\(path)' is there already; \(key) asks again")
    return []
  case .played(let playback):
    model.playback = playback
    return []
  case .concluded(let verdict):
    model.verdict = sanitized(verdict)
    model.concludedAt = model.live?.takenAt ?? model.now
    switch model.settings.whenDone {
    case .nothing: return []
    case .bell: return [.ring]
    case .notification: return [.notify(sentence: "\(model.title): \(sanitized(verdict))")]
    }
  }
}

// MARK: - Samples

extension Model {
  /// Takes a look at the pool, which is shown once its rows are known.
  mutating func take(_ new: PoolSnapshot) {
    if let last = coming ?? snapshot, playback != nil, new.takenAt < last.takenAt { rewind() }
    if let snapshot, snapshot.pool.createdAt != new.pool.createdAt { forgetPool() }
    if surveys.awaits(.update) {
      coming = new
    } else {
      bringRows(to: new)
    }
  }

  /// Brings the rows up to date with a look at the pool, and shows it: at once where a key can wait
  /// for that.
  ///
  /// - Parameters:
  ///   - pick: What is shown of the futures from now on; `nil` goes on with what is.
  ///   - new: The look.
  mutating func bringRows(_ pick: FuturePick? = nil, to new: PoolSnapshot) {
    guard snapshot == nil || rows.isNear(new, showing: pick) else {
      coming = new
      var former = rows
      former.show(pick, at: elapsed)
      return survey(.update(former), of: new)
    }
    stopUpdate()
    let time = elapsed
    show(new) { rows in
      rows.show(pick, at: time)
      return rows.update(to: new)
    }
    if pick == nil { refreshRows() }
  }

  /// Shows a look whose rows were made beside the keys, and goes on to what came meanwhile.
  mutating func showUpdated(_ picture: OrderedPicture) {
    let next = coming
    coming = nil
    show(picture.snapshot) { $0.take(picture) }
    // First, or a pool that is never at rest would have its rows picked anew by keys alone.
    refreshRows()
    if let next, next.takenAt > picture.snapshot.takenAt { take(next) }
  }

  /// Shows a look at the pool.
  ///
  /// - Parameters:
  ///   - new: The look.
  ///   - change: Makes the rows its rows; returns which futures are gone, if that is known.
  mutating func show(_ new: PoolSnapshot, _ change: (inout FutureRows) -> [FutureID]?) {
    let old = snapshot
    let selected = selectedFuture
    let former = rows.shownQuery
    let gone = change(&rows)
    if endedAt == nil {
      completionsPerSecond = new.completionsPerSecond
      endedAt = new.endedAt
    }
    snapshot = new
    // What is not in a picture of the past may be marked all the same.
    if frozen == nil, !marks.isEmpty, old?.forgottenFutureCount != new.forgottenFutureCount {
      marks.drop(gone, keptIn: new.futures)
    }
    if rows.shownQuery != former {
      settle(on: selected)
    } else {
      keepSelection()
      showSelection()
    }
  }

  /// Waits for no rows of a sample any more.
  mutating func stopUpdate() {
    coming = nil
    surveys.drop(.update)
  }

  /// Forgets what was true of another pool alone.
  private mutating func forgetPool() {
    snapshot = nil
    coming = nil
    endedAt = nil
    concludedAt = nil
    verdict = nil
    marks = FutureMarks()
    rows.forget()
    surveys.drop()
    selection = nil
    lostSelection = nil
    closeDetails()
    selectedRow = 0
    firstWorkerRow = 0
    firstDetailsRow = 0
    logEnd = nil
    described = nil
    wishedDescription = nil
    lanes = LanesScreen(step: lanes.step)
  }

  /// Closes the details, or keeps them from coming back after what lies over them.
  private mutating func closeDetails() {
    if overlay == .details { overlay = nil }
    if overlayBelow == .details { overlayBelow = nil }
  }

  mutating func keepSelection() {
    if let selection, let row = rows.row(of: selection) {
      selectedRow = row
      return
    }
    selectedRow = min(selectedRow, max(0, rows.count - 1))
    // Its row is gone: the one that came into its place is selected.
    if let selection {
      lostSelection = lostSelection ?? selection
      self.selection = selectedFuture
      if isOpen(.details) {
        closeDetails()
        notice = Notice("#\(selection) is no longer in these rows", .refused)
      }
    }
  }
}

extension PoolSnapshot {
  /// When the last worker went, once nothing more can happen.
  var endedAt: PoolInstant? {
    let isOver: Bool
    switch pool.phase {
    case .shutDown: isOver = true
    case .broken: isOver = workers.allSatisfy { $0.state == .exited || $0.state == .lost }
    case .running, .held, .shuttingDown: isOver = false
    }
    guard isOver else { return nil }
    return workers.map(\.since).max() ?? takenAt
  }
}
