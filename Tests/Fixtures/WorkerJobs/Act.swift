import ConcurrentFutures
import Foundation

/// What a job does that goes wrong.
package enum Act: Codable, Sendable, Hashable {
  case returnText(String)
  case throwError(String)
  case trap, abort, segfault
  case exit(Int32)
  case signal(Int32)
  case killOwnGroup
  /// Blocks all signals that can be blocked, then never ends.
  case blockSignals
  /// Ignores the wish to end, then never ends.
  case ignoreTermination
  case runForever
  /// Ends when it is asked to stop.
  case untilStopped
  case exceedMemory
  case garbageOnSocket
  case closeSocket
  case printBytes(Int)
  case printLines([String])
  /// Prints a line on each stream, without ends.
  case printPartial(String, error: String)
  /// Starts a process that holds the output open, and gives its id.
  case leaveGrandchild
  /// The same, in a group of its own, as Foundation's `Process` and timeout(1) do it.
  case leaveOutsider
  /// Has a shell run a text, and never ends.
  case runShell(String)
  /// Crashes, if a file does not exist yet, which it makes then.
  case crashOnce(String)
  /// Reads from a named pipe until nobody writes there.
  case waitForGate(String)
  case log([String])
  /// Returns, and leaves a thread that logs so many lines.
  case leaveLogger(Int)
  /// Returns, and leaves a thread that tells of itself once a named pipe is let go.
  case leaveTalker(String)
  /// Lets the process have so many bytes more than it has.
  case limitMemory(Int)
  /// Never ends in its first attempt, and ends its process in the others.
  case lateThenExit
  /// Writes over what it shares with its pool, and crashes.
  case scribble
}

package var ownProcessID: Int32 { getpid() }

package let act = Job<Act, String>("act") { act, context in
  switch act {
  case .returnText(let text): return text
  case .throwError(let message): throw Trouble(description: message)
  case .trap:
    let numbers = [Int]()
    return "\(numbers[numbers.count + 1])"
  case .abort: Glibc.abort()
  case .segfault:
    return "\(UnsafeRawPointer(bitPattern: 8).map { $0.load(as: Int.self) } ?? 0)"
  case .exit(let code): Glibc.exit(code)
  case .signal(let signal):
    kill(getpid(), signal)
    return sleepForever()
  case .killOwnGroup:
    kill(0, SIGKILL)
    return sleepForever()
  case .blockSignals:
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
    return sleepForever()
  case .ignoreTermination:
    signal(SIGTERM, SIG_IGN)
    return sleepForever()
  case .runForever: return sleepForever()
  case .untilStopped:
    while !context.isStopRequested { usleep(1_000) }
    return "stopped"
  case .exceedMemory: return exceedMemory()
  case .garbageOnSocket:
    let garbage = [UInt8](repeating: 0x5A, count: 4_096)
    _ = write(3, garbage, garbage.count)
    return sleepForever()
  case .closeSocket:
    close(3)
    return "nobody hears this"
  case .printBytes(let count):
    print(String(repeating: "x", count: count))
    return "printed"
  case .printLines(let lines):
    for line in lines { print(line) }
    return "printed"
  case .printPartial(let text, let error):
    print(text, terminator: "")
    _ = write(2, error, error.utf8.count)
    return "printed"
  case .leaveGrandchild: return try start(["sleep", "1000"])
  case .leaveOutsider: return try start(["sleep", "1000"], inOwnGroup: true)
  case .runShell(let text):
    _ = try start(["sh", "-c", text])
    return sleepForever()
  case .crashOnce(let path):
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
    if file >= 0 { Glibc.abort() }
    return "survived"
  case .waitForGate(let path):
    waitAtGate(path)
    return "gate opened"
  case .log(let lines):
    for line in lines { context.log(line) }
    return "logged"
  case .leaveLogger(let count):
    Thread.detachNewThread {
      for number in 0..<count { context.log("late \(number)") }
    }
    return "left"
  case .leaveTalker(let gate):
    Thread.detachNewThread {
      waitAtGate(gate)
      context.reportProgress(0.5, "late")
      context.log("late")
    }
    return "left"
  case .limitMemory(let count):
    limitMemory(to: memorySize() + count)
    return "limited"
  case .lateThenExit:
    if context.attempt == 1 { return sleepForever() }
    Glibc.exit(3)
  case .scribble:
    let page = mmap(nil, 4_096, PROT_READ | PROT_WRITE, MAP_SHARED, 4, 0)
    if let page { memset(page, 0xFF, 4_096) }
    ftruncate(4, 0)
    Glibc.abort()
  }
}

package let meet = Job<[String], Int>("meet") { paths in
  // Says that it is here, and waits for the gate.
  close(open(paths[0], O_CREAT | O_WRONLY, 0o600))
  waitAtGate(paths[1])
  return 1
}

struct Trouble: Error, CustomStringConvertible {
  var description: String
}

private func sleepForever() -> String {
  while true { sleep(1_000) }
}

/// How much memory the process has mapped, in bytes.
private func memorySize() -> Int {
  let facts = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  return (facts.split(separator: " ").first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
}

private func limitMemory(to count: Int) {
  var limit = rlimit(rlim_cur: rlim_t(count), rlim_max: rlim_t(count))
  setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
}

private func exceedMemory() -> String {
  limitMemory(to: 1 << 30)
  var blocks: [[UInt8]] = []
  while true { blocks.append([UInt8](repeating: 1, count: 64 << 20)) }
}

/// Starts a program; returns its process id.
private func start(_ arguments: [String], inOwnGroup: Bool = false) throws -> String {
  var process: pid_t = 0
  let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  if inOwnGroup { posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
  guard posix_spawnp(&process, arguments[0], nil, &attributes, words, environ) == 0 else {
    throw Trouble(description: "no grandchild")
  }
  return "\(process)"
}
