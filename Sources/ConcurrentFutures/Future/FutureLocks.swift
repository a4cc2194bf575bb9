internal import Platform

/// The locks under which futures settle and are waited for: 64 for all futures of the process.
///
/// A lock of its own would cost every pending future 88 bytes, and it is held for a few
/// instructions only. Two futures that share one never hold it at the same time for long, and no
/// thread holds two.
enum FutureLocks {
  private static let stripes: [Monitor<Void>] = (0..<64).map { _ in Monitor(()) }

  /// Returns the lock of a future.
  static func lock(of id: FutureID) -> Monitor<Void> {
    stripes[Int(truncatingIfNeeded: id.rawValue) & 63]
  }
}
