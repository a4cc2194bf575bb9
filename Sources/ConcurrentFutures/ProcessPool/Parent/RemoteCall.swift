internal import Platform
internal import Synchronization
internal import WorkerProtocol

/// One future's job, as a pool has it run in a worker process.
final class RemoteCall<Input: Codable & Sendable, Output: Codable & Sendable>: FutureCall {
  private let job: Job<Input, Output>
  private let input: Input
  private let codecs: JobCodecs<Input, Output>
  private let hosting: ProcessHosting
  /// How many workers died of it, over all attempts.
  private let deathCount = Atomic(0)

  init(
    _ job: Job<Input, Output>, _ input: Input, _ codecs: JobCodecs<Input, Output>,
    _ hosting: ProcessHosting
  ) {
    self.job = job
    self.input = input
    self.codecs = codecs
    self.hosting = hosting
  }

  var inputText: String { ShortText.of(input) }

  /// Runs the job in the process of the worker on whose thread this is called.
  ///
  /// - Throws: What the job threw there, or why it has no result.
  func run() throws -> Output {
    let run = RemoteRun.current(hosting)
    let message: Message
    do {
      message = try run.tender.run(run.future) { try self.message(run.future, run.attempt) }
    } catch let failure as ProcessTender.RunFailure {
      // One that ran over its time was ended.
      if case .died = failure { deathCount.wrappingAdd(1, ordering: .relaxed) }
      throw run.error(of: failure, deathCount: deathCount.load(ordering: .relaxed))
    }
    return try run.output(of: job, codecs.output, message)
  }

  /// What is sent to the process.
  func message(_ future: AnyFuture, _ attempt: Int) throws -> Message {
    let payload: [UInt8]
    do {
      payload = try codecs.input.encode(input)
    } catch {
      throw JobCodingError("the input of '\(job.name)' cannot be encoded: \(error)")
    }
    return try Message(.run, job: job.name, future, attempt, payload)
  }
}

/// One run on the worker whose thread this is.
struct RemoteRun {
  let hosting: ProcessHosting
  let tender: ProcessTender
  let future: AnyFuture
  let attempt: Int

  static func current(_ hosting: ProcessHosting) -> RemoteRun {
    guard let worker = WorkerThread.current, let tender = worker.host as? ProcessTender,
      let future = worker.future
    else { preconditionFailure("a job of a process pool runs on the thread of one of its workers") }
    return RemoteRun(
      hosting: hosting, tender: tender, future: future, attempt: future.control?.attempt ?? 1)
  }

  /// What a job's answer says.
  func output<I, O>(
    of job: Job<I, O>, _ codec: PayloadCodec<O>, _ message: Message
  ) throws -> O {
    switch message.kind {
    case .returned:
      do {
        return try codec.decode(message.payload)
      } catch {
        throw decodingError("the result of '\(job.name)' cannot be decoded: \(error)")
      }
    case .threw: throw RemoteFailure(message.note).error(hosting.settings.jobs, job.location)
    case .notDecoded:
      throw decodingError(
        "the input of '\(job.name)' cannot be decoded by a worker: "
          + String(decoding: message.note, as: UTF8.self))
    case .notEncoded:
      throw JobCodingError(
        "the result of '\(job.name)' cannot be encoded: "
          + String(decoding: message.note, as: UTF8.self))
    case .hello, .begin, .ready, .initializerThrew, .run, .runChunk, .exit, .log, .progressed,
      .chunkReturned:
      throw decodingError("a worker answered '\(job.name)' with a \(message.kind)")
    }
  }

  /// What could not be decoded costs the future; in a pool that breaks, the pool.
  func decodingError(_ sentence: String) -> any Error {
    guard hosting.settings.failurePolicy == .breakPool else { return JobCodingError(sentence) }
    tender.worker.pool.breakDown(sentence)
    return BrokenExecutorError(reason: sentence)
  }

  /// What becomes of a future whose run has no answer.
  func error(of failure: ProcessTender.RunFailure, deathCount: Int) -> any Error {
    switch failure {
    case .doomed(.broken(let reason), _): return BrokenExecutorError(reason: reason)
    case .doomed(_, let error): return error
    case .died(let error, _):
      guard hosting.settings.failurePolicy == .respawn else {
        let reason = error.description
        tender.worker.pool.breakDown(reason)
        return BrokenExecutorError(reason: reason)
      }
      return deathCount >= ProcessSettings.poisonLimit
        ? PoisonedJobError(job: error.job, deaths: deathCount) : error
    }
  }
}

extension Message {
  /// Asks a process to run a job.
  init(
    _ kind: Kind, job: String, _ future: AnyFuture, _ attempt: Int, _ payload: [UInt8]
  ) throws {
    self.init(kind, payload: payload)
    note.appendNumber(future.id.rawValue)
    note.appendNumber(UInt32(truncatingIfNeeded: attempt))
    note.appendText(job)
    if let reason = tooLong {
      throw JobCodingError("the input of '\(job)' is too long: \(reason)")
    }
  }
}

/// What a worker process tells of an error.
struct RemoteFailure {
  var typeName: String
  var message: String
  /// The error itself, if its type is registered.
  var encoded: ArraySlice<UInt8>

  init(_ error: any Error, _ jobs: JobRegistry) {
    typeName = String(describing: type(of: error))
    message = Self.cut("\(error)")
    encoded = jobs.errors[typeName]?.encode(error, jobs.coder)?[...] ?? []
    // What is too long for a note arrives as a remote error.
    if encoded.count > WireFormat.frameLimit / 2 { encoded = [] }
  }

  init(_ note: [UInt8]) {
    var reader = ByteReader(note)
    typeName = (try? reader.text()) ?? "Error"
    message = (try? reader.text()) ?? ""
    encoded = (try? reader.bytes()) ?? []
  }

  var note: [UInt8] {
    var note: [UInt8] = []
    note.appendText(typeName)
    note.appendText(message)
    note.appendBytes(encoded)
    return note
  }

  func error(_ jobs: JobRegistry, _ location: String) -> any Error {
    if !encoded.isEmpty, let known = jobs.errors[typeName]?.decode(Array(encoded), jobs.coder) {
      return known
    }
    return RemoteError(typeName: typeName, message: message, location: location)
  }

  private static func cut(_ text: String) -> String {
    let limit = WireFormat.frameLimit / 4
    guard text.utf8.count > limit else { return text }
    return String(decoding: text.utf8.prefix(limit), as: UTF8.self) + "…"
  }
}
