internal import PoolObservation

// Written by hand for the same reason as a recording: a run of a million futures is a million of
// these, and an encoder takes 3 µs for each member's worth of them.

/// Returns a text as JSON writes it; nothing in it does something to a terminal or a page.
func quoted(_ text: String) -> String {
  var line = LineBytes()
  line.append(quoted: text)
  let quoted = String(decoding: line.bytes, as: UTF8.self)
  guard quoted.utf8.contains(where: { "<>".utf8.contains($0) }) else { return quoted }
  return quoted.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
}

/// Returns an object of members that are JSON already; those without a value are left out.
func object(_ members: [(String, String?)]) -> String {
  "{"
    + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
    .joined(separator: ",") + "}"
}

/// Returns a list of values that are JSON already.
func list(_ values: some Sequence<String>) -> String {
  "[" + values.joined(separator: ",") + "]"
}

extension Duration {
  /// Seconds as a number of JSON, to the nanosecond.
  var secondsText: String {
    let nanoseconds = self.nanoseconds
    let rest = String(nanoseconds.magnitude % 1_000_000_000)
    let zeros = String(repeating: "0", count: 9 - rest.count)
    return "\(nanoseconds < 0 ? "-" : "")\(nanoseconds.magnitude / 1_000_000_000).\(zeros)\(rest)"
  }
}
