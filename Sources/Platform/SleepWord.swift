private import CPlatform
private import Synchronization

// What a mutex and a condition do for one thread that waits takes one word here:
//
//   closed ──take──► awaited ──open──► open ──take──► closed
//      │                └──deadline──► closed          ▲
//      └──────────────────open──► open ────────────────┘
//
// Nobody enters the kernel but to sleep and to wake. A round trip through a pool on one processor
// wakes two threads; with a mutex and a condition for each it took 1.3 times a bare ping-pong.

/// What one thread at a time waits for, and others open.
@safe
package final class SleepWord: @unchecked Sendable {
  // @unchecked: the word is atomic, and in memory of its own because the kernel is told its
  // address.
  private let word: UnsafeMutablePointer<Atomic<UInt32>>

  private static let closed: UInt32 = 0
  private static let open: UInt32 = 1
  private static let awaited: UInt32 = 2

  /// Makes one that is closed.
  package init() {
    unsafe word = .allocate(capacity: 1)
    unsafe word.initialize(to: Atomic(Self.closed))
  }

  deinit {
    unsafe word.deinitialize(count: 1)
    unsafe word.deallocate()
  }

  /// Opens it, and wakes who waits.
  package func open() {
    let before = unsafe word.pointee.exchange(Self.open, ordering: .acquiringAndReleasing)
    if before == Self.awaited { unsafe cplatform_word_wake(address) }
  }

  /// Waits until it is open, and closes it; false when the deadline passed first.
  package func take(until deadline: MonotonicClock.Instant? = nil) -> Bool {
    while true {
      if change(from: Self.open, to: Self.closed) { return true }
      // Of no matter whether it changes: it is awaited already after a wake-up for no reason.
      _ = change(from: Self.closed, to: Self.awaited)
      let isInTime = unsafe cplatform_word_wait(
        address, Self.awaited, deadline?.nanoseconds ?? .max)
      if isInTime { continue }
      let before = unsafe word.pointee.exchange(Self.closed, ordering: .acquiringAndReleasing)
      return before == Self.open
    }
  }

  private func change(from expected: UInt32, to desired: UInt32) -> Bool {
    unsafe word.pointee.compareExchange(
      expected: expected, desired: desired, ordering: .acquiringAndReleasing
    ).exchanged
  }

  private var address: UnsafePointer<UInt32> {
    unsafe UnsafeRawPointer(word).assumingMemoryBound(to: UInt32.self)
  }
}
