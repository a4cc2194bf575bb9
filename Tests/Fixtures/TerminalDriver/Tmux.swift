internal import Glibc
package import Testing

/// A terminal of its own for one test, with a shell in it.
///
/// Blocks while it waits, so it is used on a thread of its own.
package final class Tmux {
  private let server: String

  package static var isAvailable: Bool { output("tmux -V 2>/dev/null").hasPrefix("tmux") }

  package init(columns: Int = 60, rows: Int = 12) throws {
    server = "pooltop-tests-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let clean = "env -u LINES -u COLUMNS -u NO_COLOR LC_ALL=C.utf8 SWIFT_BACKTRACE=enable=no"
    let shell = "\(clean) ENV= TERM=tmux-256color sh -i"
    Tmux.run(
      "\(clean) tmux -L \(server) -f /dev/null new-session -d -x \(columns) -y \(rows) "
        + Tmux.quoted(shell))
    // Some shells take no prompt from the environment.
    run("PS1='ready> '; clear")
    try waitUntil("the shell is ready") { lines.first == "ready>" }
  }

  deinit {
    hangUp()
  }

  /// Takes the terminal away from whoever runs in it.
  package func hangUp() {
    let socket = display("socket_path")
    tmux("kill-server")
    // The server leaves its name behind.
    if socket.hasPrefix("/") { unsafe _ = unlink(socket) }
  }

  /// A program of this package, beside the test runner.
  package static func program(_ name: String) -> String {
    output("dirname \"$(readlink /proc/\(getpid())/exe)\"").trimmed + "/\(name)"
  }

  /// Types a line and Enter.
  package func run(_ line: String) {
    tmux("send-keys -l \(Tmux.quoted(line))")
    tmux("send-keys Enter")
  }

  /// Presses keys by tmux' names.
  package func press(_ keys: String...) {
    tmux("send-keys " + keys.map(Tmux.quoted).joined(separator: " "))
  }

  /// Presses keys, and again every few seconds until the screen answers.
  ///
  /// For what stands there for a few seconds only: a busy machine may look too late.
  package func press(
    _ keys: String..., untilItShows text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try doUntil(text, sourceLocation) {
      tmux("send-keys " + keys.map(Tmux.quoted).joined(separator: " "))
    }
  }

  /// Pastes a text, and again every few seconds until the screen answers.
  package func paste(
    _ pasted: String, untilItShows text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try doUntil(text, sourceLocation) { paste(pasted) }
  }

  private func doUntil(
    _ text: String, _ sourceLocation: SourceLocation, _ act: () -> Void
  ) throws {
    var next = ContinuousClock.now
    try waitUntil("the screen shows '\(text)'", sourceLocation: sourceLocation) {
      if ContinuousClock.now >= next {
        act()
        next = ContinuousClock.now + .seconds(5)
      }
      return screen.contains(text)
    }
  }

  /// Types a text, without Enter.
  package func type(_ text: String) {
    tmux("send-keys -l \(Tmux.quoted(text))")
  }

  /// Pastes a text, marked as pasted where the program has asked for marks.
  package func paste(_ text: String) {
    tmux("set-buffer -- \(Tmux.quoted(text)) && tmux -L \(server) paste-buffer -p")
  }

  /// Writes every byte that reaches the terminal from now on to a file as well.
  package func record(to file: String) {
    tmux("pipe-pane \(Tmux.quoted("cat >> \(Tmux.quoted(file))"))")
  }

  /// Waits until all is recorded that has reached the terminal; the shell must have it.
  ///
  /// Another process writes the file, and what comes last to the terminal comes last there.
  package func waitUntilRecorded(
    in file: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    run("echo 'all is'' recorded'")
    try waitUntil("all is recorded", sourceLocation: sourceLocation) {
      Tmux.output("cat \(Tmux.quoted(file))").contains("all is recorded")
    }
  }

  /// Writes over the screen, as a stranger would.
  package func scribble(_ text: String) {
    Tmux.run("printf '\\033[H\(text)' > \(display("pane_tty"))")
  }

  /// Makes the terminal ignore that a program asks for a second screen.
  package func dropSecondScreen() {
    tmux("set-option -w alternate-screen off")
  }

  package func resize(columns: Int, rows: Int) {
    tmux("resize-window -x \(columns) -y \(rows)")
  }

  package var screen: String { tmux("capture-pane -p") }
  /// The screen with the escape sequences that colour it.
  package var colouredScreen: String { tmux("capture-pane -p -e") }
  package var lines: [String] {
    screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
  /// One of them; empty where tmux could not be asked.
  package func line(_ row: Int) -> String { lines.dropFirst(row).first ?? "" }
  package var isAlternate: Bool { display("alternate_on") == "1" }
  package var hasCursor: Bool { display("cursor_flag") == "1" }
  package var hasMouse: Bool { display("mouse_any_flag") == "1" }
  package var hasKeypad: Bool { display("keypad_cursor_flag") == "1" }

  /// The longest wait for what does happen: the time of a test that hangs, and of no other.
  package static let longestWait = Duration.seconds(150)

  /// Waits until the screen shows this.
  package func waitFor(
    _ text: String, within limit: Duration = Tmux.longestWait,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try waitUntil("the screen shows '\(text)'", within: limit, sourceLocation: sourceLocation) {
      self.screen.contains(text)
    }
  }

  /// Waits until the screen shows this no longer.
  ///
  /// After a key, where what is waited for next may still stand there from before it.
  package func waitUntilGone(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try waitUntil("'\(text)' has gone", sourceLocation: sourceLocation) {
      !self.screen.contains(text)
    }
  }

  /// Does something while the terminal takes no bytes; it cannot be looked at then.
  package func withServerStopped(_ body: () throws -> Void) throws {
    guard let process = pid_t(display("pid")) else { throw TooLate() }
    kill(process, SIGSTOP)
    defer { kill(process, SIGCONT) }
    try body()
  }

  /// Waits until something holds.
  ///
  /// - Parameters:
  ///   - what: What holds then.
  ///   - limit: The longest wait.
  ///   - isShown: Whether the screen is told when it does not.
  ///   - sourceLocation: Where the test waits.
  ///   - condition: Whether it holds.
  /// - Throws: ``TooLate``, when it does not within the limit.
  package func waitUntil(
    _ what: String, within limit: Duration = Tmux.longestWait, isShown: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool
  ) throws {
    let deadline = ContinuousClock.now + limit
    while !condition() {
      guard ContinuousClock.now < deadline else {
        Issue.record(
          "not in time: \(what)\n\(isShown ? screen : "")", sourceLocation: sourceLocation)
        throw TooLate()
      }
      usleep(20_000)
    }
  }

  /// Checks that the terminal is as a shell wants it.
  package func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) throws {
    // Another word each time: what the screen showed before may come back with the shell.
    let word = "\(UInt32.random(in: 0...UInt32.max))"
    run("clear; stty -a; echo 'modes' told \(word)")
    try waitFor("modes told \(word)", sourceLocation: sourceLocation)
    let modes = Set(screen.split { $0 == " " || $0 == "\n" || $0 == ";" })
    #expect(
      modes.isSuperset(of: ["echo", "icanon", "isig", "icrnl", "opost", "onlcr"]),
      sourceLocation: sourceLocation)
    #expect(!isAlternate, sourceLocation: sourceLocation)
    #expect(hasCursor, sourceLocation: sourceLocation)
    #expect(!hasMouse, sourceLocation: sourceLocation)
    #expect(!hasKeypad, sourceLocation: sourceLocation)
  }

  private func display(_ name: String) -> String {
    tmux("display-message -p '#{\(name)}'").trimmed
  }

  @discardableResult
  private func tmux(_ command: String) -> String {
    Tmux.output("tmux -L \(server) \(command) 2>&1")
  }

  private static func run(_ command: String) {
    _ = output(command + " 2>&1")
  }

  /// A text as one word for the shell.
  package static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// What a command prints.
  package static func output(_ command: String) -> String {
    guard let stream = unsafe popen(command, "r") else { return "" }
    defer { unsafe _ = pclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, stream)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

/// Something did not happen in time; what it was is recorded as an issue.
package struct TooLate: Error {}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
