import WorkerJobs

@testable import ConcurrentFutures

/// Takes until the end; an error counts as a result.
func outcomes(_ results: MapResults<Int>) -> [Result<Int, Boom>] {
  var outcomes: [Result<Int, Boom>] = []
  while true {
    do {
      guard let value = try results.next() else { return outcomes }
      outcomes.append(.success(value))
    } catch {
      outcomes.append(.failure(error as? Boom ?? Boom(number: -1)))
    }
  }
}

/// Stands in for a pool: keeps the promises of what is submitted, and resolves none by itself.
final class Desk {
  struct Closed: Error {}

  var promises: [Promise<Int>] = []
  /// How many inputs it takes before it throws.
  var capacity = Int.max
  var refusedCount = 0

  var futures: [Future<Int>] { promises.map(\.future) }

  func submit(_ input: Int) throws -> Future<Int> {
    guard promises.count < capacity else {
      refusedCount += 1
      throw Closed()
    }
    promises.append(Promise(name: "\(input)"))
    return promises[promises.count - 1].future
  }

  func map(
    _ inputs: some Sequence<Int>, timeout: Duration? = nil, bufferSize: Int? = nil
  ) throws -> MapResults<Int> {
    try MapResults(inputs, timeout: timeout, bufferSize: bufferSize, submit: submit)
  }
}
