/// A command of the command line, to be run once for each of some arguments.
///
/// One word is a text for the shell, several are a program and its arguments. What stands for the
/// argument is replaced as ``ArgumentPlaceholder`` says; where nothing does, the argument comes
/// last. In a text for the shell it is a variable, so that no argument can be more than a word,
/// whatever quotes the text puts around it. Without a word, each argument is a text for the shell
/// itself. All of it is bytes, which reach the command as they are.
package struct CommandTemplate: Sendable, Hashable {
  private let words: [[UInt8]]
  private let pieces: [[Piece]]
  /// What stands for the argument, each once.
  private let placeholders: [ArgumentPlaceholder]

  private enum Piece: Sendable, Hashable {
    case bytes([UInt8])
    /// With the mark of the shell's quotes in which it stands; none outside of quotes.
    case placeholder(ArgumentPlaceholder, within: String)
  }

  /// Takes the words, of which the first must be something.
  package init?(_ words: [[UInt8]]) {
    guard words.first?.isEmpty != true else { return nil }
    self.words = words
    var pieces = words.map(Self.pieces(of:))
    func isUsed(_ placeholder: ArgumentPlaceholder) -> Bool {
      pieces.joined().contains {
        if case .placeholder(placeholder, _) = $0 { true } else { false }
      }
    }
    if !ArgumentPlaceholder.allCases.contains(where: isUsed) {
      let last: [Piece] = [.placeholder(.whole, within: "")]
      pieces = words.count == 1 ? [pieces[0] + [.bytes([space])] + last] : pieces + [last]
    }
    self.pieces = pieces
    placeholders = ArgumentPlaceholder.allCases.filter(isUsed)
  }

  /// What was written.
  package var text: String { words.isEmpty ? "commands" : lineOfWords(words) }

  /// The program and its arguments for one argument.
  ///
  /// A shell gets the argument and its parts beside its text, which begins by giving them names:
  /// what a variable holds is no text to a shell, wherever it stands.
  ///
  /// - Parameters:
  ///   - argument: What it is run with; `nil` runs the command as it is.
  ///   - number: Which one it is, from 1.
  /// - Returns: The program first.
  package func arguments(for argument: [UInt8]?, number: Int) -> [[UInt8]] {
    if words.count > 1 { return values(argument, number) }
    let shell = [Array("/bin/sh".utf8), Array("-c".utf8)]
    guard words.count == 1, let argument else { return shell + values(argument, number) }
    let names = placeholders.enumerated().map { "\($1.variable)=$\($0 + 1)" }
    let text = filled { placeholder, quotes in
      let outer = quotes == "'" ? quotes : ""
      let inner = quotes == "\"" ? "" : "\""
      return Array("\(outer)\(inner)${\(placeholder.variable)}\(inner)\(outer)".utf8)
    }
    return shell
      + [Array("\(names.joined(separator: " ")); set --; ".utf8) + text[0], shell[0]]
      + placeholders.map { $0.bytes(of: argument, number: number) }
  }

  /// What a person would have typed, short; what is no text is shown by replacement characters.
  package func shown(for argument: [UInt8]?, number: Int) -> String {
    lineOfWords(values(argument, number))
  }

  /// What makes a shell do the same.
  package func shellText(for argument: [UInt8]?, number: Int) -> [UInt8] {
    let words: [[UInt8]]
    switch (self.words.count, argument) {
    case (1, let argument?):
      words = filled { placeholder, quotes in
        quotes.utf8 + shellQuoted(placeholder.bytes(of: argument, number: number)) + quotes.utf8
      }
    case (0...1, _): words = values(argument, number)
    default: words = values(argument, number).map(shellWord)
    }
    return Array(words.joined(separator: [space]))
  }

  private func values(_ argument: [UInt8]?, _ number: Int) -> [[UInt8]] {
    guard let argument else { return words }
    return filled { placeholder, _ in placeholder.bytes(of: argument, number: number) }
  }

  private func filled(
    _ placeholder: (ArgumentPlaceholder, _ quotes: String) -> [UInt8]
  ) -> [[UInt8]] {
    pieces.map { pieces in
      pieces.flatMap { piece in
        switch piece {
        case .bytes(let bytes): bytes
        case .placeholder(let name, within: let quotes): placeholder(name, quotes)
        }
      }
    }
  }

  /// Cuts a word where something stands for the argument, in one go: what is filled in is never
  /// looked at again.
  private static func pieces(of word: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var quotes = ShellQuotes()
    var bytes: [UInt8] = []
    var rest = word[...]
    while let first = rest.first {
      if let placeholder = ArgumentPlaceholder.allCases.first(where: {
        rest.starts(with: $0.rawValue.utf8)
      }) {
        if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
        bytes = []
        pieces.append(.placeholder(placeholder, within: quotes.mark))
        quotes.pass(UInt8(ascii: "}"))
        rest = rest.dropFirst(placeholder.rawValue.utf8.count)
      } else {
        quotes.pass(first)
        bytes.append(first)
        rest = rest.dropFirst()
      }
    }
    return bytes.isEmpty ? pieces : pieces + [.bytes(bytes)]
  }
}

private let space = UInt8(ascii: " ")
private let quote = UInt8(ascii: "'")

/// Quotes bytes so that a shell takes them as one word, whatever they are.
private func shellQuoted(_ bytes: [UInt8]) -> [UInt8] {
  [quote] + bytes.flatMap { $0 == quote ? Array("'\\''".utf8) : [$0] } + [quote]
}

/// Quotes bytes for a shell where that is needed.
private func shellWord(_ bytes: [UInt8]) -> [UInt8] {
  let isPlain = bytes.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-+=:,./%@".utf8.contains(byte)
    }
  }
  return isPlain && !bytes.isEmpty ? bytes : shellQuoted(bytes)
}
