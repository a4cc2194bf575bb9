import Foundation
import Glibc
import TerminalDriver

/// What a program that wrote into a pipe left behind.
struct Outcome {
  var exitCode: Int32
  var output: String
  var errors: String

  var lines: [Substring] { output.split(separator: "\n") }
  /// Not one byte of an escape sequence, in either stream.
  var isPlain: Bool { !(output + errors).utf8.contains(0x1B) }
}

/// Runs a program with its standard output in a pipe and nothing to read.
///
/// Blocks, so it is used on a thread of its own. A program that does not end in time is ended, with
/// 124 as its exit code.
///
/// - Parameters:
///   - arguments: The program and its arguments.
///   - limit: How many seconds it may take.
///   - onLine: Is given each line as it comes, and the program's process id.
/// - Returns: Everything it wrote, and how it ended.
/// - Throws: ``CannotStart``, or what keeps the test from having a folder.
func runPiped(
  _ arguments: [String], limit: Int = 240, onLine: (String, pid_t) -> Void = { _, _ in }
) throws -> Outcome {
  let scratch = try ScratchFolder()
  let words = arguments.map(Tmux.quoted).joined(separator: " ")
  let program = "sh -c 'echo $$; exec \"$0\" \"$@\"' \(words)"
  let command =
    "exec env --default-signal -u LINES -u COLUMNS -u NO_COLOR LC_ALL=C.utf8 SWIFT_BACKTRACE=enable=no "
    + "timeout -k 5 \(limit) \(program) 2> \(Tmux.quoted(scratch.path("errors"))) < /dev/null"
  guard let stream = unsafe popen(command, "r") else { throw CannotStart(command: command) }
  var process: pid_t?
  var output = ""
  while let line = unsafe nextLine(of: stream) {
    if let process {
      output += line
      onLine(line, process)
    } else {
      process = pid_t(line.dropLast())
    }
  }
  let status = unsafe pclose(stream)
  return Outcome(
    exitCode: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
    output: output, errors: scratch.text(of: "errors"))
}

/// Runs pooltop in a pipe.
func pooltop(
  _ arguments: String..., onLine: (String, pid_t) -> Void = { _, _ in }
) throws -> Outcome {
  try runPiped([Project.pooltop] + arguments, onLine: onLine)
}

/// Runs pooltop again and again until a run comes to what is wanted of it, for 200 seconds at most.
///
/// For what happens in real time: a busy machine may miss a moment once, and a program that is
/// wrong misses it always.
///
/// - Parameters:
///   - arguments: The arguments of each run.
///   - isWanted: Whether this is the run that is looked for.
/// - Returns: That run, or the last one.
/// - Throws: What ``runPiped(_:limit:onLine:)`` throws, or the condition.
func pooltop(
  _ arguments: String..., until isWanted: (Outcome) throws -> Bool
) throws -> Outcome {
  let end = ContinuousClock.now + .seconds(200)
  while true {
    let outcome = try runPiped([Project.pooltop] + arguments)
    if try isWanted(outcome) || ContinuousClock.now > end { return outcome }
  }
}

struct CannotStart: Error {
  var command: String
}

/// The next line with its end, or `nil` at the end of the stream.
private func nextLine(of stream: UnsafeMutablePointer<FILE>) -> String? {
  var bytes: [UInt8] = []
  while true {
    let byte = unsafe getc(stream)
    guard byte != EOF else { break }
    bytes.append(UInt8(truncatingIfNeeded: byte))
    if byte == 10 { break }
  }
  return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
}
