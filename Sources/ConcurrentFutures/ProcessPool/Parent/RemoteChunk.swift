internal import WorkerProtocol

/// What came of each item of a chunk.
struct ChunkResults<Output: Sendable>: Sendable {
  var results: [Result<Output, any Error>]
}

/// Several inputs of one job, that travel in one message.
struct RemoteChunk<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
  let job: Job<Input, Output>
  let inputs: [Input]
  let codecs: JobCodecs<Input, Output>
  let hosting: ProcessHosting

  /// Runs all items in the process of the worker on whose thread this is called.
  ///
  /// A crash costs the item that ran; the others are sent again, to the next process.
  func run() throws -> ChunkResults<Output> {
    let run = RemoteRun.current(hosting)
    let codec = codecs.input
    let nothing = JobCodingError("an item has no result")
    var results = [Result<Output, any Error>](repeating: .failure(nothing), count: inputs.count)
    var places: [Int] = []
    var payload = Self.emptyPayload(inputs.count)
    for place in inputs.indices {
      do {
        try payload.appendMeasured { try codec.append(inputs[place], &$0) }
        places.append(place)
      } catch {
        results[place] = .failure(
          JobCodingError("the input of '\(job.name)' cannot be encoded: \(error)"))
      }
    }
    while !places.isEmpty {
      Self.note(places.count, in: &payload)
      do {
        let message = try run.tender.run(run.future, mayGoOn: places.count > 1) {
          try Message(.runChunk, job: job.name, run.future, run.attempt, payload)
        }
        try read(message, run, places, into: &results)
        places = []
      } catch let failure as ProcessTender.RunFailure {
        let error = run.error(of: failure, deathCount: 1)
        guard case .died(_, let item) = failure, places.indices.contains(item - 1),
          !(error is BrokenExecutorError)
        else { throw error }
        results[places.remove(at: item - 1)] = .failure(error)
        payload = Self.emptyPayload(places.count)
        // They were encoded before.
        for place in places { try payload.appendMeasured { try codec.append(inputs[place], &$0) } }
      }
    }
    return ChunkResults(results: results)
  }

  private static func emptyPayload(_ count: Int) -> [UInt8] {
    var payload: [UInt8] = []
    payload.reserveCapacity(4 + count * 12)
    payload.appendNumber(UInt32(0))
    return payload
  }

  /// Writes how many items there are.
  private static func note(_ count: Int, in payload: inout [UInt8]) {
    for place in 0..<4 { payload[place] = UInt8(truncatingIfNeeded: count >> (8 * place)) }
  }

  private func read(
    _ message: Message, _ run: RemoteRun, _ places: [Int],
    into results: inout [Result<Output, any Error>]
  ) throws {
    guard message.kind == .chunkReturned else {
      return _ = try run.output(of: job, codecs.output, message)
    }
    let codec = codecs.output
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
            return try codec.read(bytes)
          } catch {
            throw run.decodingError("a result of '\(job.name)' cannot be decoded: \(error)")
          }
        }
        return try run.output(of: job, codec, item.message)
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
