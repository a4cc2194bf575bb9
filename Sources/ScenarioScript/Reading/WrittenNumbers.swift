internal import PoolObservation

/// Returns the integer that a text is, as people write integers; `010`, `+1` and `1_000` are none.
func integer(asWritten text: String) -> Int? {
  isInteger(text) ? Int(text) : nil
}

/// Says whether a text is written as an integer, however large.
func isInteger(_ text: String) -> Bool {
  let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
  guard text.utf8.count - digits.count <= 1, !digits.isEmpty, digits.allSatisfy(isDigit) else {
    return false
  }
  return digits.first != UInt8(ascii: "0") || digits.count == 1
}

/// Returns the share that a percentage is, from 0 to 1.
///
/// `2%` is 0.02; what is no percentage, or more than all, is nothing.
func share(asWritten text: String) -> Double? {
  guard text.utf8.last == UInt8(ascii: "%"),
    let percent = decimal(asWritten: String(text.dropLast())), percent <= 100
  else { return nil }
  return percent / 100
}

/// Returns how many a second a rate is; `20/s` is 20, `300/m` is 5.
func rate(asWritten text: String) -> Double? {
  let seconds = ["/s": 1.0, "/m": 60, "/h": 3_600]
  guard let unit = seconds[String(text.suffix(2))],
    let number = decimal(asWritten: String(text.dropLast(2))), number <= 1e9
  else { return nil }
  return number / unit
}

/// Returns the number that a text is, from 0 up: digits, perhaps a point and more digits.
func decimal(asWritten text: String) -> Double? {
  let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) })
  else { return nil }
  return Double(text)
}
