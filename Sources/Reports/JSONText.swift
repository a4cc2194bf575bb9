// Written by hand for the same reason as a recording: a run of a million futures is a million of
// these, and an encoder takes 3 µs for each member's worth of them.

/// Returns a text as JSON writes it; nothing in it does something to a terminal or a page.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "<", ">", "\u{2028}"..."\u{202E}",
      "\u{2066}"..."\u{2069}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
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
    let nanoseconds = wholeNanoseconds
    let rest = String(nanoseconds.magnitude % 1_000_000_000)
    let zeros = String(repeating: "0", count: 9 - rest.count)
    return "\(nanoseconds < 0 ? "-" : "")\(nanoseconds.magnitude / 1_000_000_000).\(zeros)\(rest)"
  }
}
