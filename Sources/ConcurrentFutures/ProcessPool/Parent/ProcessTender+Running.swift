internal import Platform
internal import WorkerProtocol

// MARK: - Running

extension ProcessTender {
  /// Why a run has no answer.
  enum RunFailure: Error {
    /// The process is gone that had begun it.
    case died(WorkerDiedError, item: Int)
    /// Somebody wanted it to end.
    case doomed(Doom, WorkerDiedError)
  }

  /// Has the process run something, and waits for the answer.
  ///
  /// On the worker's thread. A process that is gone before it has read what it was sent is
  /// replaced, and asked again: it never began. But not for ever, because what it was sent may have
  /// ended it.
  ///
  /// - Parameters:
  ///   - future: Whose job it is.
  ///   - mayGoOn: Whether the job has another run when the process dies.
  ///   - makeMessage: Makes what is sent, unless the submitter has sent it.
  /// - Returns: The answer.
  /// - Throws: ``RunFailure``, why no process can be started, or why there is no message.
  func run(
    _ future: AnyFuture, mayGoOn: Bool = false, _ makeMessage: () throws -> Message
  ) throws -> Message {
    var (sentTo, prepared) = try takeGiven(future)
    var message = try prepared ?? makeMessage()
    var unheardCount = 0
    while true {
      let isGiven = sentTo != nil
      let process = try sentTo.take() ?? begin(future, &message)
      let answer = Result { () throws(WorkerProcess.Silence) in
        guard isGiven || process.send(message) else { throw .reset }
        return try self.answer(to: message.run, future, process)
      }
      let wasSent = !isGiven || self.wasSent(answer, future)
      process.output.finish(into: tell)
      switch answer {
      case .success(let message):
        try finish(future, process, isOver: true)
        return message
      case .failure(let silence) where silence.isReset || !wasSent:
        unheardCount += 1
        let isOver = unheardCount == ProcessSettings.unheardLimit
        try finish(future, process, isOver: isOver)
        if isOver { throw died(future, process, silence) }
        bury(process, .dead(patience: ProcessSettings.deathLimit))
      case .failure(let silence):
        try finish(future, process, isOver: !mayGoOn)
        throw died(future, process, silence)
      }
    }
  }

  func died(
    _ future: AnyFuture, _ process: WorkerProcess?, _ doom: Doom
  ) -> WorkerDiedError {
    WorkerDiedError(
      pid: process?.id ?? 0, reason: doom.sentence, job: future.name,
      standardErrorTail: process?.output.standardErrorTail ?? "")
  }

  private func died(
    _ future: AnyFuture, _ process: WorkerProcess, _ silence: WorkerProcess.Silence
  ) -> RunFailure {
    // Anything may stand there: a job can write to all memory of its process.
    let item = Int(clamping: process.launched.page[WorkerProcess.PageWord.item])
    let ending: String
    if case .garbage(let what) = silence {
      process.launched.child.signalSession(.kill)
      bury(process, .dead(patience: .zero))
      ending = "it sent garbage (\(what)), and was killed"
    } else {
      ending = bury(process, .dead(patience: ProcessSettings.deathLimit))
    }
    return .died(
      WorkerDiedError(
        pid: process.id, reason: ending, job: future.name,
        standardErrorTail: process.output.standardErrorTail), item: item)
  }

  /// The process, ready; another one when it is gone.
  private func processForRun(_ future: AnyFuture) throws -> WorkerProcess {
    if let process = state.withLock({ $0.isReady && !$0.isDead ? $0.process : nil }) {
      return process
    }
    let doomed = state.withLock { state in
      state.doom.map { RunFailure.doomed($0, died(future, state.process, $0)) }
    }
    buryUnfit()
    // Only the end of all workers comes between two runs.
    if let doomed { throw doomed }
    if let doom = hosting.doom { throw RunFailure.doomed(doom, died(future, nil, doom)) }
    try makeReady()
    guard let process = state.withLock({ $0.isReady ? $0.process : nil }) else {
      throw BrokenExecutorError(reason: "no worker process can be started")
    }
    return process
  }

  /// Begins a run in a process that is fit for it, and gives the message the run's number.
  private func begin(_ future: AnyFuture, _ message: inout Message) throws -> WorkerProcess {
    let process = try processForRun(future)
    let serial = state.withLock { state -> UInt64? in
      if state.refused == future.id {
        state.refused = nil
        state.ended = future.id
        return nil
      }
      return state.begin(future.id, process)
    }
    guard let serial else { throw RunFailure.doomed(.killed, died(future, process, .killed)) }
    process.output.begin(future.id)
    message.run = serial
    return process
  }

  /// Waits for the answer to a run, and hears what is said before it.
  func answer(
    to serial: UInt64, _ future: AnyFuture, _ process: WorkerProcess,
    until deadline: MonotonicClock.Instant? = nil
  ) throws(WorkerProcess.Silence) -> Message {
    while true {
      let message = try process.receive(until: deadline)
      switch message.kind {
      case .returned, .chunkReturned, .threw, .notDecoded, .notEncoded:
        guard message.run == serial else {
          throw .garbage("an answer to run \(message.run), where \(serial) runs")
        }
        return message
      case .log, .progressed: hear(message, message.run == serial ? future.id : nil, process)
      case .hello, .begin, .ready, .initializerThrew, .run, .runChunk, .exit:
        throw .garbage("a \(message.kind) while a job runs")
      }
    }
  }

  /// Notes that nothing runs; throws why it was to end, if it was.
  ///
  /// Where it is not over, because the job has another run, whoever wants it to end meanwhile is
  /// heard: then that run does not begin.
  private func finish(_ future: AnyFuture, _ process: WorkerProcess, isOver: Bool) throws {
    let isUnread = process.hasUnread
    let doom = state.withLock { state in
      state.given = nil
      state.reader = .nobody
      state.isUnread = isUnread
      state.running = nil
      beginGrace(&state)
      state.ended = isOver || state.doom != nil ? future.id : nil
      wantCareIfUnfit(state)
      return state.doom
    }
    // Whoever ends the run need not be the worker's thread.
    if isUnread { call() }
    if let doom { throw RunFailure.doomed(doom, died(future, process, doom)) }
  }
}

// MARK: - Ending a run

extension ProcessTender {
  func end(_ future: FutureID, _ cause: EndCause, grace: Duration) -> Bool {
    let doom: Doom = cause == .timeLimit ? .timeLimit : .killed
    let process = state.withLock { state -> WorkerProcess?? in
      guard state.running == future else {
        guard state.ended != future else { return .none }
        state.refused = future
        return .some(nil)
      }
      if state.doom == nil { state.doom = doom }
      let killTime = MonotonicClock.now.advanced(by: grace)
      state.killTime = min(killTime, state.killTime ?? killTime)
      // Inside, so that the run cannot end between the look and the signal.
      state.process?.launched.child.signalSession(grace > .zero ? .terminate : .kill)
      return .some(state.process)
    }
    guard let process else { return false }
    if process != nil { hosting.watch.lookAgain() }
    return true
  }

  func holdEnd() {
    state.withLock { $0.isEndHeld = true }
  }

  func postponeEnd(by delay: Duration) {
    state.withLock { state in
      state.isEndHeld = false
      state.killTime = state.killTime?.advanced(by: delay)
    }
    hosting.watch.lookAgain()
  }

  func settle() {
    state.withLock { $0.ended = nil }
  }

  func stop(_ future: FutureID) {
    state.withLock { state in
      guard state.running == future, let process = state.process else {
        return state.stopped = future
      }
      process.launched.page[WorkerProcess.PageWord.stop] = state.serial
    }
  }

  /// Ends the process, as if something outside had; returns its id.
  func killProcess() -> Int32? {
    state.withLock { state in
      guard let process = state.process, !state.isDead else { return nil }
      process.launched.child.signalSession(.kill)
      return process.id
    }
  }

  /// Ends the process, whatever it does; no other takes its place.
  ///
  /// A run that is only asked to end may take its time, and what it started has a grace after it.
  func doom(_ doom: Doom, _ signal: Signal) {
    state.withLock { state in
      guard let process = state.process else { return }
      if state.doom == nil { state.doom = doom }
      let isAsked = signal != .kill && state.running != nil
      state.graceAfterRun = isAsked ? ProcessSettings.usualGrace : nil
      process.launched.child.signalSession(signal)
    }
    wantCare()
    call()
  }

  /// Begins the grace of what a run started that is over, under the monitor.
  private func beginGrace(_ state: inout State) {
    guard let grace = state.graceAfterRun else { return }
    state.graceAfterRun = nil
    let killTime = MonotonicClock.now.advanced(by: grace)
    state.killTime = min(killTime, state.killTime ?? killTime)
    hosting.watch.lookAgain()
  }
}

// MARK: - Watching

extension ProcessTender: WatchedProcess {
  var descriptors: [Int32] {
    let (process, isDead) = state.withLock { ($0.process, $0.isDead) }
    guard let process else { return [] }
    return (isDead ? [] : [process.launched.child.deathDescriptor]) + process.output.descriptors
  }

  var wakeTime: MonotonicClock.Instant? {
    state.withLock { state in
      [state.isEndHeld ? nil : state.killTime, state.showTime].compactMap(\.self).min()
    }
  }

  func look(at now: MonotonicClock.Instant) {
    showIfUnattended(at: now)
    let process = state.withLock { state -> WorkerProcess? in
      if let killTime = state.killTime, killTime <= now, !state.isEndHeld {
        state.killTime = nil
        state.process?.launched.child.signalSession(.kill)
      }
      return state.process
    }
    guard let process else { return }
    process.output.drain(into: tell)
    guard process.launched.child.hasEnded else { return }
    let isNew = state.withLock { state in
      guard state.process === process, !state.isDead else { return false }
      state.isDead = true
      beginGrace(&state)
      return true
    }
    guard isNew else { return }
    // What was asked to end has the rest of its grace for what it started: see `bury`.
    if state.withLock({ $0.killTime == nil }) { process.launched.child.signalSession(.kill) }
    // Something that the job started may hold the other end of the socket: the thread that waits
    // for an answer is told by this end.
    process.launched.socket.shutDown()
    wantCare()
    call()
  }
}
