// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds pooltop pays for the peers it is compared with.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "pooltop", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(name: "CAffinity"),
    .target(
      name: "Contestants",
      dependencies: [
        "CAffinity",
        .product(name: "ConcurrentFutures", package: "pooltop"),
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "compare",
      dependencies: [
        "Contestants",
        .product(name: "ConcurrentFutures", package: "pooltop"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "PoolBenchmarks",
      dependencies: [
        "Contestants",
        .product(name: "ConcurrentFutures", package: "pooltop"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/PoolBenchmarks",
      swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
