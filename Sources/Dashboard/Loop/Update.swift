internal import PoolObservation
internal import TextCanvas

/// Takes in what happened, and returns what is to be done.
package func update(_ model: inout Model, _ event: Event) -> [Effect] {
  switch event {
  case .sampled(let snapshot):
    model.take(snapshot)
    return []
  case .resized(let size):
    model.size = size
    if !Layout(model: model, size: size).panes.contains(model.focus) { model.focus = .futures }
    model.showSelection()
    return []
  case .key(let key):
    return model.press(key)
  case .interrupted:
    return model.press(.control("c"))
  case .answered(let notice):
    model.notice = notice
    return []
  case .concluded(let verdict):
    model.verdict = sanitized(verdict)
    model.concludedAt = model.now
    return []
  }
}

// MARK: - Samples

extension Model {
  /// How long a sentence stays in the footer when no key is pressed.
  ///
  /// Longer hides the keys; shorter is gone before it is read.
  private static let noticeTime = Duration.seconds(6)

  fileprivate mutating func take(_ new: PoolSnapshot) {
    order.update(from: snapshot, to: new)
    if let snapshot, snapshot.pool.createdAt != new.pool.createdAt {
      endedAt = nil
      verdict = nil
    }
    if endedAt == nil, new.counts.unfinished > 0 { concludedAt = nil }
    if endedAt == nil {
      completionsPerSecond = new.completionsPerSecond
      endedAt = new.endedAt
    }
    snapshot = new
    if let selection, let row = order.row(of: selection) {
      selectedRow = row
    } else if selection != nil {
      // Its row is gone: the one that came into its place is selected.
      selectedRow = min(selectedRow, max(0, order.count - 1))
      selection = selectedFuture
    }
    showSelection()
    if let shownAt = notice?.shownAt {
      if shownAt.duration(to: new.takenAt) > Self.noticeTime { notice = nil }
    } else {
      notice?.shownAt = new.takenAt
    }
  }
}

extension PoolSnapshot {
  /// When the last worker went, once nothing more can happen.
  fileprivate var endedAt: PoolInstant? {
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
