package import PoolObservation

extension RunRecord {
  /// How many futures came to what, as the verdict says it: it knows also of submissions that were
  /// refused or cancelled before the pool had them.
  package var counts: FutureCounts {
    let known = snapshot.counts
    // One that was told before the end is outdated.
    guard var counts = verdict?.counts, counts.done >= known.done else { return known }
    counts.pending = known.pending
    counts.running = known.running
    return counts
  }

  /// How many submissions never reached the pool; 0 where lost events hide how many did.
  package var unsubmittedCount: Int {
    snapshot.droppedEventCount > 0 || !problems.isEmpty
      ? 0 : counts.done - snapshot.counts.done
  }
}
