import Platform

/// Says whether a body is done within a time, in one of five tries.
///
/// The body returns how long it waited. A busy machine may hold up one try; code that waits for too
/// long is late in all of them.
func endsInTime(_ limit: Duration, _ body: () throws -> Duration) rethrows -> Bool {
  for _ in 0..<5 where try body() < limit { return true }
  return false
}
