internal import PoolObservation

extension Model {
  /// The last look at the pool, whatever picture is shown; keys act on this.
  var live: PoolSnapshot? { frozen?.live ?? coming ?? snapshot }

  /// How much older the picture is than the pool; `nil` unless the view is frozen.
  var frozenAge: Duration? {
    guard let frozen, let snapshot else { return nil }
    return snapshot.takenAt.duration(to: frozen.live?.takenAt ?? snapshot.takenAt)
  }

  /// Stops the view, or lets it go on with the newest picture.
  mutating func toggleFreeze() -> [Effect] {
    guard playback == nil else {
      let key = keymap.label(of: .play(.togglePause))
      notice = Notice("a recording stands still with \(key)", .refused)
      return []
    }
    guard snapshot != nil else {
      notice = Notice("there is nothing to freeze yet", .refused)
      return []
    }
    guard let frozen else {
      self.frozen = Frozen(live: live)
      stopUpdate()
      refreshRows()
      return [.recall]
    }
    self.frozen = nil
    surveys.drop(.picture)
    stopUpdate()
    endedAt = nil
    guard let live = frozen.live else { return [] }
    if !marks.isEmpty { marks.drop(nil, keptIn: live.futures) }
    take(live)
    return []
  }

  /// Takes a picture that was just made of the pool.
  mutating func see(_ new: PoolSnapshot) {
    let isSamePool = snapshot?.pool.createdAt == new.pool.createdAt
    if new.endedAt == nil, new.counts.unfinished > 0 { concludedAt = nil }
    if frozen != nil, isSamePool {
      frozen?.live = new
    } else {
      frozen = nil
      take(new)
    }
  }

  /// Takes the pictures that can be stepped through.
  mutating func recall(_ past: PoolPast) {
    frozen?.past = past
  }

  /// Shows an earlier or a later picture.
  mutating func stepPicture(by count: Int) {
    guard let frozen, let past = frozen.past, past.count > 0, let snapshot else {
      notice = Notice("the pictures of the past are not there yet", .refused)
      return
    }
    let index = frozen.index ?? past.index(at: snapshot.takenAt)
    let target = max(0, min(past.count - 1, index + count))
    self.frozen?.index = target
    survey(.picture(target, of: past, rows.query), of: frozen.live)
    notice = position(of: target, in: past, hasMoved: target != index)
  }

  private func position(of index: Int, in past: PoolPast, hasMoved: Bool) -> Notice {
    let place = "picture \((index + 1).grouped) of \(past.count.grouped)"
    let thinned =
      past.thinnedBefore.map { "; before \($0.clock(showsTenths: false)) only some are kept" } ?? ""
    let key = keymap.label(of: .time(.freeze))
    guard hasMoved else {
      return Notice(
        index == 0
          ? "\(place), the oldest\(thinned)" : "\(place), the newest of them; \(key) goes on",
        .refused)
    }
    return Notice(place + thinned)
  }

  /// Shows a picture of the past, unless the view goes on meanwhile.
  mutating func show(_ picture: OrderedPicture) {
    guard frozen != nil else { return }
    stopUpdate()
    endedAt = nil
    show(picture.snapshot) { $0.take(picture) }
    refreshRows()
  }
}
