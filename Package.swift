// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatWarning("ExplicitSendable", as: .error),
]

// Two of the collections: all of them took a tenth of the processor time of every build.
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A room of the house: a target with the strict settings.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a room; they may see what the room sees.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: strict)
}

let package = Package(
  name: "pooltop",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "ConcurrentFutures", targets: ["ConcurrentFutures"]),
    .executable(name: "pooltop", targets: ["pooltop"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // The machine.
    .target(name: "CPlatform"),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    room("Platform", ["CPlatform"]),
    room("Terminal", ["CNcurses", "TextCanvas"]),

    // Pure rooms: values in, values out.
    room("PoolObservation", [deque]),
    room("TextCanvas"),
    room("WorkerProtocol"),
    // Observation for its filters, by which events cancel, and for durations as people write them;
    // collections for the queues of the timeline.
    room("ScenarioScript", ["PoolObservation", yams, deque, heap]),
    room("Dashboard", ["PoolObservation", "TextCanvas"]),
    // The settings file: apart from the dashboard, so that no pane can read a file's language.
    room("SettingsDocument", ["Dashboard", "PoolObservation", yams]),
    room("Reports", ["PoolObservation"]),

    // The library, what a scenario runs on it, and the program.
    room(
      "ConcurrentFutures",
      ["Platform", "PoolObservation", "WorkerProtocol", deque, logging, metrics]),
    room("Workloads", ["ConcurrentFutures", "Platform"]),
    .executableTarget(
      name: "pooltop",
      dependencies: [
        "ConcurrentFutures", "Dashboard", "Platform", "PoolObservation", "Reports",
        "ScenarioScript", "SettingsDocument", "Terminal", "TextCanvas", "Workloads",
        argumentParser, logging,
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "TerminalProbe",
      dependencies: ["ConcurrentFutures", "Platform", "Terminal", "TextCanvas"],
      path: "Tests/Fixtures/TerminalProbe", swiftSettings: strict),

    .executableTarget(
      name: "ReadmeSample", dependencies: ["ConcurrentFutures"],
      path: "Tests/Fixtures/ReadmeSample", swiftSettings: strict),
    // As users write: no settings, and nothing but the library.
    .executableTarget(
      name: "NotesPrograms", dependencies: ["ConcurrentFutures"],
      path: "Tests/Fixtures/NotesPrograms"),
    .target(
      name: "ContractSurface", dependencies: ["ConcurrentFutures", logging, metrics],
      path: "Tests/Fixtures/ContractSurface"),
    // What runs in worker processes, and a program that has some.
    .target(
      name: "WorkerJobs", dependencies: ["ConcurrentFutures"], path: "Tests/Fixtures/WorkerJobs"),
    .executableTarget(
      name: "PoolTrials", dependencies: ["ConcurrentFutures", "WorkerJobs"],
      path: "Tests/Fixtures/PoolTrials"),
    .target(
      name: "TerminalDriver", dependencies: ["Platform"], path: "Tests/Fixtures/TerminalDriver",
      swiftSettings: strict),

    .target(name: "SeededRandom", path: "Tests/Fixtures/SeededRandom", swiftSettings: strict),

    tests("PlatformTests", ["Platform", "TerminalDriver"]),
    tests(
      "TerminalTests",
      ["SeededRandom", "Terminal", "TerminalDriver", "TerminalProbe", "TextCanvas"]),
    tests("PoolObservationTests", ["PoolObservation", "SeededRandom"]),
    tests("TextCanvasTests", ["TextCanvas"]),
    tests("WorkerProtocolTests", ["SeededRandom", "WorkerProtocol"]),
    tests("ReportsTests", ["Reports", "PoolObservation"]),
    tests("ScenarioScriptTests", ["PoolObservation", "ScenarioScript"]),
    tests(
      "DashboardTests", ["Dashboard", "PoolObservation", "SeededRandom", "TextCanvas"],
      exclude: ["Frames"]),
    tests("SettingsDocumentTests", ["Dashboard", "SettingsDocument"]),
    tests(
      "ConcurrentFuturesTests",
      [
        "ConcurrentFutures", "Platform", "PoolObservation", "PoolTrials", "SeededRandom",
        "TerminalDriver", "WorkerJobs",
        logging, metrics,
      ]),
    tests(
      "EndToEnd",
      ["NotesPrograms", "PoolTrials", "ReadmeSample", "TerminalDriver", "pooltop"]),
    tests(
      "PooltopTests",
      [
        "pooltop", "ConcurrentFutures", "Dashboard", "Platform", "PoolObservation",
        "ScenarioScript", "Terminal", "TerminalDriver", argumentParser,
      ]),
  ],
  swiftLanguageModes: [.v6]
)
