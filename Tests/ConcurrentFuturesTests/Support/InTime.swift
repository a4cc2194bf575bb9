import Platform
import Testing

/// Says whether a body is done within a time, in one of five tries.
///
/// The body returns how long it waited. A busy machine may hold up one try; code that waits for too
/// long is late in all of them.
func endsInTime(_ limit: Duration, _ body: () throws -> Duration) rethrows -> Bool {
  for _ in 0..<5 where try body() < limit { return true }
  return false
}

/// Expects that something comes out as it should within a time of two seconds, or of a longer one.
///
/// For what has its moments within that time: a busy machine may miss one, and what is wrong is so
/// however much time there is.
func expectInTime(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: @escaping @Sendable (Duration) throws -> Bool
) async throws {
  let isAsItShould = try await blocking {
    for seconds in [2, 8, 32, 64] where try body(.seconds(seconds)) { return true }
    return false
  }
  #expect(isAsItShould, sourceLocation: sourceLocation)
}
