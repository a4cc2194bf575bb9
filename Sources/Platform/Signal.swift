private import CPlatform
private import Glibc

/// A signal, by its number.
package struct Signal: RawRepresentable, Sendable, Hashable, Codable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Somebody pressed Ctrl-C.
  package static let interrupt = Signal(rawValue: SIGINT)
  /// Somebody pressed Ctrl-\.
  package static let quit = Signal(rawValue: SIGQUIT)
  /// Somebody asks the program to end.
  package static let terminate = Signal(rawValue: SIGTERM)
  /// The terminal is gone.
  package static let hangUp = Signal(rawValue: SIGHUP)
  /// The terminal has another size.
  package static let windowChanged = Signal(rawValue: SIGWINCH)
  /// Somebody pressed Ctrl-Z.
  package static let terminalStop = Signal(rawValue: SIGTSTP)
  /// The program goes on after a stop.
  package static let continued = Signal(rawValue: SIGCONT)
  /// Ends a process, which cannot refuse.
  package static let kill = Signal(rawValue: SIGKILL)
}

extension Signal {
  /// The exit code of a program that it ended, as a shell tells it.
  package var exitCode: Int32 { 128 + rawValue }

  /// The signal with a name, without its `SIG`; `nil` when there is none.
  package init?(name: String) {
    let known: [String: Int32] = [
      "SEGV": SIGSEGV, "ABRT": SIGABRT, "BUS": SIGBUS, "FPE": SIGFPE, "ILL": SIGILL,
      "KILL": SIGKILL,
      "TERM": SIGTERM,
    ]
    guard let number = known[name] else { return nil }
    self.init(rawValue: number)
  }

  /// Ends this process by the signal, whoever handles it: there is no backtrace to wait for.
  package func endThisProcess() -> Never {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, rawValue)
    _ = Glibc.signal(rawValue, SIG_DFL)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    _ = Glibc.kill(getpid(), rawValue)
    // It may arrive on another thread, a moment later.
    while true { pause() }
  }
}

extension Signal {
  /// A child has ended.
  package static let childEnded = Signal(rawValue: SIGCHLD)
  /// Nobody reads what is written to a pipe.
  package static let brokenPipe = Signal(rawValue: SIGPIPE)
  /// A file would become larger than is allowed.
  package static let fileTooLarge = Signal(rawValue: SIGXFSZ)

  /// Lets the signal pass unnoticed, in all of the program.
  package func ignore() {
    _ = Glibc.signal(rawValue, SIG_IGN)
  }

  /// Lets the signal do what it does in a program that says nothing of it.
  package func useDefault() {
    _ = Glibc.signal(rawValue, SIG_DFL)
  }

  /// The same, but where whoever started the program wants it to be ignored.
  package func useDefaultUnlessIgnored() {
    cplatform_signal_unhandle(rawValue)
  }
}

extension Signal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .interrupt: "SIGINT"
    case .terminate: "SIGTERM"
    case .hangUp: "SIGHUP"
    case .windowChanged: "SIGWINCH"
    case .terminalStop: "SIGTSTP"
    case .continued: "SIGCONT"
    case .kill: "SIGKILL"
    case Signal(rawValue: SIGSEGV): "SIGSEGV"
    case Signal(rawValue: SIGABRT): "SIGABRT"
    case Signal(rawValue: SIGBUS): "SIGBUS"
    case Signal(rawValue: SIGILL): "SIGILL"
    case Signal(rawValue: SIGFPE): "SIGFPE"
    case Signal(rawValue: SIGTRAP): "SIGTRAP"
    default: "signal \(rawValue)"
    }
  }
}
