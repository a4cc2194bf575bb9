internal import Glibc

/// Reads the monotonic clock of the system, in nanoseconds.
package func monotonicNanoseconds() -> UInt64 {
  var moment = timespec()
  clock_gettime(CLOCK_MONOTONIC, &moment)
  return UInt64(moment.tv_sec) * 1_000_000_000 + UInt64(moment.tv_nsec)
}

/// Runs a body and returns how many seconds it took.
package func seconds(_ body: () throws -> Void) rethrows -> Double {
  let begin = monotonicNanoseconds()
  try body()
  return Double(monotonicNanoseconds() - begin) / 1e9
}
