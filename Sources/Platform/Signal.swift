private import Glibc

/// A signal, by its number.
package struct Signal: RawRepresentable, Sendable, Hashable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Somebody pressed Ctrl-C.
  package static let interrupt = Signal(rawValue: SIGINT)
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
