extension ProcessPoolExecutor {
  /// Runs a job once for each input, and gives the results in the order of the inputs.
  ///
  /// As ``PoolExecutor/map(_:_:timeout:chunkSize:bufferSize:)``; `chunkSize` inputs travel in one
  /// message, and are one future. An item that fails or crashes costs no other item.
  public func map<I, O>(
    _ job: Job<I, O>, _ inputs: some Sequence<I>, timeout: Duration?, chunkSize: Int,
    bufferSize: Int?
  ) throws -> MapResults<O> {
    guard chunkSize > 1 else {
      return try mapEach(
        job, inputs, timeout: timeout, chunkSize: chunkSize, bufferSize: bufferSize)
    }
    if let bufferSize, bufferSize < 1 {
      throw InvalidArgumentError("bufferSize must be greater than 0")
    }
    let codecs = try codecs(of: job)
    let hosting = hosting
    return MapResults(
      try ChunkedResults(inputs, timeout: timeout, chunkSize: chunkSize, bufferSize: bufferSize) {
        inputs in
        let chunk = RemoteChunk(job: job, inputs: inputs, codecs: codecs, hosting: hosting)
        let future = Future(
          name: job.name, control: nil, owner: self.core.handle,
          body: Future<ChunkResults<O>>.Closure { try chunk.run() })
        try self.core.submit(future)
        return future
      })
  }
}
