internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import PoolObservation
internal import ScenarioScript

/// What other threads have for the screen.
///
/// Of snapshots only the newest waits; a screen that is slow sees fewer, never old ones.
final class Inbox: Sendable {
  private struct Contents {
    var snapshot: PoolSnapshot?
    /// The last one that was put in, also after it was taken out.
    var newest: PoolSnapshot?
    /// What is to be submitted yet, when that is news; it waits for the next snapshot.
    var upcoming: ScenarioPlayer.Upcoming?
    var events: [Event] = []
    var isConcluded = false
    /// What is to be played next.
    var next: Opened?
  }

  /// A scenario that was read.
  struct Opened: Sendable {
    var path: String
    var scenario: Scenario
  }

  private let contents = Monitor(Contents())
  private let pictures = Monitor(PoolPast())
  private let wake: WakeDescriptor

  init() throws {
    wake = try WakeDescriptor()
  }

  /// Readable while something is in here.
  var readDescriptor: Int32 { wake.readDescriptor }

  /// What the pool looked like, up to the last snapshot.
  var past: PoolPast { pictures.withLock { $0 } }

  /// Takes a snapshot, and what happened since the one before.
  ///
  /// Wakes nobody for one that would look like the last.
  func put(_ snapshot: PoolSnapshot, after events: [PoolEvent]) {
    pictures.withLock { $0.append(snapshot, after: events) }
    let isNews = contents.withLock { contents in
      if events.isEmpty, contents.upcoming == nil, let newest = contents.newest,
        snapshot.looksLike(newest)
      {
        return false
      }
      contents.snapshot = snapshot
      contents.newest = snapshot
      return true
    }
    if isNews { wake.set() }
  }

  func put(_ event: Event) {
    contents.withLock { $0.events.append(event) }
    wake.set()
  }

  /// Takes what is to be submitted yet.
  ///
  /// It may change with every job that ends, so it wakes nobody, and comes with the next snapshot.
  func put(upcoming: ScenarioPlayer.Upcoming) {
    contents.withLock { $0.upcoming = upcoming }
  }

  /// Lets the reader look whether something has changed elsewhere.
  func wakeReader() {
    wake.set()
  }

  /// Notes that everything was done when this was called.
  func putConclusion() {
    contents.withLock { $0.isConcluded = true }
    wake.set()
  }

  /// Notes what is to be played in the place of what is played now.
  func put(next: Opened) {
    contents.withLock { $0.next = next }
    wake.set()
  }

  /// What was taken out.
  struct Delivery {
    /// The snapshot first.
    var events: [Event]
    /// Whether the run was concluded.
    var isConcluded: Bool
    var next: Opened?
  }

  /// Takes out everything.
  func take() -> Delivery {
    wake.clear()
    let taken = contents.withLock { contents in
      defer { contents = Contents(newest: contents.newest) }
      return contents
    }
    let upcoming = taken.upcoming.map {
      Event.upcoming(
        heldBackCount: $0.heldBackCount, hasMore: $0.hasMore, hasJob: $0.hasJob)
    }
    return Delivery(
      events: [taken.snapshot.map { .sampled($0) }, upcoming].compactMap { $0 } + taken.events,
      isConcluded: taken.isConcluded, next: taken.next)
  }
}
