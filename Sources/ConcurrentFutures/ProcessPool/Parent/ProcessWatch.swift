internal import Platform

/// Somebody who has a process to be watched.
protocol WatchedProcess: AnyObject, Sendable {
  /// Descriptors that can be read when there is something to be done.
  var descriptors: [Int32] { get }
  /// When it wants to be looked at, if nothing comes before.
  var wakeTime: MonotonicClock.Instant? { get }
  /// Does what is to be done.
  func look(at now: MonotonicClock.Instant)
}

/// The thread that looks after the worker processes of a pool: what they print, and whether they
/// live.
///
/// It runs for as long as there is something to watch.
final class ProcessWatch: Sendable {
  private struct State {
    var watched: [any WatchedProcess] = []
    /// The one that is looked at now.
    var current: (any WatchedProcess)?
    var isRunning = false
  }

  private let state = Monitor(State())
  private let wake: WakeDescriptor

  init() throws(SystemError) {
    wake = try WakeDescriptor()
  }

  /// Watches a process from now on.
  func add(_ process: any WatchedProcess) throws(SystemError) {
    try state.withLock { (state) throws(SystemError) in
      if !state.isRunning {
        try OSThread.start(name: "worker-watch") { [self] in run() }.detach()
        state.isRunning = true
      }
      state.watched.append(process)
    }
    wake.set()
  }

  /// Watches a process no more; when this returns, it is not being looked at.
  ///
  /// Must not be called by what is looked at.
  func remove(_ process: any WatchedProcess) {
    state.withLock { $0.watched.removeAll { $0 === process } }
    wake.set()
    _ = state.wait { $0.current === process ? nil : () }
  }

  /// Asks everybody again what is to be watched.
  func lookAgain() {
    wake.set()
  }

  private func run() {
    while true {
      wake.clear()
      let watched = state.withLock { state in
        if state.watched.isEmpty { state.isRunning = false }
        return state.watched
      }
      if watched.isEmpty { return }
      let wakeTime = watched.compactMap(\.wakeTime).min()
      waitReadableAny([wake.readDescriptor] + watched.flatMap(\.descriptors), until: wakeTime)
      let now = MonotonicClock.now
      for process in watched { look(process, at: now) }
    }
  }

  private func look(_ process: any WatchedProcess, at now: MonotonicClock.Instant) {
    let isWatched = state.withLock { state in
      guard state.watched.contains(where: { $0 === process }) else { return false }
      state.current = process
      return true
    }
    guard isWatched else { return }
    process.look(at: now)
    state.withLock { $0.current = nil }
    state.broadcast()
  }
}
