// `map` has one full form and three that leave something out. The short ones name no default for
// all three at once: such a form would be the full one itself, and whoever left something out would
// get it instead of the executor's own.

extension PoolExecutor {
  /// Runs a job once for each input, and gives the results in the order of the inputs.
  ///
  /// Without a buffer size, all inputs are submitted before this returns. With one, inputs are
  /// pulled when there is room: one more for each result that is taken, so they may be endless.
  ///
  /// ```swift
  /// let results = try pool.map(thumbnail, files, bufferSize: 100)
  /// while let picture = try results.next() { show(picture) }
  /// ```
  ///
  /// - Parameters:
  ///   - job: What to run.
  ///   - inputs: What to run it with.
  ///   - timeout: The longest time for all results together, from this call on; `nil` waits for
  ///     ever.
  ///   - chunkSize: How many inputs travel in one message to a worker process. Higher saves
  ///     messages; lower spreads the work better. Threads need no messages, and ignore it.
  ///   - bufferSize: The greatest number of inputs that are submitted and whose results are not
  ///     taken. Higher keeps the workers busy when results are taken in bursts; lower holds less in
  ///     memory.
  /// - Returns: The results; when it is dropped, what has not started is cancelled.
  /// - Throws: ``InvalidArgumentError`` when a size is 0 or less; what submitting threw: then what
  ///   was submitted before is cancelled.
  /// - Source: `Executor.map` of Python.
  public func map<I, O>(
    _ job: Job<I, O>, _ inputs: some Sequence<I>, timeout: Duration?, chunkSize: Int,
    bufferSize: Int?
  ) throws -> MapResults<O> {
    try mapEach(
      job, inputs, timeout: timeout, chunkSize: chunkSize, bufferSize: bufferSize)
  }

  /// Runs a job once for each input; all inputs are submitted before this returns.
  public func map<I, O>(
    _ job: Job<I, O>, _ inputs: some Sequence<I>, timeout: Duration? = nil, chunkSize: Int = 1
  ) throws -> MapResults<O> {
    try map(job, inputs, timeout: timeout, chunkSize: chunkSize, bufferSize: nil)
  }

  /// Runs a job once for each input; inputs are pulled when the buffer has room.
  public func map<I, O>(
    _ job: Job<I, O>, _ inputs: some Sequence<I>, timeout: Duration? = nil, bufferSize: Int?
  ) throws -> MapResults<O> {
    try map(job, inputs, timeout: timeout, chunkSize: 1, bufferSize: bufferSize)
  }

  /// Runs a job once for each input, without a limit of time.
  public func map<I, O>(
    _ job: Job<I, O>, _ inputs: some Sequence<I>, chunkSize: Int, bufferSize: Int?
  ) throws -> MapResults<O> {
    try map(job, inputs, timeout: nil, chunkSize: chunkSize, bufferSize: bufferSize)
  }

  /// Submits each input on its own, whatever the chunk size is.
  func mapEach<I, O>(
    _ job: Job<I, O>, _ inputs: some Sequence<I>, timeout: Duration?, chunkSize: Int,
    bufferSize: Int?
  ) throws -> MapResults<O> {
    guard chunkSize >= 1 else {
      throw InvalidArgumentError("chunkSize must be greater than 0")
    }
    if let bufferSize, bufferSize < 1 {
      throw InvalidArgumentError("bufferSize must be greater than 0")
    }
    return try MapResults(inputs, timeout: timeout, bufferSize: bufferSize) { input in
      try self.submit(job, input)
    }
  }
}
