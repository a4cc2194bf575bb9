internal import ArgumentParser
internal import ScenarioScript
internal import Terminal

/// How a run is shown.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print plain lines; chosen by itself when standard output is no terminal.")
  var headless = false

  @Flag(help: "Print one JSON object a line, an event each; without a dashboard.")
  var json = false

  @Option(
    help: "Record the run into a file, to be replayed, reported and compared.",
    completion: .file(extensions: ["jsonl"]))
  var record: String?

  @OptionGroup var look: LookOptions

  func validate() throws {
    guard let record, RecordingFile.isOfOthers(record) else { return }
    throw ValidationError(
      "--record '\(record)' is there, and no recording; name another file, such as run.jsonl")
  }

  /// Whether the command line says what becomes of a run.
  var isGiven: Bool { headless || json || record != nil }

  /// The terminal for the dashboard; `nil` when lines are wanted, or there is none.
  func screen() -> TerminalDevice? {
    headless || json ? nil : .ofStandardOutput()
  }

  /// Plays a scenario on the screen, or as lines.
  ///
  /// - Parameters:
  ///   - scenario: What to play.
  ///   - speed: How fast.
  ///   - device: Where the dashboard is; `nil` is lines.
  ///   - library: Where other scenarios come from.
  ///   - batch: The commands that it runs, where it is not a scenario of a file.
  /// - Returns: The exit code.
  /// - Throws: What the pool, the terminal or the system throws.
  func play(
    _ scenario: Scenario, speed: Speed, on device: TerminalDevice?,
    library: ScenarioLibrary = ScenarioLibrary(), batch: CommandBatch? = nil
  ) throws -> Int32 {
    guard let device else {
      return try HeadlessSession(
        scenario: scenario, speed: speed, isJSON: json, recordingPath: record, batch: batch
      ).run()
    }
    return try ScreenSession(
      scenario: scenario, speed: speed, device: device, look: look, recordingPath: record,
      library: library, batch: batch
    ).run()
  }
}

/// How the dashboard looks, where it is not to find that out by itself.
struct LookOptions: ParsableArguments {
  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  @Option(help: "How many colours to use: off, 8, 16 or 256.")
  var palette: ColorDepth?

  @Flag(help: "Switch off every key that acts on the pool.")
  var readOnly = false
}

extension TerminalDevice {
  /// The terminal that standard output is; `nil` when it is none, or cannot be used, which is said.
  static func ofStandardOutput() -> TerminalDevice? {
    do throws(TerminalError) {
      return try find(environment: Environment.variables)
    } catch .outputIsNoTerminal {
      return nil
    } catch {
      StandardError.write("pooltop: \(error); plain lines instead")
      return nil
    }
  }
}

extension ColorDepth: ExpressibleByArgument {}
