private import CPlatform

/// The memory of this process.
package enum ProcessMemory {
  /// Gives what is freed back to the system early, from now on.
  ///
  /// For a program that is small most of the time, and now and then needs some megabytes for a
  /// moment: of 100,000 futures on the screen 6 MB less stay. Large pieces then cost a call of the
  /// system each.
  package static func returnEarly() {
    cplatform_memory_return_early()
  }
}
