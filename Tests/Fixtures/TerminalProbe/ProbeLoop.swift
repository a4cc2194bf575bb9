import ConcurrentFutures
import Glibc
import Platform
import Synchronization
import Terminal
import TextCanvas

/// Draws, waits, hears keys and signals, until it is to leave.
struct ProbeLoop {
  let terminal: Terminal
  let signals: SignalPipe
  let capture: StandardStreamCapture
  private var lastKey = "none"
  private var lastLine = "none"
  private var stopCount = 0
  /// How many cells the lane has moved to the left.
  private var laneStep = 0
  private var isLeaving = false
  /// Whether it draws everything again and again, without waiting.
  private var isBusy = false
  /// The pool in which a job crashes.
  private var pool: ThreadPoolExecutor?
  private static let frameCount = Atomic(0)

  init(terminal: Terminal, signals: SignalPipe, capture: StandardStreamCapture) {
    self.terminal = terminal
    self.signals = signals
    self.capture = capture
  }

  mutating func run() throws {
    while !isLeaving {
      draw()
      Self.frameCount.add(1, ordering: .relaxed)
      if isBusy { terminal.redraw() } else { wait() }
      for key in terminal.readKeys() { try obey(key) }
      for signal in signals.drain() { obey(signal) }
      lastLine = capture.readLines().last ?? lastLine
      if terminal.isHungUp { isLeaving = true }
    }
  }

  private func wait() {
    let descriptors = [
      terminal.device.inputDescriptor, signals.readDescriptor, capture.readDescriptor,
    ]
    var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = unsafe poll(&requests, nfds_t(requests.count), -1)
  }

  private mutating func obey(_ key: TerminalKey) throws {
    lastKey = "\(key)"
    switch key {
    case .character("q"): isLeaving = true
    case .character("t"): throw ProbeError(reason: "as asked")
    case .character("o"): print("hello from standard output")
    case .character("s"): try crash { unsafe UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1 }
    case .character("i"): try crash { _ = [1][lastKey.count] }
    case .character("a"): try crash { abort() }
    case .character("w"):
      // In another thread, while this one goes on with drawing.
      let number = lastKey.count
      _ = try OSThread.start(name: "crashing") {
        print("last words")
        _ = [1][number]
      }
    case .character("d"):
      // In another thread, while this one draws.
      isBusy = true
      let number = lastKey.count
      let first = Self.frameCount.load(ordering: .relaxed)
      _ = try OSThread.start(name: "crashing") {
        while Self.frameCount.load(ordering: .relaxed) < first + 20 { sched_yield() }
        print("last words")
        _ = [1][number]
      }
    case .character("m"): laneStep += 1
    case .character("v"): try crash { overflow(1) }
    case .character("p"):
      // On a worker of a pool.
      let pool = try ThreadPoolExecutor(maxWorkers: 1)
      try pool.submit { overflow(1) }
      self.pool = pool
    case .control("l"): terminal.redraw()
    default: break
    }
  }

  private func crash(_ body: () -> Void) throws {
    print("last words")
    body()
  }

  private mutating func obey(_ signal: Signal) {
    switch signal {
    case .windowChanged: terminal.resize()
    case .terminalStop:
      terminal.suspend()
      SignalPipe.stopProcess()
      stopCount += 1
      terminal.resumeAfterSuspend()
    case .continued: break
    default: isLeaving = true
    }
  }

  /// A label that counts, and an alphabet that goes by.
  private func lane(columns: Int) -> String {
    let label = "lane \(laneStep % 10) |"
    let cells = (0..<max(0, columns - label.count)).map { column in
      Character(Unicode.Scalar(UInt8(0x41 + (column + laneStep) % 26)))
    }
    return label + String(cells)
  }

  private func draw() {
    let size = terminal.size
    var rows = Array(
      repeating: Array(repeating: Cell.blank, count: size.columns), count: size.rows)
    func put(_ text: String, row: Int, style: Style = .normal) {
      guard row < size.rows else { return }
      var column = 0
      for character in text {
        let isWide = character.unicodeScalars.contains { $0.value >= 0x2E80 }
        guard column + (isWide ? 2 : 1) <= size.columns else { return }
        rows[row][column] = Cell(text: String(character), style: style)
        if isWide { rows[row][column + 1] = Cell(text: "", style: style) }
        column += isWide ? 2 : 1
      }
    }
    let facts = "\(size.columns)x\(size.rows) \(terminal.palette.depth)"
    put("probe \(facts)", row: 0, style: Style(.title))
    put("~~~阻塞~~~|", row: 1)
    put("e\u{301}a\u{308}|", row: 2)
    put("┌──┐ █▓░ ✗|", row: 3)
    put("failed", row: 4, style: Style(.failed))
    put("key: \(lastKey)", row: 5)
    put("line: \(lastLine)", row: 6)
    put("pid: \(getpid())", row: 7)
    put("stops: \(stopCount)", row: 8)
    put(lane(columns: size.columns), row: 9, style: Style(.running))
    if let last = rows.indices.last, size.columns > 0 {
      rows[last][size.columns - 1] = Cell(text: "#", style: Style(.key))
    }
    terminal.draw(rows: rows.map { $0[...] })
  }
}

/// Needs more stack than there is.
@discardableResult
private func overflow(_ depth: Int) -> Int {
  // Used after the call as well, so that no optimizer makes a loop of this.
  unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 128) { room in
    unsafe room.initialize(repeating: depth)
    return unsafe depth == .max ? 0 : overflow(depth + 1) + room[depth % 128]
  }
}

struct ProbeError: Error {
  let reason: String
}
