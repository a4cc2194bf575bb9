internal import ArgumentParser
internal import ConcurrentFutures
internal import Contestants

/// Prints how many bytes are resident for each of many things, in a process of their own.
struct MemoryOf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory-of", abstract: "Prints the resident bytes of each of many things.",
    shouldDisplay: false)

  /// What there are many of.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    /// A pending future of a closure that has captured a number.
    case closure
    /// A pending future of a job and its input.
    case job
    /// The closure alone, in an array.
    case bare
  }

  @Argument var subject: Subject
  @Argument var count: Int

  func run() throws {
    let held = try HeldPool()
    let before = residentBytes()
    let growth =
      switch subject {
      case .closure: try withExtendedLifetime(held.fill(count)) { residentBytes() - before }
      case .job: try withExtendedLifetime(jobs(held.pool)) { residentBytes() - before }
      case .bare: withExtendedLifetime(closures()) { residentBytes() - before }
      }
    print(Double(growth) / Double(count))
    held.stop()
  }

  private func jobs(_ pool: ThreadPoolExecutor) throws -> [Future<Int>] {
    let job = Job<Int, Int>("identity") { $0 }
    var futures: [Future<Int>] = []
    futures.reserveCapacity(count)
    for number in 0..<count { futures.append(try pool.submit(job, number)) }
    return futures
  }

  private func closures() -> [BareJob] {
    var closures: [BareJob] = []
    closures.reserveCapacity(count)
    for number in 0..<count { closures.append(BareJob { number }) }
    return closures
  }
}

/// A closure as an array keeps it at the least cost: by itself, it would be wrapped in another.
private struct BareJob {
  let body: @Sendable () throws -> Int

  init(_ body: @escaping @Sendable () throws -> Int) { self.body = body }
}
