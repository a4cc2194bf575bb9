import Foundation
import Testing

@testable import ConcurrentFutures

/// What blocks is a mistake in async code, and the compiler says so.
@Suite("Calls that block", .timeLimit(.minutes(5)))
struct NoAsyncTests {
  @Test("do not compile in async code", .enabled(if: Compiler.path != nil, "there is no swiftc"))
  func unavailable() async throws {
    let source = Project.folder.appending(path: "Tests/Fixtures/NoAsync/BlockingCalls.swift")
    let lines = try String(contentsOf: source, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let blocking = lines.indices.filter { lines[$0].hasSuffix("// no") }.map { $0 + 1 }
    #expect(blocking.count == 7)

    let output = try await ConcurrentFuturesTests.blocking(within: .seconds(240)) {
      try Compiler.check(source)
    }
    let errors = output.split(separator: "\n").filter { $0.contains("error: ") }
    let numbers = errors.compactMap { $0.firstMatch(of: /BlockingCalls.swift:(\d+):/)?.1 }
    #expect(numbers.compactMap { Int($0) } == blocking, "\(output)")
    // Of `withExecutor` the compiler takes the async form, which wants to be awaited.
    let expected = ["unavailable from asynchronous contexts", "not marked with 'await'"]
    let others = errors.filter { error in !expected.contains { error.contains($0) } }
    #expect(others.isEmpty, "\(others.joined(separator: "\n"))")
  }
}

/// The compiler that built this test, if it is still at hand.
private enum Compiler {
  static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(filePath: String($0)).appending(path: "swiftc") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path(percentEncoded: false)) }

  /// Checks a file that imports the library as it was built; returns what the compiler says.
  static func check(_ source: URL) throws -> String {
    let compiler = Process()
    compiler.executableURL = path
    // The modules lie beside the bundle that holds this test.
    let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    compiler.arguments =
      [
        "-typecheck", "-swift-version", "6", "-diagnostic-style=llvm",
        "-I", path(products, "Modules"),
        "-Xcc", "-fmodule-map-file=\(path(products, "CPlatform.build/module.modulemap"))",
      ] + headers(of: products) + [path(source)]
    let output = Pipe()
    compiler.standardError = output
    compiler.standardOutput = output
    try compiler.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    compiler.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  /// The C modules of the packages that the library is built with.
  private static func headers(of products: URL) -> [String] {
    let checkouts = products.appending(path: "../../checkouts").standardizedFileURL
    let files = FileManager.default.enumerator(at: checkouts, includingPropertiesForKeys: nil)
    return (files ?? .init()).compactMap { $0 as? URL }
      .filter { $0.lastPathComponent == "module.modulemap" }
      .flatMap { ["-I", path($0.deletingLastPathComponent())] }
  }

  private static func path(_ folder: URL, _ name: String = "") -> String {
    (name.isEmpty ? folder : folder.appending(path: name)).path(percentEncoded: false)
  }
}

private enum Project {
  /// The folder that holds Package.swift.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
