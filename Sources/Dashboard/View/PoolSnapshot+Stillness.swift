package import PoolObservation

extension PoolSnapshot {
  /// Whether its picture is that of an earlier look, provided that nothing has happened since.
  ///
  /// Then nothing waits or runs whose time goes on, and the lanes and the clock stand where they
  /// stood; lanes that show no job go on once a second. Only the share of its time that a worker
  /// was busy may have become smaller meanwhile.
  package func looksLike(_ earlier: PoolSnapshot) -> Bool {
    guard counts.unfinished == 0, earlier.counts.unfinished == 0 else { return false }
    guard !workers.contains(where: { $0.state == .late }) else { return false }
    let second: UInt64 = 1_000_000_000
    guard takenAt.nanoseconds / second == earlier.takenAt.nanoseconds / second else { return false }
    return hasQuietLanes
      || LaneStep.finest.last(before: takenAt) == LaneStep.finest.last(before: earlier.takenAt)
  }

  /// Whether all workers have done nothing for so long that most lanes show nothing else.
  private var hasQuietLanes: Bool {
    workers.allSatisfy { $0.since.duration(to: takenAt) > .seconds(30) }
  }
}
