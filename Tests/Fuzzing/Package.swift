// swift-tools-version: 6.2
import PackageDescription

// The scenario parser, instrumented for libFuzzer, which is part of the toolchain. A package of its
// own, so that nobody's build pays for it. `Tests/Fuzzing/run` builds and runs it.

/// What the fuzzer is to see into.
let instrumented: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .unsafeFlags(["-sanitize=fuzzer"]),
]

let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .target(
      name: "PoolObservation",
      dependencies: [
        .product(name: "DequeModule", package: "swift-collections")
      ],
      swiftSettings: instrumented),
    .target(
      name: "ScenarioScript",
      dependencies: [
        "PoolObservation",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: instrumented),
    .systemLibrary(name: "CLibFuzzer"),
    .executableTarget(
      name: "ScenarioFuzzer", dependencies: ["CLibFuzzer", "ScenarioScript"],
      swiftSettings: instrumented,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
  ],
  swiftLanguageModes: [.v6]
)
