/// One column of one row of a canvas.
package struct Cell: Sendable, Hashable {
  /// One printable character; empty in the second column of a wide one.
  package var text: String
  package var style: Style

  package init(text: String, style: Style) {
    self.text = text
    self.style = style
  }

  package static let blank = Cell(text: " ", style: .normal)
}
