internal import WorkerProtocol

/// The jobs that a program's worker processes can run, by their names.
///
/// Parent and workers are the same program, and make the same registry:
///
/// ```swift
/// let jobs = JobRegistry(thumbnail, checksum)
/// ProcessPoolExecutor.runWorkerIfRequested(jobs)
/// let pool = try ProcessPoolExecutor(jobs: jobs)
/// ```
public struct JobRegistry: Sendable {
  private(set) var jobs: [String: RegisteredJob] = [:]
  private(set) var errors: [String: RegisteredError] = [:]
  /// Codes inputs and results that do not travel as they are.
  ///
  /// `[UInt8]`, `Data`, texts, plain numbers, and arrays of numbers travel as they are.
  public var coder: any JobCoder = JSONJobCoder()

  /// Makes a registry without jobs.
  public init() {}

  // Not optimized: the compiler of Swift 6.3.1 crashes over it, with debugging information.
  /// Makes a registry of jobs.
  @_optimize(none)
  public init<each I, each O>(_ job: repeat Job<each I, each O>) {
    repeat register(each job)
  }

  /// Adds a job; takes the place of one with the same name.
  public mutating func register<I, O>(_ job: Job<I, O>) {
    jobs[job.name] = RegisteredJob(job)
  }

  /// Lets errors of a type arrive as themselves rather than as ``RemoteError``.
  ///
  /// - Parameter type: The errors' type; it is known by its name.
  public mutating func registerError<E: Error & Codable & Sendable>(_ type: E.Type) {
    errors[String(describing: type)] = RegisteredError(type)
  }

  /// What parent and worker must agree on, a line for each job, in order.
  var signatures: [String] {
    jobs.values.map(\.signature).sorted()
  }
}

/// An error that travels whole.
struct RegisteredError: Sendable {
  /// `nil` when the error is of another type.
  let encode: @Sendable (any Error, any JobCoder) -> [UInt8]?
  /// `nil` when the bytes are not of such an error.
  let decode: @Sendable ([UInt8], any JobCoder) -> (any Error)?

  init<E: Error & Codable & Sendable>(_ type: E.Type) {
    encode = { error, coder in (error as? E).flatMap { try? coder.encode($0) } }
    decode = { bytes, coder in try? coder.decode(E.self, from: bytes) }
  }
}

/// A job as a worker process knows it, which knows types by their names only.
struct RegisteredJob: Sendable {
  let name: String
  let location: String
  let signature: String
  /// Returns the ``JobCodecs`` of the job, which know its types.
  let makeCodecs: @Sendable (any JobCoder) -> any AnyObject & Sendable
  /// Returns what runs the job on coded input; what comes of it is coded.
  let bind: @Sendable (JobRegistry) -> Runners

  /// Runs a job on coded input.
  struct Runners: Sendable {
    let one: @Sendable ([UInt8], JobContext) -> JobReply
    /// Runs the job on the next input of a chunk, and writes what came of it.
    let next: @Sendable (inout ByteReader, JobContext, inout [UInt8]) throws -> Void
  }

  init<I, O>(_ job: Job<I, O>) {
    name = job.name
    location = job.location
    signature = Self.signature(of: job)
    makeCodecs = { JobCodecs<I, O>($0) }
    bind = { jobs in
      let inputs = PayloadCodec<I>(jobs.coder)
      let outputs = PayloadCodec<O>(jobs.coder)
      return Runners(
        one: { bytes, context in
          Self.reply(
            input: { try inputs.decode(bytes) }, body: { try job.run($0, context) },
            output: { .returned(try outputs.encode($0)) })
        },
        next: { reader, context, bytes in
          let input = try reader.bytes()
          let start = bytes.count
          let reply = Self.reply(
            input: { try inputs.read(input) }, body: { try job.run($0, context) },
            output: { output in
              bytes.append(ChunkItem.returnedCode)
              try bytes.appendMeasured { try outputs.append(output, &$0) }
              return .returned([])
            })
          if case .returned = reply { return }
          bytes.removeSubrange(start...)
          ChunkItem(reply, jobs).append(to: &bytes)
        })
    }
  }

  private static func reply<I, O>(
    input: () throws -> I, body: (I) throws -> O, output: (O) throws -> JobReply
  ) -> JobReply {
    let value: I
    do { value = try input() } catch { return .notDecoded("\(error)") }
    let result: O
    do { result = try body(value) } catch { return .threw(error) }
    do { return try output(result) } catch { return .notEncoded("\(error)") }
  }

  /// A job's name and types: without their modules, because a private type's is an address.
  static func signature<I, O>(of job: Job<I, O>) -> String {
    "\(job.name): \(I.self) -> \(O.self)"
  }
}

extension Job {
  /// Runs the body.
  func run(_ input: Input, _ context: JobContext) throws -> Output {
    switch body {
    case .plain(let body): try body(input)
    case .inContext(let body): try body(input, context)
    }
  }
}

/// What came of a job in a worker process.
enum JobReply {
  case returned([UInt8])
  case threw(any Error)
  case notDecoded(String)
  case notEncoded(String)
}

/// A job that runs first in every worker process, and its input.
public struct WorkerInitializer: Sendable {
  let job: String
  let signature: String
  let encodeInput: @Sendable (any JobCoder) throws -> [UInt8]

  /// Makes an initializer; its job must be registered.
  public init<I, O>(_ job: Job<I, O>, _ input: I) {
    self.job = job.name
    signature = RegisteredJob.signature(of: job)
    encodeInput = { try PayloadCodec<I>($0).encode(input) }
  }
}
