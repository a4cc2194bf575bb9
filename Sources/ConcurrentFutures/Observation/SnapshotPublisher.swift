internal import Platform

/// Publishes snapshots of a pool on a timer.
///
/// Each goes to the subscriber on a thread of the publisher's own, one after the other; a
/// subscriber that is slow is given fewer, never a queue of old ones. It stops when it is told to,
/// or when the last reference to it is dropped.
public final class SnapshotPublisher: Sendable {
  private let timer: PublisherTimer

  /// Starts to publish.
  ///
  /// - Parameters:
  ///   - executor: The pool. It is kept alive for as long as this publishes.
  ///   - interval: The time from one snapshot to the next; at least one millisecond.
  ///   - subscriber: Is given each snapshot.
  /// - Throws: ``ThreadStartError`` when the system refuses a thread.
  public convenience init(
    _ executor: any PoolExecutor, every interval: Duration = .milliseconds(100),
    _ subscriber: @escaping @Sendable (PoolSnapshot) -> Void
  ) throws {
    let subscription = (executor as? any ObservedExecutor)?.observed.core.subscribe()
    try self.init(every: interval) {
      subscriber(executor.snapshot())
      withExtendedLifetime(subscription) {}
    }
  }

  /// Starts to publish events, too: all of them, in batches, each with the snapshot after it.
  package convenience init(
    observing executor: any ObservedExecutor, every interval: Duration = .milliseconds(100),
    _ subscriber: @escaping @Sendable ([PoolEvent], PoolSnapshot) -> Void
  ) throws {
    let listener = executor.makeListener()
    try self.init(every: interval) {
      let (events, snapshot) = listener.take()
      subscriber(events, snapshot)
    }
  }

  private init(every interval: Duration, _ publish: @escaping @Sendable () -> Void) throws {
    timer = try PublisherTimer(every: max(interval, .milliseconds(1)), publish)
  }

  deinit {
    timer.stop()
  }

  /// Publishes this often from now on.
  package func setInterval(_ interval: Duration) {
    timer.setInterval(max(interval, .milliseconds(1)))
  }

  /// Publishes a last time, and no more after that.
  ///
  /// Returns when the subscriber has taken the last snapshot. Must not be called by the subscriber.
  public func stop() {
    timer.stop()
    timer.join()
  }
}

extension ThreadPoolCore {
  /// Folds every event for whoever keeps what this returns.
  func subscribe() -> Subscription {
    observer.subscribe(to: self)
    return Subscription { [observer] in observer.unsubscribe() }
  }
}

/// As long as this lives, a pool folds every event.
final class Subscription: Sendable {
  private let end: @Sendable () -> Void

  init(_ end: @escaping @Sendable () -> Void) {
    self.end = end
  }

  deinit {
    end()
  }
}

/// The thread that keeps time.
private final class PublisherTimer: Sendable {
  private struct State {
    var isStopping = false
    var interval: Duration
    /// Whether the interval was changed and the thread does not know yet.
    var isChanged = false
    var thread: OSThread?

    mutating func takeThread() -> OSThread? {
      defer { thread = nil }
      return thread
    }
  }

  private let state: Monitor<State>

  init(every interval: Duration, _ publish: @escaping @Sendable () -> Void) throws {
    let state = Monitor(State(interval: interval))
    self.state = state
    do {
      let thread = try OSThread.start(name: "snapshots") {
        Self.keepTime(state, publish)
        publish()
      }
      state.withLock { $0.thread = thread }
    } catch {
      throw ThreadStartError(
        code: error.code, description: "cannot start the thread that publishes snapshots: \(error)")
    }
  }

  deinit {
    state.withLock { $0.takeThread() }?.detach()
  }

  /// Publishes whenever it is time, until it is told to stop.
  private static func keepTime(_ state: Monitor<State>, _ publish: () -> Void) {
    enum Wake {
      case stop
      case changed(Duration)
    }
    var interval = state.withLock { $0.interval }
    var next = MonotonicClock.now.advanced(by: interval)
    while true {
      let wake = state.wait(until: next) { state -> Wake? in
        if state.isStopping { return .stop }
        guard state.isChanged else { return nil }
        state.isChanged = false
        return .changed(state.interval)
      }
      switch wake {
      case .stop?: return
      case .changed(let new)?:
        interval = new
        next = min(next, MonotonicClock.now.advanced(by: new))
      case nil:
        publish()
        // A late snapshot is not made up for by two early ones.
        next = max(next.advanced(by: interval), MonotonicClock.now)
      }
    }
  }

  func setInterval(_ interval: Duration) {
    state.withLock { state in
      state.interval = interval
      state.isChanged = true
    }
    state.broadcast()
  }

  func stop() {
    state.withLock { $0.isStopping = true }
    state.broadcast()
  }

  func join() {
    state.withLock { $0.takeThread() }?.join()
  }
}
