/// Does one thing after another on a thread of its own, so that nobody waits for it.
package final class WorkThread: Sendable {
  private struct Queue {
    var tasks: [@Sendable () -> Void] = []
    var isStopped = false
  }

  private let queue = Monitor(Queue())

  /// Starts the thread, which waits for something to do until it is stopped.
  ///
  /// - Parameter name: The thread's name.
  /// - Throws: ``SystemError``, when the system refuses another thread.
  package init(name: String) throws(SystemError) {
    let queue = queue
    try OSThread.start(name: name) {
      while let task = Self.next(queue) { task() }
    }.detach()
  }

  /// Takes something to do, unless it is stopped; returns at once.
  package func perform(_ task: @escaping @Sendable () -> Void) {
    queue.withLock { if !$0.isStopped { $0.tasks.append(task) } }
    queue.signal()
  }

  /// Does nothing more than what it is at now; nobody waits for that.
  package func stop() {
    // What waits may hold this thread, and so itself: it is let go of, outside of the lock.
    _ = queue.withLock { queue in
      defer { queue = Queue(isStopped: true) }
      return queue.tasks
    }
    queue.signal()
  }

  private static func next(_ queue: Monitor<Queue>) -> (@Sendable () -> Void)? {
    let next = queue.wait { queue -> (@Sendable () -> Void)?? in
      if queue.isStopped { return .some(nil) }
      // Not as one expression: there `nil` would be the end, rather than no task yet.
      guard !queue.tasks.isEmpty else { return nil }
      return queue.tasks.removeFirst()
    }
    return next ?? nil
  }
}
