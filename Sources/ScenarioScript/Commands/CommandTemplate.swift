/// A command of the command line, to be run once for each of some arguments.
///
/// One word is a text for the shell, several are a program and its arguments. What stands for the
/// argument is replaced as ``ArgumentPlaceholder`` says; where nothing does, the argument comes last.
/// In a text for the shell it is quoted, so that no argument can be more than a word.
package struct CommandTemplate: Sendable, Hashable {
  /// What was written.
  package let words: [String]
  private let pieces: [[Piece]]
  private let namesArgument: Bool

  private enum Piece: Sendable, Hashable {
    case text(String)
    case placeholder(ArgumentPlaceholder)
  }

  /// Takes the words; there must be one at least.
  package init?(_ words: [String]) {
    guard let first = words.first, !first.isEmpty else { return nil }
    self.words = words
    pieces = words.map(Self.pieces(of:))
    namesArgument = pieces.joined().contains {
      if case .placeholder = $0 { true } else { false }
    }
  }

  /// The program and its arguments for one argument.
  ///
  /// - Parameters:
  ///   - argument: What it is run with; `nil` runs the command as it is.
  ///   - number: Which one it is, from 1.
  /// - Returns: The program first.
  package func arguments(for argument: String?, number: Int) -> [String] {
    guard words.count > 1 else {
      let text = filled(argument, number, shellQuoted).joined(separator: " ")
      return ["/bin/sh", "-c", text]
    }
    return filled(argument, number) { $0 }
  }

  /// What a person would have typed, short.
  package func shown(for argument: String?, number: Int) -> String {
    filled(argument, number) { $0 }.joined(separator: " ")
  }

  /// What makes a shell do the same.
  package func shellText(for argument: String?, number: Int) -> String {
    guard words.count > 1 else {
      return filled(argument, number, shellQuoted).joined(separator: " ")
    }
    return filled(argument, number) { $0 }.map(shellWord).joined(separator: " ")
  }

  private func filled(
    _ argument: String?, _ number: Int, _ quoted: (String) -> String
  ) -> [String] {
    guard let argument else { return words }
    let words = pieces.map { pieces in
      pieces.map { piece in
        switch piece {
        case .text(let text): text
        case .placeholder(let placeholder): quoted(placeholder.text(of: argument, number: number))
        }
      }.joined()
    }
    return namesArgument ? words : words + [quoted(argument)]
  }

  /// Cuts a word where something stands for the argument, in one go: what is filled in is never looked
  /// at again.
  private static func pieces(of word: String) -> [Piece] {
    var pieces: [Piece] = []
    var text = ""
    var rest = word[...]
    while !rest.isEmpty {
      if let placeholder = ArgumentPlaceholder.allCases.first(where: {
        rest.hasPrefix($0.rawValue)
      }) {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.placeholder(placeholder))
        rest = rest.dropFirst(placeholder.rawValue.count)
      } else {
        text.append(rest.removeFirst())
      }
    }
    return text.isEmpty ? pieces : pieces + [.text(text)]
  }
}

/// Quotes a text so that a shell takes it as one word, whatever is in it.
private func shellQuoted(_ text: String) -> String {
  "'" + text.replacing("'", with: "'\\''") + "'"
}

/// Quotes a text for a shell where that is needed.
private func shellWord(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-+=:,./%@".utf8.contains(byte)
    }
  }
  return isPlain && !text.isEmpty ? text : shellQuoted(text)
}
