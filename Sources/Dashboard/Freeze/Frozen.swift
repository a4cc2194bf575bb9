internal import PoolObservation

/// A view that stands still while the pool goes on.
struct Frozen: Sendable, Hashable {
  /// What the pool looks like now.
  var live: PoolSnapshot?
  /// The pictures one can step through, once they are there.
  var past: PoolPast?
  /// Which of them is shown, from 0; `nil` for the one that was shown when it froze.
  var index: Int?
}
