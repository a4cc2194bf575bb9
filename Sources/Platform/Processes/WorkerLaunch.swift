internal import CPlatform
internal import Glibc

/// A worker process that was just started, and the ways to it.
package struct LaunchedWorker: Sendable {
  /// The machine on which it runs.
  package let host: String
  package let child: ChildProcess
  package let socket: FrameSocket
  package let page: SharedPage
  package let standardOutput: OutputPipe
  package let standardError: OutputPipe
}

/// What a worker process is started with.
package struct WorkerLaunch: Sendable {
  /// The program.
  package var path: String
  /// Its arguments, the program's name first.
  package var arguments: [String]
  /// Variables beside, or instead of, those of this process.
  package var environment: [String: String]

  package init(path: String, arguments: [String], environment: [String: String]) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
  }

  /// Starts a worker process on this machine.
  ///
  /// It leads a process group of its own; its input is empty, and nothing else of this process is
  /// open in it but its end of the socket pair and the page.
  ///
  /// - Throws: ``SystemError``, when it cannot be started; then nothing is left open.
  package func start() throws(SystemError) -> LaunchedWorker {
    let (socket, theirs) = try FrameSocket.pair()
    let page = try SharedPage()
    let (output, outputEnd) = try OutputPipe.make()
    defer { close(outputEnd) }
    let (errors, errorEnd) = try OutputPipe.make()
    defer { close(errorEnd) }
    let id = try SpawningThread.run { () throws(SystemError) in
      try spawn(socket: theirs.descriptor, page: page.descriptor, outputEnd, errorEnd)
    }
    return LaunchedWorker(
      host: "localhost", child: ChildProcess(id: id), socket: socket, page: page,
      standardOutput: output, standardError: errors)
  }

  private func spawn(
    socket: Int32, page: Int32, _ output: Int32, _ error: Int32
  ) throws(SystemError) -> pid_t {
    let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    let added = environment.map { "\($0.key)=\($0.value)" }
    let variables =
      unsafe added.map { unsafe strdup($0) } + inheritedVariables(but: environment.keys) + [nil]
    let program = unsafe strdup(path)
    defer {
      unsafe words.forEach { unsafe free($0) }
      unsafe variables.forEach { unsafe free($0) }
      unsafe free(program)
    }
    var process: pid_t = -1
    let code = unsafe words.map { unsafe UnsafePointer($0) }.withUnsafeBufferPointer { words in
      unsafe variables.map { unsafe UnsafePointer($0) }.withUnsafeBufferPointer { variables in
        var order = unsafe cplatform_worker_spawn(
          path: UnsafePointer(program), arguments: words.baseAddress,
          environment: variables.baseAddress, socket: socket, page: page, output: output,
          error: error)
        return unsafe cplatform_spawn_worker(&order, &process)
      }
    }
    guard code == 0 else { throw SystemError(call: "posix_spawn(\(path))", code: code) }
    return process
  }
}

/// Copies the variables of this process, but for some.
func inheritedVariables(
  but names: some Collection<String>
) -> [UnsafeMutablePointer<CChar>?] {
  var copies: [UnsafeMutablePointer<CChar>?] = unsafe []
  // There is no such thing once clearenv(3) was called.
  guard var next = unsafe cplatform_environment() else { return unsafe copies }
  while let variable = unsafe next.pointee {
    unsafe next += 1
    let length = unsafe strcspn(variable, "=")
    let name = unsafe String(
      decoding: UnsafeRawBufferPointer(start: variable, count: length), as: UTF8.self)
    if !names.contains(name) { unsafe copies.append(strdup(variable)) }
  }
  return unsafe copies
}
