/// What a job threw in a worker process.
///
/// Where the error's type was registered with ``JobRegistry/registerError(_:)``, the future has the
/// very error instead.
public struct RemoteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name of the error's type.
  public let typeName: String
  /// How the error reads.
  public let message: String
  /// Where the job was written, as `Module/File.swift:line`.
  public let location: String
  /// The type, the message, and the place.
  public var description: String { "\(typeName): \(message) (job written at \(location))" }

  /// Makes an error of what is known of another.
  public init(typeName: String, message: String, location: String) {
    self.typeName = typeName
    self.message = message
    self.location = location
  }
}

/// A value could not travel between a pool and its worker processes.
public struct JobCodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which value of which job, and why.
  public let description: String

  /// Makes an error with a sentence.
  public init(_ description: String) {
    self.description = description
  }
}

/// The worker process that ran the job is gone.
public struct WorkerDiedError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Its process id.
  public let pid: Int32
  /// How it ended: a signal's name, an exit code, or who ended it.
  public let reason: String
  /// The job that it ran.
  public let job: String
  /// The last lines that it wrote to standard error while it ran the job; may be empty.
  public let standardErrorTail: String

  /// Makes an error of what is known.
  public init(pid: Int32, reason: String, job: String, standardErrorTail: String = "") {
    self.pid = pid
    self.reason = reason
    self.job = job
    self.standardErrorTail = standardErrorTail
  }

  /// Who died, of what, and its last words.
  public var description: String {
    let words = standardErrorTail.isEmpty ? "" : "; its last words:\n\(standardErrorTail)"
    return "worker process \(pid) died while it ran '\(job)': \(reason)\(words)"
  }
}

/// A job that ended one worker process after the other is not tried again.
public struct PoisonedJobError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The job.
  public let job: String
  /// How many workers it ended.
  public let deaths: Int
  /// The job and what it did.
  public var description: String {
    "'\(job)' ended \(deaths) worker processes, and is not tried again"
  }

  /// Makes an error of a job and what it did.
  public init(job: String, deaths: Int) {
    self.job = job
    self.deaths = deaths
  }
}

/// The system refused to start a worker process.
public struct ProcessStartError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The system's number for the reason, as `errno` has it.
  public let code: Int32
  /// The call that failed and the system's sentence for the reason.
  public let description: String

  /// Makes an error of the system's answer.
  public init(code: Int32, description: String) {
    self.code = code
    self.description = description
  }
}

extension FutureOutcome {
  /// What came of a job that ended with an error.
  init(of error: any Error) {
    self = error is WorkerDiedError || error is PoisonedJobError ? .crashed : .failed
  }
}
