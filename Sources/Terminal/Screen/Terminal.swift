private import CNcurses
private import Glibc
package import TextCanvas

/// The screen: a canvas goes in, keys come out.
///
/// Belongs to one thread, as curses does; a process has one at a time. Catches no signals as long
/// as somebody else does: whoever opens it catches them first.
@safe
package final class Terminal {
  package let device: TerminalDevice
  package private(set) var palette: Palette
  /// Whether the locale can say more than ASCII.
  package let isUTF8: Bool
  /// How many columns and rows there are now.
  package private(set) var size: Size

  private let screen: OpaquePointer
  /// The stream to the terminal is not closed: its descriptor is the device's.
  private let input: UnsafeMutablePointer<FILE>
  /// Reading from a pad of its own does not draw the screen on the way.
  private let keyPad: UnsafeMutablePointer<WINDOW>
  private var inks: InkBottle
  private var decoder = KeyDecoder()
  /// What curses was told to show, row by row; empty when nobody knows.
  private var shown: [ArraySlice<Cell>] = []
  private var isClosed = false
  private var isSuspended = false

  /// Milliseconds after which Esc is the key and no longer the start of another, unless `ESCDELAY`
  /// says it.
  ///
  /// More help slow lines; fewer make Esc quicker.
  private static let escapeDelay: Int32 = 25

  /// Milliseconds that the rest of a sequence may take, once more than Esc of it has come.
  ///
  /// Fewer break keys on slow lines; more keep the screen still after Alt-[.
  private static let sequenceDelay: Int32 = 100

  /// Opens the screen: a second one if the terminal has it, no echo, no cursor.
  ///
  /// - Parameters:
  ///   - device: The terminal.
  ///   - environment: Decides about colours when nobody else does.
  ///   - depth: How many colours to use, at most what the terminal can do. `nil` finds it out.
  /// - Throws: ``TerminalError``; then the terminal is as it was.
  package init(
    on device: TerminalDevice, environment: [String: String], depth: ColorDepth? = nil
  ) throws(TerminalError) {
    self.device = device
    cncurses_use_locale()
    isUTF8 = unsafe String(cString: cncurses_codeset()).uppercased() == "UTF-8"
    // The size comes from the terminal, not from LINES and COLUMNS, which know of no resizing.
    use_env(false)
    use_tioctl(true)
    // On the device's own descriptor: a crash silences that one, so that no thread draws any more.
    let output = unsafe fdopen(device.outputDescriptor, "w")
    let input = unsafe fdopen(fcntl(device.inputDescriptor, F_DUPFD_CLOEXEC, 3), "r")
    guard let output = unsafe output, let input = unsafe input,
      let screen = unsafe newterm(device.name, output, input), let keyPad = unsafe newpad(1, 1)
    else { throw .refused(device.name) }
    unsafe self.input = input
    unsafe self.screen = screen
    unsafe self.keyPad = keyPad

    if environment["ESCDELAY"] == nil { set_escdelay(Self.escapeDelay) }
    cbreak()
    noecho()
    nonl()
    unsafe keypad(keyPad, true)
    unsafe nodelay(keyPad, true)
    // Some descriptions call these keys; they tell of the focus, where another program left that on.
    for report in ["\u{1B}[I", "\u{1B}[O"] { _ = unsafe define_key(report, 0) }
    // A frame is drawn whole, even while somebody types.
    typeahead(-1)
    curs_set(0)
    let wanted =
      depth?.limited(to: device.colorCount)
      ?? .detected(environment: environment, terminalColors: device.colorCount)
    palette = Palette(wanted)
    inks = InkBottle(palette: palette)
    size = Size(columns: 0, rows: 0)
    size = reportedSize()
    setPasteMarks(true)
  }

  deinit {
    close()
  }

  /// Draws a canvas.
  ///
  /// Only what changed since the last one goes to the terminal.
  package func draw(_ canvas: Canvas) {
    draw(rows: (0..<canvas.size.rows).lazy.map { canvas.row($0) })
  }

  /// Draws rows from the top; what they do not cover becomes blank.
  package func draw(rows: some Collection<ArraySlice<Cell>>) {
    guard !isClosed, !isSuspended else { return }
    var visible = rows.prefix(size.rows).map { $0.prefix(size.columns) }
    while visible.count < size.rows { visible.append([]) }
    advance(to: visible)
    for (row, cells) in visible.enumerated() {
      if row < shown.count {
        for change in TextRun.changes(from: shown[row], to: cells) {
          let start = cells.startIndex + change.lowerBound
          write(cells[start..<start + change.count], from: change.lowerBound, row: row)
        }
      } else {
        unsafe wmove(cncurses_stdscr(), Int32(row), 0)
        unsafe wclrtoeol(cncurses_stdscr())
        write(cells, from: 0, row: row)
      }
    }
    shown = visible
    unsafe wrefresh(cncurses_stdscr())
  }

  /// Has the terminal move what goes one column to the left, as lanes do, on its own screen.
  ///
  /// Curses does so by itself where nothing else changes in the row; so this comes first, and the
  /// row is drawn as it is to be after it.
  private func advance(to visible: [ArraySlice<Cell>]) {
    var hasMoved = false
    for (row, cells) in visible.enumerated() where row < shown.count {
      guard let column = RowAdvance.column(from: shown[row], to: cells) else { continue }
      unsafe mvwdelch(cncurses_stdscr(), Int32(row), Int32(column))
      shown[row] = RowAdvance.advanced(shown[row], at: column)
      hasMoved = true
    }
    if hasMoved { unsafe wrefresh(cncurses_stdscr()) }
  }

  /// Takes the keys that have come.
  ///
  /// Never waits, but for the end of an escape sequence.
  package func readKeys() -> [TerminalKey] {
    guard !isClosed, !isSuspended else { return [] }
    var keys = decoder.decode(readInputs())
    while decoder.isWaiting {
      let inputs = hasInput(within: Self.sequenceDelay) ? readInputs() : []
      keys += inputs.isEmpty ? decoder.giveUp() : decoder.decode(inputs)
    }
    return keys
  }

  private func readInputs() -> [KeyDecoder.Input] {
    var inputs: [KeyDecoder.Input] = []
    while true {
      var value = wint_t()
      switch unsafe wget_wch(keyPad, &value) {
      case KEY_CODE_YES where Int32(truncatingIfNeeded: value) == KEY_MOUSE:
        if let report = readMouse() { inputs.append(.mouse(report)) }
      case KEY_CODE_YES: inputs.append(.code(Int(value)))
      case OK: inputs += Unicode.Scalar(value).map { [.scalar($0)] } ?? []
      default: return inputs
      }
    }
  }

  private func hasInput(within milliseconds: Int32) -> Bool {
    var request = pollfd(fd: device.inputDescriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, milliseconds) > 0
  }

  func change(to palette: Palette) {
    self.palette = palette
    inks = InkBottle(palette: palette)
    shown = []
  }

  private func write(_ cells: ArraySlice<Cell>, from column: Int, row: Int) {
    let runs = TextRun.runs(
      of: cells, isPaper: { palette.appearance(of: $0).isPaper }, width: Self.width)
    for var run in runs {
      run.column += column
      write(run, row: row)
    }
  }

  private func write(_ run: TextRun, row: Int) {
    let window = unsafe cncurses_stdscr()
    let ink = inks.ink(for: run.style)
    let look = ink.appearance
    unsafe cncurses_set_style(
      window, look.isBold, look.isDim, look.isReversed, look.isUnderlined, ink.pair)
    let text = run.scalars.map { wchar_t($0.value) }
    // Fails after the last cell of the screen, where the cursor cannot go on; the cell is written.
    _ = unsafe cncurses_write(window, Int32(row), Int32(run.column), text, Int32(text.count))
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    Int(cncurses_width(wchar_t(scalar.value)))
  }
}

// MARK: - Size

extension Terminal {
  /// Takes the size that the terminal has now.
  ///
  /// - Returns: That size.
  @discardableResult
  package func resize() -> Size {
    guard !isClosed else { return size }
    resize(to: reportedSize())
    return size
  }

  /// Takes this size.
  package func resize(to newSize: Size) {
    guard !isClosed, newSize.columns > 0, newSize.rows > 0 else { return }
    resizeterm(Int32(newSize.rows), Int32(newSize.columns))
    size = newSize
    shown = []
  }

  /// A line without a window says zero; then the terminal's description counts.
  private func reportedSize() -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    let status = unsafe cncurses_window_size(device.outputDescriptor, &columns, &rows)
    guard status == 0, columns > 0, rows > 0 else {
      let window = unsafe cncurses_stdscr()
      return unsafe Size(columns: Int(getmaxx(window)), rows: Int(getmaxy(window)))
    }
    return Size(columns: Int(columns), rows: Int(rows))
  }
}

// MARK: - Going and coming back

extension Terminal {
  /// Whether the other end of the terminal is gone; then no key will ever come.
  package var isHungUp: Bool {
    var request = pollfd(fd: device.inputDescriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, 0) > 0 else { return false }
    return request.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Makes the next frame be drawn whole: something else wrote on the screen.
  package func redraw() {
    guard !isClosed else { return }
    shown = []
    unsafe clearok(cncurses_curscr(), true)
  }

  /// Brings the former screen back for a while: before the process stops.
  package func suspend() {
    guard !isClosed, !isSuspended else { return }
    isSuspended = true
    leaveScreen()
  }

  /// Brings the former screen back; where there is none, who writes next begins in a blank row.
  ///
  /// The description does not tell which: there are terminals that ignore `rmcup`.
  private func leaveScreen() {
    setPasteMarks(false)
    let window = unsafe cncurses_stdscr()
    unsafe wmove(window, Int32(size.rows) - 1, 0)
    unsafe wclrtoeol(window)
    unsafe wrefresh(window)
    endwin()
  }

  /// Brings the own screen again, in the terminal's present size.
  ///
  /// Also after a stop that nobody announced, when somebody else has used the terminal meanwhile.
  package func resumeAfterSuspend() {
    guard !isClosed else { return }
    if !isSuspended { endwin() }
    isSuspended = false
    reset_prog_mode()
    setPasteMarks(true)
    resize()
    redraw()
    unsafe wrefresh(cncurses_stdscr())
    curs_set(0)
  }

  /// Leaves the terminal as it was.
  ///
  /// Does nothing the second time.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    if !isSuspended { leaveScreen() }
    unsafe delwin(keyPad)
    unsafe delscreen(screen)
    _ = unsafe fclose(input)
  }
}
