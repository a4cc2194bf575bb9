internal import PoolObservation

extension Model {
  /// Why keys that act on a pool do nothing; `nil` when they do.
  var refusal: String? {
    if playback != nil { return "this is a recording" }
    return options.isReadOnly ? "this is read-only" : nil
  }

  /// Whether an action is switched off where acting on the pool is.
  func isRefused(_ action: Action) -> Bool {
    // A file is no pool.
    if action == .confirm, case .question(.overwriteReport)? = overlay { return false }
    return action.actsOnPool
  }

  /// Forgets what lies later than a snapshot that was taken before the last one.
  mutating func rewind() {
    endedAt = nil
    concludedAt = nil
    verdict = nil
    logEnd = nil
    lanes.cursor = nil
    snapshot = nil
    coming = nil
    rows.forget()
    surveys.drop()
  }
}
