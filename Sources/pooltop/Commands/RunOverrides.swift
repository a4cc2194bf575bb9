internal import ArgumentParser
internal import PoolObservation
internal import ScenarioScript

/// What the command line says otherwise than the scenario.
struct RunOverrides: ParsableArguments {
  @Option(help: "How fast the scenario's time passes: 10 is ten times as fast.")
  var speed = Speed(1)

  @Option(help: "The seed of all that is drawn: the same one, the same durations and failures.")
  var seed: UInt64?

  @Option(help: "The greatest number of workers: 1 to 10000, or cpus.")
  var workers: PoolPlan.Workers?

  @Option(help: "What the workers are: thread or process.")
  var pool: PoolPlan.Kind?

  /// Whether the command line says anything.
  var isGiven: Bool { speed.factor != 1 || seed != nil || workers != nil || pool != nil }

  /// What they change in a scenario.
  var values: Values { Values(seed: seed, workers: workers, pool: pool) }

  /// What a scenario is to be changed in.
  struct Values: Sendable {
    var seed: UInt64?
    var workers: PoolPlan.Workers?
    var pool: PoolPlan.Kind?

    /// Reads a scenario, and changes in it what is to be otherwise.
    func read(_ file: String) throws -> Scenario {
      var scenario = try ScenarioFile.read(file, poolKind: pool)
      scenario.seed = seed ?? scenario.seed
      scenario.pool.workers = workers ?? scenario.pool.workers
      return scenario
    }
  }
}

/// How many seconds of a scenario pass in one.
struct Speed: ExpressibleByArgument, Sendable {
  var factor: Double

  init(_ factor: Double) {
    self.factor = factor
  }

  init?(argument: String) {
    guard let factor = Double(argument), RecordingHeader.speeds.contains(factor) else {
      return nil
    }
    self.factor = factor
  }

  var defaultValueDescription: String { text }

  /// As people write it: `10`, `0.5`.
  var text: String {
    factor == factor.rounded() ? String(Int(factor)) : String(factor)
  }
}

extension Speed {
  /// What the title shows of it: `×10`; nothing of the usual speed.
  var sign: String { factor == 1 ? "" : "×\(text)" }

  /// What the title of a run at this speed shows: the name, the speed where it is not the usual
  /// one, and the description.
  func title(_ name: String, _ description: String?) -> String {
    let title = factor == 1 ? name : "\(name) \(sign)"
    return description.map { "\(title) – \($0)" } ?? title
  }
}

extension Scenario {
  /// What the title shows.
  func title(at speed: Speed) -> String { speed.title(name, description) }
}

extension RecordingHeader {
  /// At which speed it was recorded.
  var recordedSpeed: Speed { Speed(speed ?? 1) }

  /// What the title shows; the same as while it was recorded.
  var titleAtSpeed: String { recordedSpeed.title(title, description) }
}

extension PoolPlan.Kind: ExpressibleByArgument {}

extension PoolPlan.Workers: ExpressibleByArgument {
  package init?(argument: String) {
    if argument == "cpus" {
      self = .cpus
    } else if let count = Int(argument), (1...10_000).contains(count) {
      self = .count(count)
    } else {
      return nil
    }
  }
}
