// What comes from outside (names, results, errors, log lines) may hold anything. A terminal that
// is sent it raw would obey it: move the cursor, change the title, write backwards.

/// Returns a text with everything taken out that a terminal would obey rather than draw.
///
/// Escape sequences go as a whole, as do control characters and invisible format characters, among
/// them those that turn the direction of writing. Tabs, line ends and line separators become
/// spaces. An escape sequence that never ends loses only its first characters: it shall not hide
/// the text behind it.
///
/// Looks at no more scalars than the limit, and leaves out what lies behind them.
package func sanitized(_ text: String, limit: Int = 4_096) -> String {
  if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  let scalars = Array(text.unicodeScalars.prefix(limit))
  var result = String.UnicodeScalarView()
  var index = 0
  while index < scalars.count {
    let scalar = scalars[index]
    if let end = endOfEscapeSequence(in: scalars, at: index) {
      index = end
      continue
    }
    if isSpace(scalar) {
      result.append(" ")
    } else if !isInvisible(scalar) {
      result.append(scalar)
    }
    index += 1
  }
  return String(result)
}

private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
  default: false
  }
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control: true
  // Two of them join letters and keep them apart, in scripts that need it.
  case .format: scalar.value != 0x200C && scalar.value != 0x200D
  default: false
  }
}

/// Returns the position after the escape sequence that begins here, or `nil` when none does.
private func endOfEscapeSequence(in scalars: [Unicode.Scalar], at start: Int) -> Int? {
  let introducer: UInt32
  let body: Int
  switch scalars[start].value {
  case 0x1B:
    guard start + 1 < scalars.count else { return start + 1 }
    // ESC and a letter stand for one control of the upper range: ESC [ for 9B, ESC ] for 9D.
    introducer = scalars[start + 1].value + 0x40
    body = start + 2
  case 0x80...0x9F:
    introducer = scalars[start].value
    body = start + 1
  default:
    return nil
  }
  switch introducer {
  case 0x9B:
    return endOfControlSequence(in: scalars, from: body)
  case 0x90, 0x98, 0x9D, 0x9E, 0x9F:
    return endOfString(in: scalars, from: body) ?? body
  default:
    return scalars[start].value == 0x1B ? endOfShortEscape(in: scalars, from: start + 1) : nil
  }
}

/// CSI: parameters, intermediates, one final letter.
private func endOfControlSequence(in scalars: [Unicode.Scalar], from start: Int) -> Int {
  var index = start
  while index < scalars.count, (0x20...0x3F).contains(scalars[index].value) { index += 1 }
  guard index < scalars.count else { return start }
  return (0x40...0x7E).contains(scalars[index].value) ? index + 1 : start
}

/// OSC, DCS and their kin: anything, up to BEL, ST, or ESC and a backslash.
private func endOfString(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
  var index = start
  while index < scalars.count {
    switch scalars[index].value {
    case 0x07, 0x9C: return index + 1
    case 0x1B:
      let isTerminated = index + 1 < scalars.count && scalars[index + 1] == "\\"
      return isTerminated ? index + 2 : nil
    default: index += 1
    }
  }
  return nil
}

/// ESC, intermediates, one final character.
private func endOfShortEscape(in scalars: [Unicode.Scalar], from start: Int) -> Int {
  var index = start
  while index < scalars.count, (0x20...0x2F).contains(scalars[index].value) { index += 1 }
  guard index < scalars.count else { return start }
  return (0x30...0x7E).contains(scalars[index].value) ? index + 1 : start
}
