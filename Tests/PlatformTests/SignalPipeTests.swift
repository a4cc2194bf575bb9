import Glibc
import Platform
import Testing

private let first = Signal(rawValue: SIGUSR1)
private let second = Signal(rawValue: SIGUSR2)

/// Makes signals to this process reach this thread at once: test threads block them.
private func unblock(_ signals: Signal...) {
  for signal in signals {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, signal.rawValue)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}

private func isReadable(_ descriptor: Int32) -> Bool {
  var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  return unsafe poll(&request, 1, 0) == 1
}

/// Each in a process of its own: signals belong to the process.
@Suite("Signals", .timeLimit(.minutes(5)))
struct SignalPipeTests {
  @Test("a signal makes the pipe readable and is told once")
  func oneSignal() async {
    await #expect(processExitsWith: .success) {
      let pipe = try SignalPipe(catching: [first])
      unblock(first)
      #expect(!isReadable(pipe.readDescriptor))
      #expect(pipe.drain() == [])
      raise(first.rawValue)
      #expect(isReadable(pipe.readDescriptor))
      #expect(pipe.drain() == [first])
      #expect(!isReadable(pipe.readDescriptor))
      #expect(pipe.drain() == [])
    }
  }

  @Test("an interrupt that comes again before anybody asks is told twice, others once")
  func interruptedAgain() async {
    await #expect(processExitsWith: .success) {
      let pipe = try SignalPipe(catching: [.interrupt, first])
      unblock(.interrupt, first)
      for _ in 0..<3 {
        raise(SIGINT)
        raise(first.rawValue)
      }
      #expect(pipe.drain() == [.interrupt, .interrupt, first])
      raise(SIGINT)
      #expect(pipe.drain() == [.interrupt])
    }
  }

  @Test("a full pipe loses no other signal")
  func fullPipe() async {
    await #expect(processExitsWith: .success) {
      let pipe = try SignalPipe(catching: [first, second])
      unblock(first, second)
      // More than any pipe holds unless it is told to.
      for _ in 0..<70_000 { raise(first.rawValue) }
      raise(second.rawValue)
      #expect(pipe.drain() == [first, second])
      #expect(!isReadable(pipe.readDescriptor))
      raise(second.rawValue)
      #expect(pipe.drain() == [second])
    }
  }

  @Test("errno survives a signal")
  func errnoSurvives() async {
    await #expect(processExitsWith: .success) {
      let pipe = try SignalPipe(catching: [first])
      unblock(first)
      for _ in 0..<70_000 { raise(first.rawValue) }
      errno = EDOM
      raise(first.rawValue)
      #expect(errno == EDOM)
      pipe.uninstall()
    }
  }

  @Test("writing to a closed pipe fails instead of ending the process, and exec forgets it")
  func brokenPipe() async {
    await #expect(processExitsWith: .success) {
      let pipe = try SignalPipe(catching: [])
      unblock(Signal(rawValue: SIGPIPE))
      var ends: [Int32] = [-1, -1]
      #expect(unsafe Glibc.pipe(&ends) == 0)
      close(ends[0])
      #expect(unsafe write(ends[1], "x", 1) == -1)
      #expect(errno == EPIPE)
      // `SIG_IGN` would be inherited by executed programs, a handler is not.
      var action = sigaction()
      unsafe sigaction(SIGPIPE, nil, &action)
      #expect(unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) > 1)
      pipe.uninstall()
    }
  }

  @Test("uninstalling gives the former disposition back, and another may follow")
  func uninstall() async {
    await #expect(processExitsWith: .success) {
      signal(first.rawValue, SIG_IGN)
      for _ in 0..<3 {
        let pipe = try SignalPipe(catching: [first])
        pipe.uninstall()
        pipe.uninstall()
        #expect(pipe.drain() == [])
      }
      unblock(first)
      raise(first.rawValue)
      let pipe = try SignalPipe(catching: [first])
      #expect(pipe.drain() == [])
      #expect(throws: SystemError(call: "pipe2", code: EBUSY)) { try SignalPipe(catching: []) }
      raise(first.rawValue)
      #expect(pipe.drain() == [first], "the refused one has not disturbed the first")
    }
  }

  @Test(
    "what is ignored when the program begins stays so: a hang-up, an interrupt, a stop",
    arguments: [SIGHUP, SIGINT, SIGTSTP])
  func ignored(_ number: Int32) async {
    await #expect(processExitsWith: .success) { [number] in
      let ignored = Signal(rawValue: number)
      signal(number, SIG_IGN)
      let pipe = try SignalPipe()
      unblock(ignored)
      raise(number)
      #expect(pipe.drain() == [])
      if number == SIGTSTP { SignalPipe.stopProcess() }
      pipe.uninstall()
      raise(number)
    }
  }

  @Test("a signal that cannot be caught is an error, and everything is as it was")
  func refused() async {
    await #expect(processExitsWith: .success) {
      #expect(throws: SystemError(call: "sigaction(SIGKILL)", code: EINVAL)) {
        try SignalPipe(catching: [.interrupt, Signal(rawValue: SIGKILL)])
      }
      let pipe = try SignalPipe(catching: [.interrupt])
      pipe.uninstall()
    }
  }
}
