/// Shows what would do something instead of being seen.
///
/// These are control characters, and those that turn the direction of writing around. Line ends and
/// tabs stay.
func visible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: \.isInvisibleOrder) else { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    scalars.append(scalar.isInvisibleOrder ? scalar.picture : scalar)
  }
  return String(scalars)
}

extension Unicode.Scalar {
  fileprivate var isInvisibleOrder: Bool {
    switch self {
    case "\n", "\t": false
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": true
    case "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    default: false
    }
  }

  /// The picture of a control character: `␛`.
  fileprivate var picture: Unicode.Scalar {
    switch value {
    case 0...0x1F: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: "\u{FFFD}"
    }
  }
}
