/// Returns a text from the file as an error may show it: in quotes, cleaned and cut.
func quoted(_ text: String) -> String {
  "'\(cleaned(text, limit: 40))'"
}

/// Returns a text without what could act on a terminal, cut to a length.
///
/// Escape sequences go as a whole; control characters, line separators and marks that turn the
/// direction of writing go one by one.
func cleaned(_ text: String, limit: Int) -> String {
  var result = String.UnicodeScalarView()
  var count = 0
  var scalars = text.unicodeScalars.makeIterator()
  while let scalar = scalars.next() {
    if scalar == "\u{1B}" {
      skipEscapeSequence(&scalars)
      continue
    }
    guard !actsOnTerminal(scalar) else { continue }
    guard count < limit else { return String(result) + "…" }
    result.append(scalar)
    count += 1
  }
  return String(result)
}

/// Reads past an escape sequence whose escape character has been read.
private func skipEscapeSequence(_ scalars: inout String.UnicodeScalarView.Iterator) {
  switch scalars.next() {
  case "[":
    while let scalar = scalars.next(), !("@"..."~").contains(scalar) {}
  case "]", "P", "X", "^", "_":
    while let scalar = scalars.next(), scalar != "\u{07}", scalar != "\u{9C}" {
      guard scalar != "\u{1B}" else {
        _ = scalars.next()
        return
      }
    }
  case _: break
  }
}

/// Says whether a character does something else than stand there.
private func actsOnTerminal(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
  default: false
  }
}
