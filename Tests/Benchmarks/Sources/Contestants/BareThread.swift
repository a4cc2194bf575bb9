internal import Glibc

/// A thread of the system.
package struct BareThread: Sendable {
  private let handle: pthread_t

  /// Starts a thread; a system that refuses one ends the program.
  package init(_ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    let box = Unmanaged.passRetained(Body(body))
    let code = pthread_create(
      &handle, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    precondition(code == 0, "pthread_create failed with \(code)")
    self.handle = handle
  }

  /// Waits until it has ended.
  package func join() { pthread_join(handle, nil) }

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
