private import CPlatform

/// Asks for memory before it is needed.
package enum Prefetch {
  /// Has the line at an address brought to this processor, to be written soon.
  ///
  /// A hint: it reads nothing, faults nowhere, and takes nothing from whoever uses that memory but
  /// time.
  package static func forWriting(_ address: UnsafeRawPointer) {
    unsafe cplatform_prefetch_for_write(address)
  }
}
