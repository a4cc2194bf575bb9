package import PoolObservation

extension PoolSnapshot {
  /// Whether its picture is that of an earlier look, provided that nothing has happened since.
  ///
  /// Then nothing waits or runs whose time goes on, and the lanes and the clock stand where they
  /// stood. Only the share of its time that a worker was busy may have become smaller meanwhile.
  package func looksLike(_ earlier: PoolSnapshot) -> Bool {
    let second: UInt64 = 1_000_000_000
    return counts.unfinished == 0 && earlier.counts.unfinished == 0
      && takenAt.nanoseconds / second == earlier.takenAt.nanoseconds / second
      && LaneStep.finest.last(before: takenAt) == LaneStep.finest.last(before: earlier.takenAt)
  }
}
