internal import PoolObservation

/// Returns the end of a sentence that offers the nearest name, when one is near enough.
func hint(_ name: String, among known: some Sequence<String>) -> String {
  nearest(name, among: known).map { "; did you mean \(quoted($0))?" } ?? ""
}
