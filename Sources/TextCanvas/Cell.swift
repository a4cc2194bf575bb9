// A frame makes and compares thousands of cells. So a cell is 16 bytes without a reference to
// count: up to four scalars of 21 bits each, as many as a glyph keeps.

/// One column of one row of a canvas.
package struct Cell: Sendable, Hashable {
  /// The first three scalars, the first of them lowest; 0 in the second column of a wide character.
  @usableFromInline var scalars: UInt64
  @usableFromInline var lastScalar: UInt32
  package var style: Style

  private static let scalarBits: UInt64 = 21

  /// Makes a cell of a printable character with its marks, or an empty one: the second column of a
  /// wide character.
  package init(text: String, style: Style) {
    scalars = 0
    lastScalar = 0
    self.style = style
    for (place, scalar) in text.unicodeScalars.prefix(Glyph.scalarLimit).enumerated() {
      if place < 3 {
        scalars |= UInt64(scalar.value) << (UInt64(place) * Self.scalarBits)
      } else {
        lastScalar = scalar.value
      }
    }
  }

  /// Makes a cell of a character without marks.
  init(_ scalar: Unicode.Scalar, _ style: Style) {
    scalars = UInt64(scalar.value)
    lastScalar = 0
    self.style = style
  }

  package static let blank = Cell(" ", .normal)

  @inlinable
  package static func == (left: Cell, right: Cell) -> Bool {
    left.scalars == right.scalars && left.lastScalar == right.lastScalar
      && left.style == right.style
  }

  /// The character, with its marks; nothing in the second column of a wide one.
  package var text: String {
    get { String(String.UnicodeScalarView(unicodeScalars)) }
    set { self = Cell(text: newValue, style: style) }
  }

  /// The scalars of the character.
  package var unicodeScalars: [Unicode.Scalar] {
    let mask: UInt64 = 1 << Self.scalarBits - 1
    return [scalars & mask, scalars >> 21 & mask, scalars >> 42 & mask, UInt64(lastScalar)]
      .prefix { $0 != 0 }.compactMap { Unicode.Scalar(UInt32($0)) }
  }

  /// Whether it is the second column of a wide character.
  @inlinable
  package var isEmpty: Bool { scalars == 0 }

  /// Whether it is a space.
  @inlinable
  package var isBlank: Bool { scalars == 0x20 }

  /// The character, where it is one of ASCII without marks.
  @inlinable
  package var asciiByte: UInt8? { scalars < 0x80 && scalars > 0 ? UInt8(scalars) : nil }
}
