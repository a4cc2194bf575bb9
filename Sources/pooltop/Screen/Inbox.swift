internal import ConcurrentFutures
internal import Dashboard
internal import Platform

/// What other threads have for the screen.
///
/// Of snapshots only the newest waits; a screen that is slow sees fewer, never old ones.
final class Inbox: Sendable {
  private struct Contents {
    var snapshot: PoolSnapshot?
    var events: [Event] = []
    var isConcluded = false
  }

  private let contents = Monitor(Contents())
  private let wake: WakeDescriptor

  init() throws {
    wake = try WakeDescriptor()
  }

  /// Readable while something is in here.
  var readDescriptor: Int32 { wake.readDescriptor }

  func put(_ snapshot: PoolSnapshot) {
    contents.withLock { $0.snapshot = snapshot }
    wake.set()
  }

  func put(_ event: Event) {
    contents.withLock { $0.events.append(event) }
    wake.set()
  }

  /// Notes that everything was done when this was called.
  func putConclusion() {
    contents.withLock { $0.isConcluded = true }
    wake.set()
  }

  /// Takes out everything, the snapshot first, and whether the run was concluded.
  func take() -> (events: [Event], isConcluded: Bool) {
    wake.clear()
    let taken = contents.withLock { contents in
      defer { contents = Contents() }
      return contents
    }
    return ((taken.snapshot.map { [.sampled($0)] } ?? []) + taken.events, taken.isConcluded)
  }
}
