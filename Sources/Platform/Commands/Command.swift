internal import CPlatform
internal import Glibc

/// A command: a program, its arguments, and where it runs.
package struct Command: Sendable, Hashable {
  /// The program, which is looked for in `PATH`, and its arguments, as bytes.
  package var arguments: [[UInt8]]
  /// Variables beside, or instead of, those of this process.
  package var environment: [String: String]
  /// Where it runs; `nil` is where this process does.
  package var folder: String?

  package init(
    arguments: [[UInt8]], environment: [String: String] = [:], folder: String? = nil
  ) {
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
  }

  package init(
    arguments: [String], environment: [String: String] = [:], folder: String? = nil
  ) {
    self.init(
      arguments: arguments.map { Array($0.utf8) }, environment: environment, folder: folder)
  }

  /// What a command has of this process.
  struct Ties {
    /// Its standard streams; `nil` is nothing to read, or nowhere.
    var input: Int32?
    var output: Int32?
    var errors: Int32?
    /// A watchdog's socket, which is told of it.
    var registry: Int32?
    /// Whether it goes on when the thread that started it ends before it; else it is killed then.
    var outlivesThread = false
  }

  /// Starts it.
  ///
  /// It runs in a session of its own, so its process id is its group's id, too. In a worker process
  /// it stays in the worker's session, in a group of its own: what is done to the worker, from
  /// without, is done to all its session, and with the same grace.
  ///
  /// - Parameter ties: What it has of this process.
  /// - Returns: Its process id.
  /// - Throws: ``SystemError``, when it cannot be started.
  func spawn(_ ties: Ties) throws(SystemError) -> pid_t {
    let words =
      unsafe arguments.map { word in
        unsafe word.withUnsafeBytes { bytes in
          unsafe bytes.baseAddress.flatMap { unsafe strndup($0, bytes.count) } ?? strdup("")
        }
      } + [nil]
    let added = environment.map { "\($0.key)=\($0.value)" }
    let variables =
      unsafe added.map { unsafe strdup($0) } + inheritedVariables(but: environment.keys) + [nil]
    let place = unsafe folder.flatMap { unsafe strdup($0) }
    defer {
      unsafe words.forEach { unsafe free($0) }
      unsafe variables.forEach { unsafe free($0) }
      unsafe free(place)
    }
    let isInWorker = WorkerSide.isWorker
    var failedCall: UnsafePointer<CChar>?
    let process = unsafe words.map { unsafe UnsafePointer($0) }.withUnsafeBufferPointer { words in
      unsafe variables.map { unsafe UnsafePointer($0) }.withUnsafeBufferPointer { variables in
        var command = unsafe cplatform_command(
          arguments: words.baseAddress, environment: variables.baseAddress,
          folder: UnsafePointer(place), input: ties.input ?? -1, output: ties.output ?? -1,
          errors: ties.errors ?? -1, registry: ties.registry ?? -1,
          outlives_parent: ties.outlivesThread || isInWorker ? 1 : 0,
          stays_in_session: isInWorker ? 1 : 0)
        return unsafe cplatform_spawn_command(&command, &failedCall)
      }
    }
    guard process >= 0 else {
      let code = errno
      let call = unsafe failedCall.map { unsafe String(cString: $0) } ?? "spawn"
      let object =
        call == "chdir" ? folder ?? "" : String(decoding: arguments.first ?? [], as: UTF8.self)
      throw SystemError(call: "\(call)(\(object))", code: code)
    }
    return process
  }
}

/// How a command ended.
package enum CommandEnding: Sendable, Hashable {
  /// By itself, with a code.
  case exited(Int32)
  /// By a signal.
  case signalled(Signal)

  /// Reaps a process that has ended.
  ///
  /// Where somebody else has reaped it, nobody knows how it ended, and nobody is to take it for a
  /// success.
  init(reaping process: pid_t) {
    var code: Int32 = 0
    if unsafe cplatform_command_reap(process, &code) != 0 { code = 255 }
    self = code < 0 ? .signalled(Signal(rawValue: -code)) : .exited(code)
  }
}
