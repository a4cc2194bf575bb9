internal import Foundation

/// A program beside this package that measures the same work in another language.
struct Script {
  /// The interpreter, looked up in `PATH`.
  let interpreter: String
  /// Its name in the folder of this package.
  let file: String

  static let python = Script(interpreter: "python3", file: "cpython_threads.py")
  static let pythonProcesses = Script(interpreter: "python3", file: "cpython_processes.py")
  static let java = Script(interpreter: "java", file: "JavaThreads.java")

  /// Whether the interpreter is on this machine, with what it takes to run a source file.
  var isAvailable: Bool {
    let compiler = interpreter == "java" ? "javac" : interpreter
    let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(compiler)") }
  }

  /// Runs it and returns the number that it prints.
  func number(_ arguments: [String]) throws -> Double {
    let folder = URL(filePath: #filePath).appending(path: "../../../..").standardized
    return try Program(
      path: "/usr/bin/env",
      arguments: [interpreter, folder.appending(path: file).path()] + arguments
    ).number()
  }
}
