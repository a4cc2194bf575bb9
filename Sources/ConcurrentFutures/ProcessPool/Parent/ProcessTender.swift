internal import Logging
internal import Platform
internal import Synchronization
internal import WorkerProtocol

// One of a pool's threads and the process that it tends. The thread hands the process one job,
// waits for the answer, and so on; when the process dies, it starts another.
//
//   worker's thread ──run──► socket ──► process: reads, runs, answers
//     or submitter  ──┘
//   worker's thread ◄─log, progress, answer──┘
//   the pool's watch ◄── standard output, standard error, death
//
//   process   (none) ──launch──► started ──hello, begin, ready──► ready ──run──► running ──answer──► ready
//                ▲                  │ silent, wrong, dead            │ dead          │ dead, doomed
//                └────── buried ◄───┴────────────────────────────────┴───────────────┘
//
// What a submitter sends goes ready ──given──► running: see ProcessTender+Giving.swift.
//
// Doomed: somebody wants the run ended: the whole group is asked to end, then killed. From then on
// the run has ended badly, whatever the process still answers, and the process is buried before the
// thread takes other work: so what is ended is that run, and never the next.

/// Tends one worker process after the other, for one worker of a pool.
final class ProcessTender: WorkerHost {
  /// Why the process must end.
  enum Doom: Equatable {
    case timeLimit, killed
    case terminated(String)
    case broken(String)
  }

  /// Who reads what the process says; one at a time.
  enum Reader {
    /// Whoever comes first.
    case nobody
    /// A thread that waits for the result.
    case waiter
    /// Who ends the run, or the worker's thread between two.
    case worker
  }

  struct State {
    var process: WorkerProcess?
    var isReady = false
    /// How many runs the process was given.
    var taskCount = 0
    /// The number of the last run, over the life of the process.
    var serial: UInt64 = 0
    var running: FutureID?
    /// What ran last.
    var ended: FutureID?
    /// Whose run shall end before it begins.
    var refused: FutureID?
    /// Whose run is asked to stop before it begins.
    var stopped: FutureID?
    /// What a submitter hands over.
    var given: GivenMessage?
    var reader = Reader.nobody
    /// Whether something lies behind the last answer that was received with it.
    var isUnread = false
    var doom: Doom?
    var killTime: MonotonicClock.Instant?
    /// How long what the run started has to clean up once that is over, where nothing limits it
    /// before.
    var graceAfterRun: Duration?
    /// Whether the whole program is suspended: no grace passes.
    var isEndHeld = false
    /// Whether the process was seen to be dead.
    var isDead = false
    /// Whether the worker's thread is not told of what comes.
    var isHidden = false
    /// When somebody last got an answer where it came.
    var attendedAt: MonotonicClock.Instant?
    /// When the pool's watch looks whether the socket is to be shown.
    var showTime: MonotonicClock.Instant?

    /// Goes on with another process, or with none.
    mutating func replace(with process: WorkerProcess?) {
      self = State(
        process: process, running: running, ended: ended, refused: refused, stopped: stopped,
        isEndHeld: isEndHeld)
    }
  }

  /// What is known of a process that is to be gone.
  enum Burial {
    /// It is fit, and needed no longer.
    case leave
    /// It is dead, or as good as that; it may take so long to end by itself.
    case dead(patience: Duration)
  }

  unowned let worker: WorkerThread
  let hosting: ProcessHosting
  /// Nobody takes another lock inside but those of one process's end.
  let state = Monitor(State())
  private let cares = Atomic(true)
  let wake: WakeDescriptor
  /// Where the worker's thread rests: ``wake``, and the socket of the process.
  let readable: ReadableSet

  init(_ worker: WorkerThread, _ hosting: ProcessHosting) throws(SystemError) {
    self.worker = worker
    self.hosting = hosting
    wake = try WakeDescriptor()
    readable = try ReadableSet()
    try readable.add(wake.readDescriptor)
  }

  var systemID: UInt64 { UInt64(state.withLock { $0.process?.id ?? 0 }) }

  var needsCare: Bool { cares.load(ordering: .acquiring) }

  private var core: ThreadPoolCore { worker.pool }

  /// Starts a process; it is not asked yet whether it is ready.
  func start() throws {
    let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
    let process = try hosting.launch(nonce: nonce)
    state.withLock { $0.replace(with: process) }
    nonceBox.withLock { $0 = nonce }
    do throws(SystemError) {
      try readable.add(process.launched.socket.descriptor)
      try hosting.watch.add(self)
    } catch {
      _ = process.end(patience: .zero)
      state.withLock { $0.replace(with: nil) }
      throw ProcessStartError(code: error.code, description: "cannot watch a worker: \(error)")
    }
    // Whoever ended all workers meanwhile has not seen this one.
    if let doom = hosting.doom { self.doom(doom, .kill) }
  }

  private let nonceBox = Monitor("")

  // MARK: - Care

  func prepare() throws {
    cares.store(false, ordering: .releasing)
    // The end of a run that was given sees to its process.
    if state.withLock({ $0.given != nil }) || core.isLent(worker) { return }
    core.countOnOthers(whilePreparing: worker)
    buryUnfit()
    let (process, isReady) = state.withLock { ($0.process, $0.isReady) }
    if process != nil, isReady { return }
    guard hosting.doom == nil, process != nil || core.isWorkExpected else { return }
    try makeReady()
  }

  /// Buries the process, when nothing more can be run in it.
  func buryUnfit() {
    let (process, burial) = state.withLock { state -> (WorkerProcess?, Burial) in
      if state.doom != nil { return (state.process, .dead(patience: .zero)) }
      if state.isDead { return (state.process, .dead(patience: ProcessSettings.deathLimit)) }
      return (isWorn(state) ? state.process : nil, .leave)
    }
    if let process { bury(process, burial) }
  }

  /// Whether the process had as many jobs as it may have.
  func isWorn(_ state: borrowing State) -> Bool {
    guard let limit = hosting.settings.maxTasksPerWorker else { return false }
    return state.taskCount >= limit
  }

  /// Starts processes until one is ready, or the pool is broken.
  func makeReady() throws {
    while true {
      if state.withLock({ $0.process == nil }) {
        try start()
        core.workerReturned(worker, systemID: systemID)
      }
      guard let process = state.withLock({ $0.process }) else { return }
      core.note(worker, isStarting: true)
      switch greet(process) {
      case .ready:
        state.withLock { $0.isReady = true }
        hosting.becameReady()
        core.note(worker, isStarting: false)
        return
      case .threw(let message):
        bury(process, .dead(patience: ProcessSettings.deathLimit))
        log.critical(
          "the initializer of a worker failed, so the pool is broken: \(message)",
          metadata: ["worker": "\(worker.name)"])
        return core.breakDown("the initializer of worker \(worker.name) failed: \(message)")
      case .wrong(let reason):
        bury(process, .dead(patience: .zero))
        return core.breakDown(reason)
      case .died(let reason):
        let ending = bury(process, .dead(patience: ProcessSettings.deathLimit))
        let tail = process.output.standardErrorTail
        let words = tail.isEmpty ? "" : "; its last words:\n\(tail)"
        let count = hosting.diedBeforeReady()
        let mayRepeat = hosting.settings.failurePolicy == .respawn
        if hosting.doom != nil { return }
        guard mayRepeat, count < ProcessSettings.startDeathLimit else {
          let times = mayRepeat ? "\(count) workers in a row died" : "a worker died"
          return core.breakDown("\(times) \(reason): \(ending)\(words)")
        }
        log.warning("a worker died \(reason): \(ending)\(words)")
        pause(.milliseconds(50 << min(count - 1, 4)))
      }
    }
  }

  /// Lets a little time pass, so that what kills each worker does not take the whole machine.
  private func pause(_ duration: Duration) {
    let deadline = MonotonicClock.now.advanced(by: duration)
    let isOver = Monitor(false)
    _ = isOver.wait(until: deadline) { $0 ? true : nil }
  }

  private var log: Logger { core.log }

  private enum Greeting {
    case ready
    case threw(String)
    case died(String)
    case wrong(String)
  }

  private func greet(_ process: WorkerProcess) -> Greeting {
    let limit = hosting.settings.handshakeLimit
    var hasSaidHello = false
    do {
      let hello = try firstWord(of: process, limit)
      hasSaidHello = true
      if let reason = try refusal(of: hello) { return .wrong(reason) }
      var note: [UInt8] = []
      note.appendText(worker.name)
      note.appendText(hosting.settings.initializer?.job ?? "")
      let input = hosting.settings.initializer?.input ?? []
      guard process.send(Message(.begin, note: note, payload: input)) else {
        return .died("before it was told its name")
      }
      while true {
        let message = try process.receive()
        switch message.kind {
        case .ready:
          process.output.finish(into: tell)
          return .ready
        case .initializerThrew:
          process.output.finish(into: tell)
          return .threw(String(decoding: message.note, as: UTF8.self))
        default: hear(message, nil, process)
        }
      }
    } catch let silence as WorkerProcess.Silence {
      switch silence {
      case .late:
        return .wrong(
          "a worker process said nothing for \(limit): is "
            + "ProcessPoolExecutor.runWorkerIfRequested(jobs) the first line of its main?")
      case .garbage(let what): return .died("after it sent garbage (\(what))")
      case .end, .reset:
        return .died(
          hasSaidHello
            ? "in its initializer"
            : "before it said a word (is ProcessPoolExecutor.runWorkerIfRequested(jobs) the first "
              + "line of its main?)")
      }
    } catch {
      return .wrong("what a worker process said is not understood: \(error)")
    }
  }

  private func firstWord(
    of process: WorkerProcess, _ limit: Duration
  ) throws(WorkerProcess.Silence) -> Message {
    do throws(WorkerProcess.Silence) {
      return try process.receive(until: MonotonicClock.now.advanced(by: limit))
    } catch {
      guard case .late = error else { throw error }
      // Both may have been suspended meanwhile: a moment to say what it would have said.
      return try process.receive(until: MonotonicClock.now.advanced(by: .seconds(1)))
    }
  }

  /// Why a process is not one of ours; `nil` when it is.
  private func refusal(of hello: Message) throws -> String? {
    guard hello.kind == .hello else { return "a worker's first word was not hello" }
    var reader = ByteReader(hello.note)
    let version = try reader.number(UInt32.self)
    guard version == WireFormat.version else {
      return "a worker process speaks version \(version) of the protocol, and this program "
        + "version \(WireFormat.version): build both from the same library"
    }
    guard try reader.text() == nonceBox.withLock({ $0 }) else {
      return "a worker process does not know the word that it was given"
    }
    let identity = try reader.text()
    guard hosting.identity.isEmpty || hosting.identity == identity else {
      return "the program on disk is another one than this: it was built anew; start it again"
    }
    var known: Set<String> = []
    while !reader.isAtEnd { known.insert(try reader.text()) }
    if let missing = hosting.settings.jobs.signatures.first(where: { !known.contains($0) }) {
      return "a worker process does not know the job «\(missing)»: give the same JobRegistry to "
        + "ProcessPoolExecutor.runWorkerIfRequested as to the pool"
    }
    return nil
  }

  // MARK: - The end of a process

  /// Makes sure that a process is gone, and tells the pool; returns how it ended.
  @discardableResult
  func bury(_ process: WorkerProcess, _ burial: Burial) -> String {
    let ending: String
    let hasLeft: Bool
    switch burial {
    case .leave:
      hasLeft = process.send(Message(.exit))
      ending = process.end(patience: hasLeft ? ProcessSettings.leaveLimit : .zero)
    case .dead(let patience):
      hasLeft = false
      // The pool's watch takes the time back, and kills.
      ending = process.end(patience: patience) { state.withLock { $0.killTime != nil } }
    }
    hosting.watch.remove(self)
    readable.remove(process.launched.socket.descriptor)
    process.output.finish(into: tell)
    let reason = state.withLock { $0.doom?.sentence } ?? ending
    core.workerWentAway(worker, hasLeft ? nil : reason)
    state.withLock { $0.replace(with: nil) }
    wantCare()
    return reason
  }

  func leave() {
    let (process, burial) = state.withLock { state -> (WorkerProcess?, Burial) in
      let isFit = state.isReady && !state.isDead && state.doom == nil
      return (state.process, isFit ? .leave : .dead(patience: .zero))
    }
    if let process { bury(process, burial) }
    hosting.forget(self)
  }

  // MARK: - What it says

  func tell(_ line: String, _ future: FutureID?) {
    core.heard(line, from: worker, future)
  }

  /// Deals with what is not an answer, of a future's run or, where that is over, of nobody's.
  func hear(_ message: Message, _ future: FutureID?, _ process: WorkerProcess) {
    // What was printed before was said before.
    process.output.drain(into: tell)
    switch message.kind {
    case .log:
      process.output.add(String(decoding: message.note, as: UTF8.self), of: future, into: tell)
    case .progressed:
      guard let future else { return }
      var reader = ByteReader(message.note)
      guard let bits = try? reader.number(UInt64.self), let note = try? reader.text() else {
        return
      }
      core.progressed(future, fraction: Double(bitPattern: bits), note: note)
    default: break
    }
  }

  func wantCare() {
    cares.store(true, ordering: .releasing)
  }

  func wantCareIfUnfit(_ state: borrowing State) {
    if state.doom != nil || state.isDead || isWorn(state) { wantCare() }
  }
}

extension ProcessTender.Doom {
  /// How a process ended that was ended.
  var sentence: String {
    switch self {
    case .timeLimit: "its time limit passed, and it was ended"
    case .killed: "it was killed on request"
    case .terminated(let reason), .broken(let reason): reason
    }
  }
}
