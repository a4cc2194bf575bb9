internal import PoolObservation

/// Shows what would do something instead of being seen.
///
/// Line ends and tabs stay.
func visible(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  guard text.unicodeScalars.contains(where: \.isShownAsPicture) else { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    scalars.append(scalar.isShownAsPicture ? scalar.picture : scalar)
  }
  return String(scalars)
}

extension Unicode.Scalar {
  fileprivate var isShownAsPicture: Bool {
    if value >= 0x20, value < 0x7F { return false }
    return self != "\n" && self != "\t" && isInvisibleOrder
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
