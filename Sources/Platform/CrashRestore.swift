private import CPlatform
private import Glibc

/// Gives the terminal back when the program crashes.
///
/// While armed, a crash in any thread first brings back the screen and the modes that were there,
/// then shows what was captured of the program's output, then ends the program as the signal means.
/// There is one terminal, so this is no value.
package enum CrashRestore {
  /// Keeps the terminal's modes and arms the handler.
  ///
  /// Call right before the screen is opened, on the thread that draws.
  ///
  /// - Parameters:
  ///   - descriptor: Where the screen is drawn. After a crash nothing written to it arrives.
  ///   - restoreBytes: What brings the former screen back, at most 512 bytes.
  /// - Throws: ``SystemError``, when it is armed already or a descriptor cannot be had.
  package static func arm(
    descriptor: Int32, restoreBytes: [UInt8]
  ) throws(SystemError) {
    guard unsafe cplatform_crash_arm(descriptor, restoreBytes, restoreBytes.count) == 0 else {
      throw SystemError(call: "crash handler", code: errno)
    }
  }

  /// Disarms it.
  ///
  /// Call right after the screen was closed; does nothing when it is not armed.
  package static func disarm() {
    cplatform_crash_disarm()
  }
}
