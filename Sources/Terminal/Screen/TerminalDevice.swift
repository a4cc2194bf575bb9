private import CNcurses
private import Glibc

/// A terminal that a screen can be opened on, before it is.
///
/// Holds descriptors of its own, so that the screen goes on when the standard streams are led
/// elsewhere. They live as long as the process.
package struct TerminalDevice: Sendable, Hashable {
  /// What `TERM` says.
  package let name: String
  /// Where the screen is drawn.
  package let outputDescriptor: Int32
  /// Where keys come from.
  package let inputDescriptor: Int32
  /// How many colours its description promises.
  package let colorCount: Int
  /// Whether it takes what no description tells, as xterm and its kin do: mouse, pasted text.
  let isLikeXterm: Bool
  /// What brings the former screen, cursor and colours back.
  package let restoreBytes: [UInt8]

  /// Finds the terminal this process belongs to, and what it can do.
  ///
  /// Changes nothing on it.
  ///
  /// - Parameter environment: `TERM` names the terminal.
  /// - Returns: The terminal, ready to be opened.
  /// - Throws: ``TerminalError``, when there is none that a screen can be opened on.
  package static func find(environment: [String: String]) throws(TerminalError) -> TerminalDevice {
    guard isatty(STDOUT_FILENO) == 1 else { throw .outputIsNoTerminal }
    guard let name = environment["TERM"], !name.isEmpty else { throw .unnamed }
    let capabilities = try Capabilities(of: name)
    let input = keyboard()
    guard input >= 0 else { throw .noKeyboard }
    let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard output >= 0 else {
      close(input)
      throw .refused(name)
    }
    return TerminalDevice(
      name: name, outputDescriptor: output, inputDescriptor: input,
      colorCount: capabilities.colorCount, isLikeXterm: capabilities.isLikeXterm,
      restoreBytes: capabilities.restoreBytes)
  }

  private static func keyboard() -> Int32 {
    if isatty(STDIN_FILENO) == 1 { return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) }
    return unsafe open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
  }
}

/// What the terminal's description tells, read once.
private struct Capabilities {
  let colorCount: Int
  let isLikeXterm: Bool
  let restoreBytes: [UInt8]

  /// Asks with an error variable: without one, curses would end the program.
  init(of name: String) throws(TerminalError) {
    var status: Int32 = 0
    guard unsafe setupterm(name, STDOUT_FILENO, &status) == OK else {
      // 1 is a printer, 0 is nobody; -1 is no database at all.
      throw status == 1 ? .cannotMoveCursor(name) : .unknown(name)
    }
    defer { unsafe del_curterm(cncurses_current_terminal()) }
    guard Self.bytes(of: "cup") != nil else { throw .cannotMoveCursor(name) }
    colorCount = Self.bytes(of: "setaf") == nil ? 0 : unsafe Int(max(0, tigetnum("colors")))
    isLikeXterm = Self.bytes(of: "kmous") != nil
    restoreBytes = Self.restoreBytes(isLikeXterm: isLikeXterm)
  }

  private static func restoreBytes(isLikeXterm: Bool) -> [UInt8] {
    var all: [UInt8] = []
    for capability in ["sgr0", "op", "rmkx", "cnorm"] {
      all += bytes(of: capability) ?? []
    }
    // No description has it: mouse reports and marks around what is pasted.
    if isLikeXterm {
      all += Array("\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?1006l\u{1B}[?2004l".utf8)
    }
    // A terminal without a second screen, or that ignores `rmcup`, goes on in the last row.
    return all + lastRow + (bytes(of: "rmcup") ?? [])
  }

  /// Moves to the last row, and clears it.
  private static var lastRow: [UInt8] {
    let move = unsafe cncurses_to_last_row().map { unsafe bytes(of: $0) } ?? []
    return move + (bytes(of: "el") ?? [])
  }

  private static func bytes(of capability: String) -> [UInt8]? {
    unsafe cncurses_string(capability).map { unsafe bytes(of: $0) }
  }

  /// What a capability says, without the delays that old terminals needed: `$<5>`.
  private static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    unsafe withoutDelays(Array(String(cString: text).utf8))
  }

  private static func withoutDelays(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      {
        rest = rest[(end + 1)...]
      } else {
        kept.append(byte)
      }
    }
    return kept
  }
}
