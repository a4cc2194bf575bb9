package import PoolObservation
package import TextCanvas

/// Something that happened to the dashboard.
package enum Event: Sendable, Hashable {
  /// A look at the pool.
  case sampled(PoolSnapshot)
  /// The screen has a size, or another one.
  case resized(Size)
  case key(Key)
  /// Somebody asked the program to end, with SIGINT.
  case interrupted
  /// What came of an effect.
  case answered(Notice)
  /// The run is judged, in one sentence.
  case concluded(verdict: String)
}
