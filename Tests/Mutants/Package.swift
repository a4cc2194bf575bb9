// swift-tools-version: 6.2
import PackageDescription

// The rooms that mutants live in, and no other: a mutant is built in seconds. `Tests/Mutants/run`
// puts this in the place of the project's own manifest, in a copy of the tree.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")

let package = Package(
  name: "pooltop",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .target(name: "CPlatform"),
    .target(name: "Platform", dependencies: ["CPlatform"], swiftSettings: strict),
    .target(
      name: "PoolObservation", dependencies: [deque], swiftSettings: strict),
    .target(name: "WorkerProtocol", swiftSettings: strict),
    .target(
      name: "ConcurrentFutures",
      dependencies: [
        "Platform", "PoolObservation", "WorkerProtocol", deque, logging, metrics,
      ],
      swiftSettings: strict),
    .target(
      name: "ScenarioScript", dependencies: ["PoolObservation", yams, deque, heap],
      swiftSettings: strict),
    .target(name: "Reports", dependencies: ["PoolObservation"], swiftSettings: strict),
    .target(
      name: "WorkerJobs", dependencies: ["ConcurrentFutures"], path: "Tests/Fixtures/WorkerJobs"),
    .executableTarget(
      name: "PoolTrials", dependencies: ["ConcurrentFutures", "WorkerJobs"],
      path: "Tests/Fixtures/PoolTrials"),
    .target(
      name: "TerminalDriver", dependencies: ["Platform"], path: "Tests/Fixtures/TerminalDriver",
      swiftSettings: strict),
    .target(name: "SeededRandom", path: "Tests/Fixtures/SeededRandom", swiftSettings: strict),
    .testTarget(
      name: "ConcurrentFuturesTests",
      dependencies: [
        "ConcurrentFutures", "Platform", "PoolObservation", "PoolTrials", "SeededRandom",
        "TerminalDriver", "WorkerJobs", logging, metrics,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ScenarioScriptTests", dependencies: ["PoolObservation", "ScenarioScript"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["PoolObservation", "Reports"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
