internal import Platform
internal import WorkerProtocol

// A job whose worker rests is sent by its submitter, and the worker's thread wakes for the answer
// only. It rests where it sees the socket, too:
//
//   rests ──accept──► given, reserved ──handOver──► sending ──► sent ──answer──► takes it, ends the run
//                          │                           └──► failed: the process is gone; sends it again
//                          └─ cannot be encoded, or is long: refused ──call──► does all itself

/// What a submitter hands over to a worker's host.
struct GivenMessage {
  enum Stage {
    /// The submitter encodes it.
    case reserved
    /// The worker's thread is to do all that is to be done.
    case refused(Message?)
    case sending(Message)
    case sent(Message)
    /// The process is gone.
    case failed(Message)
  }

  let future: FutureID
  var stage = Stage.reserved
}

extension ProcessTender.State {
  /// Notes that a run begins, and returns its number.
  mutating func begin(_ future: FutureID, _ process: WorkerProcess) -> UInt64 {
    serial += 1
    taskCount += 1
    running = future
    process.launched.page[WorkerProcess.PageWord.item] = 0
    if stopped == future { process.launched.page[WorkerProcess.PageWord.stop] = serial }
    return serial
  }
}

// MARK: - On the submitter's thread

extension ProcessTender {
  /// Bytes of the longest input that a submitter sends: it must not wait until they are read.
  private static let givenLimit = 64 << 10

  func accept(_ future: AnyFuture) -> Bool {
    state.withLock { state in
      guard state.isReady, !state.isDead, state.doom == nil, !isWorn(state),
        let process = state.process
      else { return false }
      state.given = GivenMessage(future: future.id)
      _ = state.begin(future.id, process)
      return true
    }
  }

  /// Sends what a future's job is to be run with, after the future was accepted.
  func handOver(_ future: AnyFuture, _ makeMessage: () throws -> Message) {
    guard var message = try? makeMessage() else { return refuse(future, nil) }
    guard message.payload.count <= Self.givenLimit else { return refuse(future, message) }
    let process = state.withLock { state in
      message.run = state.serial
      setStage(.sending(message), of: future, &state)
      return state.process
    }
    process?.output.begin(future.id)
    let isSent = process?.send(message) == true
    state.withLock { setStage(isSent ? .sent(message) : .failed(message), of: future, &$0) }
    state.signal()
    if !isSent { call() }
  }

  private func refuse(_ future: AnyFuture, _ message: Message?) {
    state.withLock { setStage(.refused(message), of: future, &$0) }
    state.signal()
    call()
  }

  private func setStage(
    _ stage: GivenMessage.Stage, of future: AnyFuture, _ state: inout State
  ) {
    // The run may be over before its submitter is back.
    guard state.given?.future == future.id else { return }
    state.given?.stage = stage
  }
}

// MARK: - On the worker's thread

extension ProcessTender {
  func call() {
    wake.set()
  }

  func rest() {
    let process = state.withLock { $0.isReady && !$0.isDead ? $0.process : nil }
    let ready = waitReadable([wake.readDescriptor, process?.launched.socket.descriptor ?? -1])
    if ready[0] { wake.clear() }
    if ready[1], let process { hearWithoutRun(process) }
  }

  /// Deals with what a process says of its own accord: a thread that a job left behind may log.
  private func hearWithoutRun(_ process: WorkerProcess) {
    guard state.withLock({ $0.given == nil }) else { return }
    let received: Result<Message, WorkerProcess.Silence>
    do throws(WorkerProcess.Silence) {
      guard let message = try process.receiveSome() else { return }
      if message.kind == .log || message.kind == .progressed {
        return hear(message, state.withLock { $0.running }, process)
      }
      received = .success(message)
    } catch {
      received = .failure(error)
    }
    // A run may have been given meanwhile, and this be its answer. Nothing else has a reason to come.
    process.keep(received)
    let isUnfit = state.withLock { state in
      guard state.given == nil else { return false }
      state.isDead = true
      return true
    }
    guard isUnfit else { return }
    process.launched.child.signalGroup(.kill)
    wantCare()
  }

  /// Takes what a submitter has handed over.
  ///
  /// - Returns: The process that it was sent to, if it was, and the message, if there is one.
  /// - Throws: ``RunFailure``, when the run is to end before it was sent.
  func takeGiven(_ future: AnyFuture) throws -> (sentTo: WorkerProcess?, message: Message?) {
    typealias Taken = (stage: GivenMessage.Stage, process: WorkerProcess?)
    let taken = state.wait { state -> Taken?? in
      guard let given = state.given, given.future == future.id else { return .some(nil) }
      if case .reserved = given.stage { return .none }
      return (given.stage, state.process)
    }
    guard let taken = taken ?? nil else { return (nil, nil) }
    switch taken.stage {
    case .sending(let message), .sent(let message), .failed(let message):
      return (taken.process, message)
    case .refused(let message):
      let doom = state.withLock { state -> Doom? in
        state.given = nil
        state.running = nil
        state.taskCount -= 1
        if state.doom != nil { state.ended = future.id }
        return state.doom
      }
      guard let doom else { return (nil, message) }
      wantCare()
      throw RunFailure.doomed(doom, died(future, taken.process, doom))
    case .reserved: preconditionFailure("what is being encoded was taken")
    }
  }

  /// Whether what a submitter sent has left as a whole; waits for that where there is no answer.
  func wasSent(
    _ answer: Result<Message, WorkerProcess.Silence>, _ future: AnyFuture
  ) -> Bool {
    guard case .failure = answer else { return true }
    return state.wait { state -> Bool? in
      guard let given = state.given, given.future == future.id else { return true }
      switch given.stage {
      case .sent: return true
      case .failed: return false
      case .reserved, .refused, .sending: return nil
      }
    } ?? true
  }
}
