/// Why there is no screen; the program falls back to plain lines.
package enum TerminalError: Error, Sendable, Hashable {
  /// Standard output leads elsewhere.
  case outputIsNoTerminal
  /// Standard input is no terminal, and the process has no controlling one either.
  case noKeyboard
  /// `TERM` is not set.
  case unnamed
  /// Nobody here knows a terminal of this name.
  case unknown(String)
  /// It can only print line after line.
  case cannotMoveCursor(String)
  /// Curses does not say why.
  case refused(String)
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outputIsNoTerminal:
      "standard output is no terminal"
    case .noKeyboard:
      "there is no terminal to read keys from"
    case .unnamed:
      "TERM is not set, so the screen cannot be used; try TERM=xterm-256color"
    case .unknown(let name):
      "the terminal '\(name)' is not known here; try TERM=xterm-256color"
    case .cannotMoveCursor(let name):
      "the terminal '\(name)' cannot move its cursor; try TERM=xterm-256color"
    case .refused(let name):
      "curses cannot use the terminal '\(name)'"
    }
  }
}
