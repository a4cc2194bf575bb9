package import Platform

/// Makes the process die that runs it: for worker processes, whose death costs one job.
package struct CrashWorkload: Sendable, Hashable {
  /// The signal that ends the process.
  package var signal: Signal

  package init(signal: Signal) {
    self.signal = signal
  }

  /// Ends this process.
  package func run() -> Never {
    signal.endThisProcess()
  }
}
