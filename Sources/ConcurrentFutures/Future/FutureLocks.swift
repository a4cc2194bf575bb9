internal import Platform

/// The locks under which futures settle and are waited for: 64 for all futures of the process.
///
/// A lock of its own would cost every pending future 88 bytes, and it is held for a few
/// instructions only. Two futures that share one never hold it at the same time for long, and no
/// thread holds two.
enum FutureLocks {
  /// A byte each: an access to an empty value would lie at the object's own header, and the thread
  /// sanitizer would take that for a race.
  private static let stripes: [Monitor<UInt8>] = (0..<64).map { _ in Monitor(0) }

  /// Runs a body under the lock of a future.
  static func withLock<Result, Failure: Error>(
    of id: FutureID, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try stripes[Int(truncatingIfNeeded: id.rawValue) & 63].withLock {
      (_: inout UInt8) throws(Failure) in try body()
    }
  }
}
