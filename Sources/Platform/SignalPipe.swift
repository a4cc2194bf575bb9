private import CPlatform
private import Glibc
private import Synchronization

/// Signals as something to poll for: each wakes a pipe, and a loop asks which they were.
///
/// A process has one at a time. It must stand before the screen is opened, because curses catches
/// the signals that nobody else does. A signal that comes more often before it is asked for counts
/// once, but for an interrupt, which counts twice; different ones never displace each other.
///
/// One that ends the program leaves a screen that ``CrashRestore`` is armed for silent.
package final class SignalPipe: Sendable {
  /// Readable as soon as a signal has come.
  package let readDescriptor: Int32
  private let isInstalled = Atomic(true)

  /// Everything a program with a screen has to hear of.
  package static let screenSignals: [Signal] = [
    .interrupt, .terminate, .hangUp, .windowChanged, .terminalStop, .continued,
  ]

  /// Catches signals, and makes a write to a closed pipe fail instead of ending the program.
  ///
  /// A hang-up, an interrupt and a stop stay ignored where they are, as nohup(1) wants it.
  ///
  /// Programs that are executed from here get none of this: a handler does not outlive `exec`.
  ///
  /// - Parameter signals: The signals to catch.
  /// - Throws: ``SystemError``; then everything is as it was.
  package init(catching signals: [Signal] = screenSignals) throws(SystemError) {
    let descriptor = cplatform_signal_pipe_open()
    guard descriptor >= 0 else { throw SystemError(call: "pipe2", code: errno) }
    readDescriptor = descriptor
    do throws(SystemError) {
      for signal in signals {
        guard cplatform_signal_pipe_catch(signal.rawValue) == 0 else {
          throw SystemError(call: "sigaction(\(signal))", code: errno)
        }
      }
      guard cplatform_signal_pipe_swallow(SIGPIPE) == 0 else {
        throw SystemError(call: "sigaction(SIGPIPE)", code: errno)
      }
    } catch {
      uninstall()
      throw error
    }
  }

  deinit {
    uninstall()
  }

  /// Takes the signals that came since the last call, by number; an interrupt that came again,
  /// twice.
  package func drain() -> [Signal] {
    guard isInstalled.load(ordering: .acquiring) else { return [] }
    var isInterruptedAgain = false
    let pending = unsafe cplatform_signal_pipe_drain(&isInterruptedAgain)
    let signals = (1..<64).filter { pending & (1 << UInt64($0)) != 0 }
      .map { Signal(rawValue: $0) }
    return isInterruptedAgain ? [.interrupt] + signals : signals
  }

  /// Gives every signal its former disposition back.
  package func uninstall() {
    guard isInstalled.exchange(false, ordering: .acquiringAndReleasing) else { return }
    cplatform_signal_pipe_close()
  }

  /// Sends this process, and those the shell began with it, what Ctrl-Z sends them.
  package static func askForStop() {
    kill(0, SIGTSTP)
  }

  /// Stops the process as Ctrl-Z stops any other; returns when it is continued.
  ///
  /// Close the screen before and open it again after. Where no shell could continue the process,
  /// the system does not stop it, and this returns at once.
  package static func stopProcess() {
    cplatform_stop_process()
  }
}
