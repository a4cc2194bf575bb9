/// A command of the command line, to be run once for each of some arguments.
///
/// One word is a text for the shell, several are a program and its arguments. What stands for the
/// argument is replaced as ``ArgumentPlaceholder`` says; where nothing does, the argument comes last.
/// In a text for the shell it is quoted, so that no argument can be more than a word. Without a word,
/// each argument is a text for the shell itself. All of it is bytes, which reach the command as they
/// are.
package struct CommandTemplate: Sendable, Hashable {
  private let words: [[UInt8]]
  private let pieces: [[Piece]]
  private let namesArgument: Bool

  private enum Piece: Sendable, Hashable {
    case bytes([UInt8])
    case placeholder(ArgumentPlaceholder)
  }

  /// Takes the words, of which the first must be something.
  package init?(_ words: [[UInt8]]) {
    guard words.first?.isEmpty != true else { return nil }
    self.words = words
    pieces = words.map(Self.pieces(of:))
    namesArgument = pieces.joined().contains {
      if case .placeholder = $0 { true } else { false }
    }
  }

  /// What was written.
  package var text: String { words.isEmpty ? "commands" : lineOfWords(words) }

  /// The program and its arguments for one argument.
  ///
  /// - Parameters:
  ///   - argument: What it is run with; `nil` runs the command as it is.
  ///   - number: Which one it is, from 1.
  /// - Returns: The program first.
  package func arguments(for argument: [UInt8]?, number: Int) -> [[UInt8]] {
    guard words.count > 1 else {
      return [
        Array("/bin/sh".utf8), Array("-c".utf8), shellText(for: argument, number: number),
      ]
    }
    return filled(argument, number) { $0 }
  }

  /// What a person would have typed, short; what is no text is shown by replacement characters.
  package func shown(for argument: [UInt8]?, number: Int) -> String {
    lineOfWords(filled(argument, number) { $0 })
  }

  /// What makes a shell do the same.
  package func shellText(for argument: [UInt8]?, number: Int) -> [UInt8] {
    let words =
      switch words.count {
      case 0: filled(argument, number) { $0 }
      case 1: filled(argument, number, shellQuoted)
      default: filled(argument, number) { $0 }.map(shellWord)
      }
    return Array(words.joined(separator: [space]))
  }

  private func filled(
    _ argument: [UInt8]?, _ number: Int, _ quoted: ([UInt8]) -> [UInt8]
  ) -> [[UInt8]] {
    guard let argument else { return words }
    let words = pieces.map { pieces in
      pieces.flatMap { piece in
        switch piece {
        case .bytes(let bytes): bytes
        case .placeholder(let placeholder): quoted(placeholder.bytes(of: argument, number: number))
        }
      }
    }
    return namesArgument ? words : words + [quoted(argument)]
  }

  /// Cuts a word where something stands for the argument, in one go: what is filled in is never looked
  /// at again.
  private static func pieces(of word: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var bytes: [UInt8] = []
    var rest = word[...]
    while let first = rest.first {
      if let placeholder = ArgumentPlaceholder.allCases.first(where: {
        rest.starts(with: $0.rawValue.utf8)
      }) {
        if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
        bytes = []
        pieces.append(.placeholder(placeholder))
        rest = rest.dropFirst(placeholder.rawValue.utf8.count)
      } else {
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
