/// The colours behind a terminal's numbers, as xterm has them.
enum XtermColor {
  private static let first: [UInt32] = [
    0x000000, 0xCD3131, 0x0DBC79, 0xE5E510, 0x2472C8, 0xBC3FBC, 0x11A8CD, 0xE5E5E5, 0x666666,
    0xF14C4C, 0x23D18B, 0xF5F543, 0x3B8EEA, 0xD670D6, 0x29B8DB, 0xFFFFFF,
  ]
  private static let levels: [UInt32] = [0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF]

  /// The colour of a number as `#rrggbb`; `nil` for the terminal's own.
  static func hex(_ number: Int?) -> String? {
    guard let number, (0...255).contains(number) else { return nil }
    let digits = String(rgb(number), radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private static func rgb(_ number: Int) -> UInt32 {
    if number < 16 { return first[number] }
    guard number < 232 else {
      let grey = UInt32(8 + 10 * (number - 232))
      return grey << 16 | grey << 8 | grey
    }
    let place = number - 16
    return levels[place / 36] << 16 | levels[place / 6 % 6] << 8 | levels[place % 6]
  }
}
