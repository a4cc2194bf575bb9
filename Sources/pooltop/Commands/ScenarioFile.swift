internal import ArgumentParser
internal import Glibc
internal import Platform
internal import PoolObservation
internal import ScenarioScript

/// A scenario on the disk.
enum ScenarioFile {
  /// Reads a scenario, or says all that is wrong with it.
  static func read(_ path: String, poolKind: PoolPlan.Kind? = nil) throws -> Scenario {
    if RecordingFile.isRecording(path) {
      throw UserError(
        description: "\(path) is a recording and no scenario; 'pooltop replay \(path)' shows it")
    }
    let bytes = try bytes(of: path)
    var scenario = try Scenario.parse(bytes, file: path, poolKind: poolKind)
    scenario.source = Scenario.Source(file: path, bytes: bytes)
    return scenario
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw cannotRead(path, errno) }
    defer { close(descriptor) }
    do {
      return try readAll(descriptor, limit: Scenario.largestFile)
    } catch {
      throw cannotRead(path, error.code)
    }
  }

  /// The command that may have been meant, where a file is named like one.
  private static func command(near path: String) -> String? {
    nearest(
      path, among: Pooltop.configuration.subcommands.compactMap { $0.configuration.commandName })
  }

  private static func cannotRead(_ path: String, _ code: Int32) -> UserError {
    let hint =
      switch code {
      case ENOENT:
        command(near: path).map { "; did you mean the command '\($0)'?" }
          ?? "; 'pooltop' without arguments lists the scenarios there are"
      case EISDIR: "; name one of the files in it"
      default: ""
      }
    let reason = SystemError(call: "cannot read the scenario '\(path)'", code: code)
    return UserError(description: "\(reason)\(hint)")
  }
}
