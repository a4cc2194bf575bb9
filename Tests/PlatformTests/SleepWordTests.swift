import Platform
import TerminalDriver
import Testing

/// What one thread waits for, and others open.
@Suite(.timeLimit(.minutes(5)))
struct SleepWordTests {
  @Test("lets somebody through who comes after it was opened, once")
  func openedBefore() {
    let word = SleepWord()
    word.open()
    word.open()
    #expect(word.take())
    #expect(!word.take(until: .now))
  }

  @Test("wakes who waits, time and again")
  func woken() async throws {
    try await onOwnThread {
      let (there, back) = (SleepWord(), SleepWord())
      let count = 10_000
      let thread = try OSThread.start(name: "partner") {
        for _ in 0..<count where there.take() { back.open() }
      }
      for _ in 0..<count {
        there.open()
        #expect(back.take())
      }
      thread.join()
    }
  }

  @Test("is closed after a deadline, and can be opened again")
  func deadline() {
    let word = SleepWord()
    #expect(!word.take(until: MonotonicClock.now.advanced(by: .milliseconds(1))))
    word.open()
    #expect(word.take(until: .now))
  }

  @Test("opened as the deadline passes, is taken then or next")
  func race() async throws {
    try await onOwnThread {
      let (word, next) = (SleepWord(), SleepWord())
      let count = 500
      let thread = try OSThread.start(name: "opener") {
        for _ in 0..<count where next.take() { word.open() }
      }
      for _ in 0..<count {
        next.open()
        let deadline = MonotonicClock.now.advanced(by: .microseconds(20))
        #expect(word.take(until: deadline) || word.take())
      }
      thread.join()
    }
  }
}

extension MonotonicClock.Instant {
  fileprivate static var now: Self { MonotonicClock.now }
}
