import ConcurrentFutures

// Jobs that tests run in worker processes: a process cannot be handed a closure.

/// The jobs that the program of the fixture knows.
package let workerJobs: JobRegistry = {
  var jobs = JobRegistry(
    doubleJob, failJob, act, unencodable, undecodable, echoBytes, place, meet, nested,
    failOnThree, piece, holding, takesWordy)
  jobs.registerError(Boom.self)
  return jobs
}()

package struct Boom: Error, Equatable, Codable, CustomStringConvertible {
  package var number = 0
  package var description: String { "boom \(number)" }

  package init(number: Int = 0) {
    self.number = number
  }
}

package let doubleJob = Job<Int, Int>("double") { $0 * 2 }
package let failJob = Job<Int, Int>("fail") { throw Boom(number: $0) }
package let failOnThree = Job<Int, Int>("fail on three") { input in
  guard input != 3 else { throw Boom(number: input) }
  return input
}
package let echoBytes = Job<[UInt8], [UInt8]>("echo bytes") { $0 }
/// Where a job runs: the worker's name, the attempt, and the process.
package let place = Job<Int, [String]>("place") { _, context in
  [context.workerName, "\(context.attempt)", "\(ownProcessID)"]
}

/// Doubles a number in a pool of its own.
package let nested = Job<Int, Int>("nested") { number in
  let pool = try ProcessPoolExecutor(maxWorkers: 1, jobs: JobRegistry(doubleJob))
  return try withExecutor(pool) { try $0.submit(doubleJob, number).result() }
}

/// What cannot travel one way or the other.
package struct Stubborn: Codable, Sendable {
  package var isEncodable: Bool
  package var isDecodable: Bool

  package init(isEncodable: Bool = true, isDecodable: Bool = true) {
    self.isEncodable = isEncodable
    self.isDecodable = isDecodable
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    isEncodable = try values.decode(Bool.self, forKey: .isEncodable)
    isDecodable = try values.decode(Bool.self, forKey: .isDecodable)
    if !isDecodable { throw Boom(number: 2) }
  }

  package func encode(to encoder: any Encoder) throws {
    if !isEncodable { throw Boom(number: 1) }
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(isEncodable, forKey: .isEncodable)
    try values.encode(isDecodable, forKey: .isDecodable)
  }

  enum CodingKeys: CodingKey {
    case isEncodable, isDecodable
  }
}

/// What cannot be decoded, and says so with very many words.
package struct Wordy: Codable, Sendable {
  package init() {}

  package init(from decoder: any Decoder) throws {
    throw Trouble(description: String(repeating: "word ", count: 400_000))
  }
}

package let takesWordy = Job<Wordy, Int>("takes wordy") { _ in 1 }

/// Takes and gives what may not travel.
package let unencodable = Job<Stubborn, Int>("takes stubborn") { _ in 1 }
package let undecodable = Job<Int, Stubborn>("gives stubborn") {
  Stubborn(isEncodable: $0 != 1, isDecodable: $0 != 2)
}
