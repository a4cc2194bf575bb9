internal import DequeModule

/// The results of inputs that travel in chunks, one by one.
///
/// Inputs are pulled one by one, as a map does that has no chunks: with a buffer, one for each
/// result that is taken. A chunk leaves when it is full, or when nothing else is under way.
final class ChunkedResults<Output: Sendable> {
  private let chunks: MapResults<ChunkResults<Output>>
  /// How many inputs each chunk has that is under way.
  private var sizes: Deque<Int> = []
  /// Results of chunks that were taken.
  private var results: Deque<Result<Output, any Error>> = []
  /// Pulls so many inputs, or as many as there are; returns how many.
  private var pull: ((Int) -> Int)?
  /// Makes a chunk of what was pulled, if it is so long at least; `nil` when it is not.
  private let submit: (_ atLeast: Int) throws -> (future: Future<ChunkResults<Output>>, size: Int)?
  private let chunkSize: Int
  /// Why the inputs ended early; thrown after the results of what was submitted.
  private var failure: (any Error)?

  /// Submits all inputs, or as many as the buffer takes.
  init<Input>(
    _ inputs: some Sequence<Input>, timeout: Duration?, chunkSize: Int, bufferSize: Int?,
    submit: @escaping ([Input]) throws -> Future<ChunkResults<Output>>
  ) throws {
    chunks = MapResults(timeout: timeout)
    self.chunkSize = chunkSize
    let pulled = Pulled(inputs)
    pull = { pulled.pull($0) }
    self.submit = { atLeast in
      guard pulled.inputs.count >= max(1, atLeast) else { return nil }
      let size = pulled.inputs.count
      return (try submit(pulled.take()), size)
    }
    // When this throws, the object ends here, and what was submitted is cancelled.
    var room = bufferSize ?? .max
    while room > 0, pull != nil {
      let count = min(room, chunkSize)
      if pulled.pull(count) < count { pull = nil }
      room -= count
      try send(atLeast: 1)
    }
  }

  /// What was pulled and not submitted.
  private final class Pulled<Inputs: Sequence> {
    private var iterator: Inputs.Iterator
    private(set) var inputs: [Inputs.Element] = []

    init(_ inputs: Inputs) {
      iterator = inputs.makeIterator()
    }

    func pull(_ count: Int) -> Int {
      let before = inputs.count
      while inputs.count < before + count, let input = iterator.next() { inputs.append(input) }
      return inputs.count - before
    }

    func take() -> [Inputs.Element] {
      defer { inputs = [] }
      return inputs
    }
  }

  private func send(atLeast count: Int) throws {
    guard let (future, size) = try submit(count) else { return }
    chunks.add(future)
    sizes.append(size)
  }

  /// Gives the next result; `nil` after the last.
  ///
  /// What a whole chunk failed of is the error of each of its inputs.
  @available(*, noasync, message: "it blocks the thread")
  func next() throws -> Output? {
    while results.isEmpty {
      guard let size = sizes.first else {
        defer { failure = nil }
        if let failure { throw failure }
        return nil
      }
      do {
        results = Deque(try chunks.next()?.results ?? [])
      } catch let error as TimeoutError {
        close()
        throw error
      } catch let error as DeadlockError {
        // The chunk is still to come.
        throw error
      } catch {
        results = Deque(repeating: .failure(error), count: size)
      }
      sizes.removeFirst()
    }
    defer { refill() }
    return try results.popFirst()?.get()
  }

  /// Pulls one input in place of the result that was taken, and keeps the error if it cannot go.
  private func refill() {
    guard let pull else { return }
    do {
      if pull(1) == 0 { self.pull = nil }
      let isLast = self.pull == nil || (sizes.isEmpty && results.isEmpty)
      try send(atLeast: isLast ? 1 : chunkSize)
    } catch {
      self.pull = nil
      failure = error
    }
  }

  func close() {
    pull = nil
    failure = nil
    results = []
    sizes = []
    chunks.close()
  }
}
