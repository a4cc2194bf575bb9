import ConcurrentFutures
import Glibc

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
  /// Crashes, if a file does not exist yet, which it makes then.
  case crashOnce(String)
  /// Reads from a named pipe until nobody writes there.
  case waitForGate(String)
  case log([String])
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
  case .leaveGrandchild: return try leaveGrandchild()
  case .crashOnce(let path):
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
    if file >= 0 { Glibc.abort() }
    return "survived"
  case .waitForGate(let path):
    let gate = open(path, O_RDONLY)
    var byte: UInt8 = 0
    while read(gate, &byte, 1) > 0 {}
    close(gate)
    return "gate opened"
  case .log(let lines):
    for line in lines { context.log(line) }
    return "logged"
  }
}

package let meet = Job<[String], Int>("meet") { paths in
  // Says that it is here, and waits for the gate.
  close(open(paths[0], O_CREAT | O_WRONLY, 0o600))
  let gate = open(paths[1], O_RDONLY)
  var byte: UInt8 = 0
  while read(gate, &byte, 1) > 0 {}
  close(gate)
  return 1
}

struct Trouble: Error, CustomStringConvertible {
  var description: String
}

private func sleepForever() -> String {
  while true { sleep(1_000) }
}

private func exceedMemory() -> String {
  var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
  setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  var blocks: [[UInt8]] = []
  while true { blocks.append([UInt8](repeating: 1, count: 64 << 20)) }
}

private func leaveGrandchild() throws -> String {
  var process: pid_t = 0
  let words: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("1000"), nil]
  guard posix_spawnp(&process, "sleep", nil, nil, words, environ) == 0 else {
    throw Trouble(description: "no grandchild")
  }
  return "\(process)"
}
