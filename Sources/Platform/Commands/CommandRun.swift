internal import CPlatform
internal import Glibc

// running ──it is to stop──► asked (TERM to its session) ──grace is over──► killed (KILL)
//    └── the command is gone ──┴────────────────────────────┴──► reaped
//
// A command is gone once its first process is. What one has started that was asked is given the
// rest of the grace, as long as any of it lives: it may have to clean up. The process is reaped
// last, because until then nobody else can get its number, and so no signal can reach a stranger.

/// Runs one command to its end, on the calling thread.
package struct CommandRun: ~Copyable {
  /// How long a command that was asked to stop may take.
  ///
  /// More keeps a worker longer; less kills what would have cleaned up.
  package static let usualGrace = Duration.seconds(3)
  /// The time from one look at whether it shall stop to the next; where the system cannot tell that
  /// a process has ended, also at that.
  private static let lookInterval = Duration.milliseconds(50)
  /// How much of a grace may pass from one look at the clock to the next.
  ///
  /// Where more time passes, this program was suspended, and so was what it runs. More takes more
  /// of the grace then; less makes it longer on a machine that is busy. It looks after each line.
  private static let countedInterval = Duration.milliseconds(100)
  /// Bytes read of a command's last words; more than a pipe holds.
  private static let lastReadLimit = 2 << 20

  private let process: pid_t
  private var output: Int32
  private var watch: Int32
  private var lines = LineSplitter()
  /// What is left of its time to end by itself, once it was asked to.
  private var graceLeft: Duration?
  private var lastLook = MonotonicClock.Instant(nanoseconds: 0)
  private var isKilled = false

  /// Starts a command whose output lies in a spool; no line of it is told.
  ///
  /// - Parameters:
  ///   - command: What to start.
  ///   - spool: Keeps its output.
  /// - Throws: ``SystemError``, when it cannot be started.
  package init(_ command: Command, into spool: OutputSpool) throws(SystemError) {
    process = try RunningCommands.add { (registry) throws(SystemError) in
      try command.spawn(
        Command.Ties(output: spool.output, errors: spool.errors, registry: registry))
    }
    output = -1
    watch = cplatform_command_watch(process)
  }

  /// Starts a command whose output is told line by line.
  ///
  /// - Parameter command: What to start.
  /// - Throws: ``SystemError``, when it cannot be started.
  package init(_ command: Command) throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe cplatform_command_pipe(&ends) == 0 else {
      throw SystemError(call: "pipe2", code: errno)
    }
    defer { close(ends[1]) }
    do {
      process = try RunningCommands.add { (registry) throws(SystemError) in
        try command.spawn(
          Command.Ties(output: ends[1], errors: ends[1], registry: registry))
      }
    } catch {
      close(ends[0])
      throw error
    }
    output = ends[0]
    watch = cplatform_command_watch(process)
  }

  deinit {
    if output >= 0 { close(output) }
    if watch >= 0 { close(watch) }
  }

  /// Waits until it has ended.
  ///
  /// - Parameters:
  ///   - grace: How long it may take to end once it shall stop; then it is killed. While this
  ///     program is suspended, no grace passes.
  ///   - clock: Tells the time.
  ///   - shouldStop: Whether it shall stop; asked again and again.
  ///   - onLine: Is given each line of its output, of both streams, without its end; none when that
  ///     lies in a spool.
  /// - Returns: How it ended, and whether it was made to.
  package consuming func finish(
    grace: Duration = usualGrace, clock: () -> MonotonicClock.Instant = { MonotonicClock.now },
    shouldStop: () -> Bool, onLine: (String) -> Void = { _ in }
  ) -> (ending: CommandEnding, wasStopped: Bool) {
    var isGone = false
    lastLook = clock()
    while !isGone || isCleaningUp {
      waitReadable(
        [output, isGone ? -1 : watch],
        timeout: watch < 0 ? .milliseconds(10) : Self.lookInterval)
      read(atMost: 1 << 20, clock, onLine)
      isGone = cplatform_command_has_ended(process) != 0
      look(at: clock())
      guard graceLeft == nil else { continue }
      if let deadline = RunningCommands.deadline {
        graceLeft = lastLook.duration(to: deadline)
      } else if !isGone, shouldStop() {
        graceLeft = grace
        RunningCommands.signal(process, SIGTERM)
      }
      killIfOver()
    }
    if graceLeft != nil, !isKilled { kill() }
    read(atMost: Self.lastReadLimit, clock, onLine)
    if let rest = lines.finish() { onLine(rest) }
    return (RunningCommands.reap(process), graceLeft != nil)
  }

  /// Whether the command itself is gone, and what it started may still want its grace.
  private var isCleaningUp: Bool {
    graceLeft != nil && !isKilled && cplatform_session_has_others(process) != 0
  }

  /// Takes the time since the last look from its grace, and kills what has none left.
  private mutating func look(at now: MonotonicClock.Instant) {
    if let left = graceLeft {
      graceLeft = left - min(lastLook.duration(to: now), Self.countedInterval)
    }
    lastLook = now
    killIfOver()
  }

  private mutating func killIfOver() {
    if let graceLeft, graceLeft <= .zero, !isKilled { kill() }
  }

  private mutating func kill() {
    isKilled = true
    RunningCommands.signal(process, SIGKILL)
  }

  /// Reads what is there, up to a limit, so that a command that never stops writing can be stopped.
  private mutating func read(
    atMost limit: Int, _ clock: () -> MonotonicClock.Instant, _ onLine: (String) -> Void
  ) {
    guard output >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var total = 0
    while total < limit {
      let count = unsafe Glibc.read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else {
        close(output)
        output = -1
        return
      }
      total += count
      for line in lines.feed(buffer[..<count]) {
        onLine(line)
        if graceLeft != nil { look(at: clock()) }
      }
    }
  }
}
