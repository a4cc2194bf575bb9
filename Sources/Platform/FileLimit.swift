internal import CPlatform

/// How many descriptors this process may have.
package enum FileLimit {
  /// Makes them as many as the system allows; what this process starts may have as many as before.
  ///
  /// A command whose output is kept takes three, and the usual limit is 1,024. Others may count on
  /// that: who waits with select(2) can have no more.
  package static func raise() {
    cplatform_raise_file_limit()
  }
}
