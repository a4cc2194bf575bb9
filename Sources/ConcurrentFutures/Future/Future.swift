internal import Synchronization

/// A value that is not there yet: the caller's end of a job.
///
/// May be used from any thread. Waiting never uses up the value; any number of threads may wait.
///
/// - Source: `concurrent.futures.Future` of Python.
public final class Future<Value: Sendable>: AnyFuture, @unchecked Sendable {
  // @unchecked: see «What guards what» in AnyFuture.swift.

  @inlinable
  override init(
    name: String, control: JobControl? = nil, owner: OwnerHandle? = nil, runner: Runner? = nil
  ) {
    super.init(name: name, control: control, owner: owner, runner: runner)
  }

  deinit {
    dropStoredBody()
  }

  /// What came of the future; `nil` until it is done.
  var settled: Result<Value, any Error>? {
    switch status.load(ordering: .acquiring) {
    case .pending, .running: nil
    case .cancelled: .failure(CancelledError())
    case .returned, .raised: outcome
    }
  }

  private var outcome: Result<Value, any Error> {
    if let error { return .failure(error) }
    guard let returned else { preconditionFailure("future \(id) is finished without an outcome") }
    return .success(returned)
  }

  override func dropBody() {
    // By the runner, perhaps.
    dropStoredBody()
    super.dropBody()
  }

  override var valuePreview: ResultPreview { ResultPreview(of: self) }

  override var valueType: any Any.Type { returned.map { type(of: $0) } ?? Value.self }
}

// MARK: - Settling

extension Future {
  /// Gives the future its outcome; false, with nothing changed, when it is done already.
  func settle(_ result: Result<Value, any Error>) -> Bool {
    let won = FutureLocks.withLock(of: id) {
      guard !status.load(ordering: .relaxed).isDone else { return false }
      switch result {
      case .success(let value): keep(value)
      case .failure(let error): self.error = error
      }
      status.store(error == nil ? .returned : .raised, ordering: .sequentiallyConsistent)
      return true
    }
    if won { call(tellObservers(error == nil ? .returned : .raised)) }
    return won
  }
}

// MARK: - Observing

extension Future {
  /// Runs a closure when the future is done.
  ///
  /// Callbacks run in the order in which they were added, once for each time they were added, on
  /// the thread that finished or cancelled the future. On a future that is done, at once on this
  /// thread. No lock is held: a callback may submit, cancel, or shut the pool down. One that takes
  /// long keeps its worker from other jobs, but nobody who waits.
  ///
  /// - Parameter callback: Is given the future, which is done.
  /// - Source: `Future.add_done_callback` of Python.
  public func addDoneCallback(_ callback: @escaping @Sendable (Future<Value>) -> Void) {
    let isAdded = add { future in
      guard let future = future as? Self else { return }
      callback(future)
    }
    if !isAdded { callback(self) }
  }
}

extension Future: DescribableResult {
  /// A short text of the value, made now; empty when there is none.
  package var resultText: String {
    guard let settled, case .success(let value) = settled else { return "" }
    return ShortText.of(value)
  }
}
