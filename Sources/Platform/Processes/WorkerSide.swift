internal import CPlatform
internal import Glibc

/// What a process does that was started as a worker.
package enum WorkerSide {
  private static let connected = Monitor(false)

  /// Whether this process has the connection of a worker, and leads a session for what it starts.
  static var isWorker: Bool { connected.withLock { $0 } }

  /// The socket and the page that a worker finds open; `nil` when nobody gave it any.
  package static func takeConnection() throws(SystemError) -> (FrameSocket, SharedPage)? {
    let socket = Int32(CPLATFORM_WORKER_SOCKET)
    let page = Int32(CPLATFORM_WORKER_PAGE)
    guard cplatform_is_socket(socket) != 0 else { return nil }
    cplatform_close_on_exec(socket)
    cplatform_close_on_exec(page)
    connected.withLock { $0 = true }
    return (FrameSocket(owning: socket), try SharedPage(mapping: page))
  }

  /// Ends this process and what it started when its parent is gone; false when that is so already.
  package static func dieWithParent(_ parent: Int32) throws(SystemError) -> Bool {
    let code = cplatform_die_with_parent(parent)
    guard code <= 0 else { throw SystemError(call: "prctl(PR_SET_PDEATHSIG)", code: code) }
    return code == 0
  }

  /// Has each line that is printed leave at once, or with the next flush.
  package static func bufferOutputByLines() {
    cplatform_line_buffer_output()
  }

  /// Lets what was printed leave.
  package static func flushOutput() {
    cplatform_flush_output()
  }

  /// Ends this process with a code, after what it was to do at its end.
  package static func leave(_ code: Int32) -> Never {
    exit(code)
  }

  /// Ends this process and what it started.
  package static func endSession() -> Never {
    cplatform_session_end_own()
    exit(1)
  }

  /// The value of an environment variable, which this process and those it starts do not see again.
  package static func takeVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    defer { unsafe unsetenv(name) }
    return unsafe String(cString: value)
  }

  /// Whether an environment variable is set.
  package static func hasVariable(_ name: String) -> Bool {
    unsafe getenv(name) != nil
  }

  /// This process's id.
  package static var processID: Int32 { getpid() }

  /// Which build of a program this is: its file, and when that was written.
  package static var buildIdentity: String {
    var status = stat()
    guard unsafe stat("/proc/self/exe", &status) == 0 else { return "unknown" }
    return "\(status.st_dev):\(status.st_ino):\(status.st_size):"
      + "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
