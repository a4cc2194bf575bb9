internal import Foundation

/// A program that prints one number.
struct Program {
  let path: String
  let arguments: [String]

  /// This program, run anew: what it measures begins with fresh memory.
  static func itself(_ arguments: String...) -> Program {
    Program(path: "/proc/self/exe", arguments: arguments)
  }

  /// Runs it and returns what it printed.
  func number() throws -> Double {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path).resolvingSymlinksInPath()
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
    let text = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let number = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
    else { throw ProgramError(program: ([path] + arguments).joined(separator: " "), output: text) }
    return number
  }
}

/// A program failed, or printed something else than a number.
struct ProgramError: Error, CustomStringConvertible {
  let program: String
  let output: String

  var description: String { "\(program) printed no number: '\(output)'" }
}
