internal import PoolObservation

// Written by hand for the same reason as a recording: a run of a million futures is a million of
// these, and an encoder takes 3 µs for each member's worth of them.

/// Returns a text as JSON writes it; nothing in it does something to a terminal or a page.
func quoted(_ text: String) -> String {
  // Almost every text is one of these, and there are five in each of a million rows.
  if text.utf8.allSatisfy(\.standsForItself) { return "\"" + text + "\"" }
  var line = LineBytes()
  line.append(quoted: text)
  let quoted = String(decoding: line.bytes, as: UTF8.self)
  guard quoted.utf8.contains(where: { "<>".utf8.contains($0) }) else { return quoted }
  return quoted.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
}

extension UInt8 {
  /// Whether it is a character of ASCII that neither JSON nor a page takes for anything else.
  fileprivate var standsForItself: Bool {
    switch self {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
    default: self >= 0x20 && self < 0x7F
    }
  }
}

/// Returns an object of members that are JSON already; those without a value are left out.
func object(_ members: [(String, String?)]) -> String {
  var text = "{"
  for (name, value) in members {
    guard let value else { continue }
    text += text.utf8.count > 1 ? ",\"" : "\""
    text += name
    text += "\":"
    text += value
  }
  return text + "}"
}

/// Returns a list of values that are JSON already.
func list(_ values: some Sequence<String>) -> String {
  "[" + values.joined(separator: ",") + "]"
}

extension Duration {
  /// Seconds as a number of JSON, to the nanosecond.
  var secondsText: String {
    let nanoseconds = self.nanoseconds
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    // Without an interpolation, which takes a buffer of its own.
    var text = nanoseconds < 0 ? "-" : ""
    text += String(seconds)
    text += "."
    text += String(1_000_000_000 + rest).dropFirst()
    return text
  }
}
