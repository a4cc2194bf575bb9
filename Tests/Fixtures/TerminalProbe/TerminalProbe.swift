import Glibc
import Platform
import Terminal
import TextCanvas

/// A program with a screen, for tests: shows text that is hard to show and the keys it hears, and
/// ends as it is told to.
@main
enum TerminalProbe {
  static func main() {
    let environment = environment()
    do {
      let device = try TerminalDevice.find(environment: environment)
      try run(on: device, environment: environment)
      print("left in order")
    } catch let error as TerminalError {
      print("plain lines: \(error)")
    } catch {
      print("thrown: \(error)")
      exit(3)
    }
  }

  private static func run(on device: TerminalDevice, environment: [String: String]) throws {
    let signals = try SignalPipe()
    defer { signals.uninstall() }
    try CrashRestore.arm(
      descriptor: device.outputDescriptor, restoreBytes: device.restoreBytes)
    defer { CrashRestore.disarm() }
    let depth = environment["PROBE_DEPTH"].flatMap { ColorDepth(rawValue: $0) }
    let terminal = try Terminal(on: device, environment: environment, depth: depth)
    let capture = StandardStreamCapture()
    defer {
      _ = capture.stop()
      terminal.close()
      for line in capture.tail { print("captured: \(line)") }
    }
    try capture.start()

    var loop = ProbeLoop(terminal: terminal, signals: signals, capture: capture)
    try loop.run()
  }

  private static func environment() -> [String: String] {
    var values: [String: String] = [:]
    for name in ["TERM", "NO_COLOR", "PROBE_DEPTH"] {
      if let value = unsafe getenv(name) { values[name] = unsafe String(cString: value) }
    }
    return values
  }
}
