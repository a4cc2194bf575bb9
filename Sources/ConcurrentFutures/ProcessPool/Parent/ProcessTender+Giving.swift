internal import Platform
internal import WorkerProtocol

// A job whose worker rests is sent by its submitter. The answer is read by who waits for the
// result, if he comes in time, and otherwise by the worker's thread, which rests where it sees the
// socket, too:
//
//   rests ──accept──► given, reserved ──handOver──► sending ──► sent ──answer──► takes it, ends the run
//                          │                           └──► failed: the process is gone; sends it again
//                          └─ cannot be encoded, or is long: refused ──call──► does all itself
//
//   reader    nobody ──attend──► waiter ──answer, deadline, death──► nobody ──takeGiven──► worker ──► …
//
// The waiter hides the socket from the worker's thread while he reads: ProcessTender+Hiding.swift.
// With the answer in his hands he ends the run in the worker's stead, as if he were its thread, but
// leaves callbacks to it; all that is no answer he leaves to it, too. So who waits costs no wake-up
// but his own: a round trip on one processor took 2.4 times that of a bare pair of sockets when the
// worker's thread was in between, and 1.65 times now.

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

// MARK: - On the thread of who waits for the result

extension ProcessTender {
  func attend(_ future: AnyFuture, until deadline: MonotonicClock.Instant?) -> Bool {
    let sent = state.withLock { state -> (WorkerProcess, UInt64)? in
      guard let given = state.given, given.future == future.id, case .sent = given.stage,
        state.reader == .nobody, let process = state.process
      else { return nil }
      state.reader = .waiter
      hide(&state)
      return (process, state.serial)
    }
    guard let (process, serial) = sent else { return false }
    var gotAnswer = false
    defer {
      let isToBeLookedAt = state.withLock { state in
        state.reader = .nobody
        return hasAttended(&state, gotAnswer: gotAnswer)
      }
      state.signal()
      if isToBeLookedAt { hosting.watch.lookAgain() }
    }
    do throws(WorkerProcess.Silence) {
      process.keep(.success(try answer(to: serial, future, process, until: deadline)))
      gotAnswer = true
      return true
    } catch {
      if case .late = error { return false }
      // What is no answer is the worker's thread's to deal with.
      process.keep(.failure(error))
      call()
      return false
    }
  }

  func handBack() {
    state.withLock { wantCareIfUnfit($0) }
  }
}

// MARK: - On the worker's thread

extension ProcessTender {
  func call() {
    wake.set()
  }

  func rest() {
    if let process = state.withLock({ $0.isUnread ? $0.process : nil }), hearWithoutRun(process) {
      return
    }
    let ready = readable.wait()
    if ready == wake.readDescriptor { return wake.clear() }
    guard ready != nil, let process = state.withLock({ $0.process }) else { return }
    _ = hearWithoutRun(process)
  }

  /// Deals with what a process says of its own accord: a thread that a job left behind may log.
  ///
  /// - Returns: Whether it may; else it is for who reads now.
  private func hearWithoutRun(_ process: WorkerProcess) -> Bool {
    let mayRead = state.withLock { state in
      guard state.given == nil, state.reader == .nobody else { return false }
      state.reader = .worker
      state.isUnread = false
      return true
    }
    guard mayRead else { return false }
    defer { state.withLock { $0.reader = .nobody } }
    let received: Result<Message, WorkerProcess.Silence>
    do throws(WorkerProcess.Silence) {
      var next = try process.receiveSome()
      while let message = next, message.kind == .log || message.kind == .progressed {
        hear(message, state.withLock { $0.serial == message.run ? $0.running : nil }, process)
        next = try process.receiveSome()
      }
      guard let next else { return true }
      received = .success(next)
    } catch {
      received = .failure(error)
    }
    // A run may have been given meanwhile, and this be its answer. Nothing else has a reason to
    // come.
    process.keep(received)
    let isUnfit = state.withLock { state in
      guard state.given == nil else { return false }
      state.isDead = true
      return true
    }
    guard isUnfit else { return true }
    process.launched.child.signalSession(.kill)
    wantCare()
    return true
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
      if state.reader == .waiter { return .none }
      state.reader = .worker
      return (given.stage, state.process)
    }
    guard let taken = taken ?? nil else { return (nil, nil) }
    switch taken.stage {
    case .sending(let message), .sent(let message), .failed(let message):
      return (taken.process, message)
    case .refused(let message):
      let doom = state.withLock { state -> Doom? in
        state.given = nil
        state.reader = .nobody
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
