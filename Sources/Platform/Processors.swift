private import CPlatform

/// The machine's processors.
package enum Processors {
  /// How many this process may use: those of its affinity mask, at least one.
  package static var usableCount: Int { Int(cplatform_usable_processor_count()) }
}
