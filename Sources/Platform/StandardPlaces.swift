internal import CPlatform

/// The places of standard input, standard output and standard error.
package enum StandardPlaces {
  /// Puts something in each that is closed, so that no file that is opened gets it, and with it
  /// what is meant for the stream; reading and writing there fail as before.
  package static func occupy() {
    cplatform_occupy_standard_places()
  }
}
