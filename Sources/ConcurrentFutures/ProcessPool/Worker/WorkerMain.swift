internal import Platform
internal import WorkerProtocol

/// What a process does that a pool started as its worker.
final class WorkerMain: Sendable {
  private let jobs: JobRegistry
  private let runners: [String: RegisteredJob.Runners]
  private let socket: FrameSocket
  private let page: SharedPage
  private let sending = Monitor(())
  private let name = Monitor("")
  /// The run that is on, and whose it is; 0 between two.
  private let current = Monitor((run: UInt64(0), future: FutureID(rawValue: 0)))

  private init(_ jobs: JobRegistry, _ socket: FrameSocket, _ page: SharedPage) {
    self.jobs = jobs
    self.socket = socket
    self.page = page
    runners = jobs.jobs.mapValues { $0.bind(jobs) }
  }

  /// Serves a pool until it is told to leave.
  ///
  /// - Parameters:
  ///   - jobs: What can be run.
  ///   - marker: The word and the process id that the pool gave.
  static func run(_ jobs: JobRegistry, marker: String) -> Never {
    let words = marker.split(separator: " ")
    do throws(SystemError) {
      guard words.count == 2, let parent = Int32(words[1]),
        let (socket, page) = try WorkerSide.takeConnection()
      else {
        refuse(
          "\(ProcessSettings.marker) is set, but no process pool has started this process; only a "
            + "ProcessPoolExecutor starts workers. Unset the variable to run the program")
      }
      guard try WorkerSide.dieWithParent(parent) else {
        refuse("the process pool that started this worker is gone")
      }
      WorkerSide.bufferOutputByLines()
      WorkerMain(jobs, socket, page).serve(nonce: String(words[0]))
    } catch {
      refuse("a worker process cannot begin: \(error)")
    }
  }

  private static func refuse(_ sentence: String) -> Never {
    _ = writeAll("\(sentence)\n", to: 2)
    WorkerSide.leave(64)
  }

  private func serve(nonce: String) -> Never {
    var note: [UInt8] = []
    note.appendNumber(WireFormat.version)
    note.appendText(nonce)
    note.appendText(WorkerSide.buildIdentity)
    for signature in jobs.signatures { note.appendText(signature) }
    send(Message(.hello, note: note))
    var assembler = MessageAssembler()
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      guard case .bytes(let count) = socket.receive(into: &buffer) else { WorkerSide.endSession() }
      var rest = buffer[..<count]
      do throws(ProtocolError) {
        while let message = try assembler.next(&rest) { obey(message) }
      } catch {
        Self.refuse("what the pool sent is not understood: \(error)")
      }
    }
  }

  private func obey(_ message: Message) {
    switch message.kind {
    case .begin: begin(message)
    case .run: run(message)
    case .runChunk: runChunk(message)
    case .exit:
      WorkerSide.flushOutput()
      WorkerSide.leave(0)
    case .hello, .ready, .initializerThrew, .log, .progressed, .returned, .chunkReturned, .threw,
      .notDecoded, .notEncoded:
      Self.refuse("the pool sent a \(message.kind), which is for pools")
    }
  }

  func send(_ message: Message) {
    sending.withLock { _ in
      message.forEachFrame { head, piece in
        guard socket.send(head, message.payload[piece]) else { WorkerSide.endSession() }
      }
    }
  }

  // MARK: - Beginning

  private func begin(_ message: Message) {
    var reader = ByteReader(message.note)
    let worker = (try? reader.text()) ?? ""
    let job = (try? reader.text()) ?? ""
    name.withLock { $0 = worker }
    if !job.isEmpty, let failure = initialize(job, message.payload) {
      WorkerSide.flushOutput()
      send(Message(.initializerThrew, note: Array(failure.utf8.prefix(WireFormat.frameLimit))))
      WorkerSide.leave(1)
    }
    WorkerSide.flushOutput()
    send(Message(.ready))
  }

  private func initialize(_ job: String, _ input: [UInt8]) -> String? {
    guard let runner = runners[job] else { return "the job '\(job)' is not registered" }
    switch runner.one(input, context(of: FutureID(rawValue: 0), attempt: 1, job: job)) {
    case .returned, .notEncoded: return nil
    case .threw(let error): return ShortText.of(error)
    case .notDecoded(let reason): return "its input cannot be decoded: \(reason)"
    }
  }

  // MARK: - Running

  private func context(of id: FutureID, attempt: Int, job: String) -> JobContext {
    JobContext(
      id: id, attempt: attempt, workerName: name.withLock { $0 }, worker: 0, job: job,
      control: nil, host: self)
  }

  private func run(_ message: Message) {
    let reply = answer(message) { runner, context in
      switch runner.one(message.payload, context) {
      case .returned(let bytes):
        let reply = Message(.returned, run: message.run, payload: bytes)
        return reply.tooLong.map { self.refusal(.notEncoded, $0, message.run) } ?? reply
      case .threw(let error):
        return Message(.threw, run: message.run, note: RemoteFailure(error, self.jobs).note)
      case .notDecoded(let reason): return self.refusal(.notDecoded, reason, message.run)
      case .notEncoded(let reason): return self.refusal(.notEncoded, reason, message.run)
      }
    }
    send(reply)
  }

  private func refusal(_ kind: Message.Kind, _ reason: String, _ run: UInt64) -> Message {
    Message(kind, run: run, note: Array(reason.utf8.prefix(WireFormat.frameLimit / 2)))
  }

  /// Does what a message asks for, with the job that it names.
  private func answer(
    _ message: Message, _ body: (RegisteredJob.Runners, JobContext) -> Message
  ) -> Message {
    var reader = ByteReader(message.note)
    guard let id = try? reader.number(UInt64.self), let attempt = try? reader.number(UInt32.self),
      let job = try? reader.text(), let runner = runners[job]
    else { Self.refuse("the pool asked for a job that is not registered") }
    current.withLock { $0 = (message.run, FutureID(rawValue: id)) }
    defer { current.withLock { $0.run = 0 } }
    let reply = body(
      runner, context(of: FutureID(rawValue: id), attempt: Int(attempt), job: job))
    // What the job printed comes before what came of it.
    WorkerSide.flushOutput()
    return reply
  }

  private func runChunk(_ message: Message) {
    let reply = answer(message) { runner, context in
      var reader = ByteReader(message.payload)
      let count = (try? reader.number(UInt32.self)) ?? 0
      var payload: [UInt8] = []
      payload.reserveCapacity(message.payload.count)
      for item in 0..<count {
        page[WorkerProcess.PageWord.item] = UInt64(item) + 1
        guard (try? runner.next(&reader, context, &payload)) != nil else { break }
      }
      return Message(.chunkReturned, run: message.run, payload: payload)
    }
    send(reply)
  }
}

extension WorkerMain: JobHost {
  /// The run of a future's job; 0 where none is on: a thread may ask that the job has left behind.
  private func run(of id: FutureID) -> UInt64 {
    current.withLock { $0.future == id ? $0.run : 0 }
  }

  func progressed(_ id: FutureID, fraction: Double, note text: String) {
    var note: [UInt8] = []
    note.appendNumber(fraction.bitPattern)
    note.appendText(String(decoding: text.utf8.prefix(4_096), as: UTF8.self))
    send(Message(.progressed, run: run(of: id), note: note))
  }

  func logged(_ message: String, by context: JobContext) {
    WorkerSide.flushOutput()
    send(
      Message(
        .log, run: run(of: context.id), note: Array(message.utf8.prefix(WireFormat.frameLimit))))
  }

  func isStopRequested(_ id: FutureID) -> Bool {
    let run = run(of: id)
    return run != 0 && page[WorkerProcess.PageWord.stop] == run
  }
}
