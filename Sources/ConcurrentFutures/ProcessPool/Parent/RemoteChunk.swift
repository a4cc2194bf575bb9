internal import WorkerProtocol

/// What came of each item of a chunk.
struct ChunkResults<Output: Sendable>: Sendable {
  var results: [Result<Output, any Error>]
}

/// Several inputs of one job, that travel in one message.
struct RemoteChunk<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
  let job: Job<Input, Output>
  let inputs: [Input]
  let hosting: ProcessHosting

  /// Runs all items in the process of the worker on whose thread this is called.
  ///
  /// A crash costs the item that ran; the others are sent again, to the next process.
  func run() throws -> ChunkResults<Output> {
    let run = RemoteRun.current(hosting)
    let codec = PayloadCodec<Input>(hosting.settings.jobs.coder)
    var results = [Result<Output, any Error>?](repeating: nil, count: inputs.count)
    var items: [(place: Int, bytes: [UInt8])] = []
    items.reserveCapacity(inputs.count)
    for (place, input) in inputs.enumerated() {
      do {
        items.append((place, try codec.encode(input)))
      } catch {
        results[place] = .failure(
          JobCodingError("the input of '\(job.name)' cannot be encoded: \(error)"))
      }
    }
    while !items.isEmpty {
      do {
        let message = try run.send(.runChunk, job: job.name, Self.payload(items.map(\.bytes)))
        try read(message, run, items.map(\.place), into: &results)
        items = []
      } catch let failure as ProcessTender.RunFailure {
        let error = run.error(of: failure, deathCount: 1)
        guard case .died(_, let item) = failure, items.indices.contains(item - 1),
          !(error is BrokenExecutorError)
        else { throw error }
        results[items.remove(at: item - 1).place] = .failure(error)
      }
    }
    return ChunkResults(
      results: results.map { $0 ?? .failure(JobCodingError("an item has no result")) })
  }

  private static func payload(_ items: [[UInt8]]) -> [UInt8] {
    var payload: [UInt8] = []
    payload.reserveCapacity(items.reduce(4) { $0 + $1.count + 4 })
    payload.appendNumber(UInt32(truncatingIfNeeded: items.count))
    for item in items { payload.appendBytes(item) }
    return payload
  }

  private func read(
    _ message: Message, _ run: RemoteRun, _ places: [Int],
    into results: inout [Result<Output, any Error>?]
  ) throws {
    guard message.kind == .chunkReturned else { return _ = try run.output(of: job, message) }
    let codec = PayloadCodec<Output>(hosting.settings.jobs.coder)
    var reader = ByteReader(message.payload)
    for place in places {
      let item: ChunkItem
      do {
        item = try ChunkItem(&reader)
      } catch {
        throw run.decodingError("the results of '\(job.name)' cannot be decoded: \(error)")
      }
      results[place] = Result {
        if case .returned(let bytes) = item {
          do {
            return try codec.decode(Array(bytes))
          } catch {
            throw run.decodingError("a result of '\(job.name)' cannot be decoded: \(error)")
          }
        }
        return try run.output(of: job, item.message)
      }
    }
  }
}

extension ChunkItem {
  /// The same as an answer of its own.
  fileprivate var message: Message {
    switch self {
    case .returned(let bytes): Message(.returned, payload: Array(bytes))
    case .threw(let note): Message(.threw, note: Array(note))
    case .notDecoded(let reason): Message(.notDecoded, note: Array(reason))
    case .notEncoded(let reason): Message(.notEncoded, note: Array(reason))
    }
  }
}
