internal import PoolObservation

extension Duration {
  /// Reads a duration as a scenario would: `5s`, `1m30s`; `nil` when it cannot be read.
  package init?(scenarioText text: String) {
    do throws(DurationError) {
      try self.init(asWritten: text)
    } catch {
      return nil
    }
  }
}
