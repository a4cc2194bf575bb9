internal import PoolObservation

/// Shows what would do something instead of being seen.
///
/// Line ends and tabs stay, and so do the letters of a flag, which are seen as that. Without the
/// flag they would hide.
func visible(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  guard text.unicodeScalars.contains(where: \.isShownAsPicture) else { return text }
  var scalars = String.UnicodeScalarView()
  for character in text {
    let isFlag = character.isRegionalFlag
    for scalar in character.unicodeScalars {
      scalars.append(!isFlag && scalar.isShownAsPicture ? scalar.picture : scalar)
    }
  }
  return String(scalars)
}

extension Character {
  /// Whether it is a region's flag, as that of Wales: a black one, and invisible letters behind it.
  fileprivate var isRegionalFlag: Bool {
    unicodeScalars.first == "\u{1F3F4}" && unicodeScalars.last == "\u{E007F}"
      && unicodeScalars.dropFirst().allSatisfy { (0xE0020...0xE007F).contains($0.value) }
  }
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
