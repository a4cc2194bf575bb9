internal import PoolObservation

extension Model {
  /// Why keys that act on a pool do nothing; `nil` when they do.
  var refusal: String? {
    if playback != nil { return "this is a recording" }
    return options.isReadOnly ? "this is read-only" : nil
  }

  /// Forgets what lies later than a snapshot that was taken before the last one.
  mutating func rewind() {
    endedAt = nil
    concludedAt = nil
    verdict = nil
    logEnd = nil
    snapshot = nil
    rows.forgetOrder()
  }
}
