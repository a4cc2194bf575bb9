internal import Platform
internal import WorkerProtocol

/// One worker process, from its start to its end, as its pool has it.
///
/// One thread sends at a time, and one receives: which, is the tender's to see to. The rest may be
/// used from any thread.
final class WorkerProcess: Sendable {
  /// The words of the page that parent and worker share.
  enum PageWord {
    /// The number of the run that shall stop; written by the parent.
    static let stop = 0
    /// Which item of a chunk runs, from 1; written by the worker.
    static let item = 1
  }

  /// What came instead of a message.
  enum Silence: Error {
    /// The process is gone, or did not answer, and had read what was sent.
    case end
    /// The process is gone, and had not read what was sent.
    case reset
    /// Something came that is no message.
    case garbage(String)
    /// Nothing came in time.
    case late

    var isReset: Bool {
      if case .reset = self { true } else { false }
    }
  }

  let launched: LaunchedWorker
  let output: WorkerOutput
  private let inbox = Monitor(Inbox())

  fileprivate struct Inbox {
    var assembler = MessageAssembler()
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var rest: ArraySlice<UInt8> = []
    /// What was received before it was wanted.
    var kept: Result<Message, Silence>?
  }

  init(_ launched: LaunchedWorker) {
    self.launched = launched
    output = WorkerOutput(launched)
  }

  var id: Int32 { launched.child.id }

  /// Sends a message; false when the process is gone.
  func send(_ message: Message) -> Bool {
    var isSent = true
    message.forEachFrame { head, piece in
      isSent = isSent && launched.socket.send(head, message.payload[piece])
    }
    return isSent
  }

  /// Waits for the next message.
  func receive(until deadline: MonotonicClock.Instant? = nil) throws(Silence) -> Message {
    try inbox.withLock { (inbox) throws(Silence) in
      if let kept = inbox.kept.take() { return try kept.get() }
      while true {
        if let message = try inbox.next() { return message }
        if let deadline, !launched.socket.waitReadable(until: deadline) { throw .late }
        try inbox.receive(from: launched.socket)
      }
    }
  }

  /// Takes what has come, and waits for no more; `nil` when it is not whole.
  func receiveSome() throws(Silence) -> Message? {
    try inbox.withLock { (inbox) throws(Silence) in
      if let message = try inbox.next() { return message }
      try inbox.receive(from: launched.socket, mayWait: false)
      return try inbox.next()
    }
  }

  /// Whether something was received that nobody has taken; for who may receive.
  var hasUnread: Bool { inbox.withLock { !$0.rest.isEmpty } }

  /// Keeps what was received for who receives next.
  func keep(_ received: Result<Message, Silence>) {
    inbox.withLock { $0.kept = received }
  }

  /// Makes sure that the process is gone, with all that it started.
  ///
  /// - Parameters:
  ///   - patience: How long one may take that seems to end by itself.
  ///   - mayCleanUp: Whether it, and what it started, was asked to end, and is given time; asked
  ///     again and again.
  /// - Returns: How it ended, as people read it.
  func end(patience: Duration, mayCleanUp: () -> Bool = { false }) -> String {
    var endedItself = launched.child.waitForEnd(until: MonotonicClock.now.advanced(by: patience))
    while !endedItself, mayCleanUp() {
      let look = MonotonicClock.now.advanced(by: .milliseconds(20))
      endedItself = launched.child.waitForEnd(until: look)
    }
    if !endedItself { launched.child.signalSession(.kill) }
    let ending = launched.child.reap(mayCleanUp: mayCleanUp)
    launched.socket.shutDown()
    switch ending {
    case .exited(let code): return "it exited with code \(code)"
    case .signalled(let signal):
      return endedItself ? "it was ended by \(signal)" : "it stopped answering, and was killed"
    }
  }
}

extension WorkerProcess.Inbox {
  /// The next message of what has come; `nil` when it is not whole.
  fileprivate mutating func next() throws(WorkerProcess.Silence) -> Message? {
    do throws(ProtocolError) {
      return try assembler.next(&rest)
    } catch {
      throw .garbage("\(error)")
    }
  }

  fileprivate mutating func receive(
    from socket: FrameSocket, mayWait: Bool = true
  ) throws(WorkerProcess.Silence) {
    rest = []
    switch socket.receive(into: &buffer, mayWait: mayWait) {
    case .nothing: break
    case .bytes(let count): rest = buffer[..<count]
    case .end: throw .end
    case .reset: throw .reset
    }
  }
}
