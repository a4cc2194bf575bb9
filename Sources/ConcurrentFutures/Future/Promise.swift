internal import Synchronization

/// The writing end of a future.
///
/// Executors and tests hold it. Whoever holds it promises to resolve the future, once: whoever
/// waits for one that is dropped unresolved waits for ever. May be used from any thread; callbacks
/// run on the one that resolves.
public struct Promise<Value: Sendable>: Sendable {
  /// The reading end.
  public let future: Future<Value>

  /// Makes a future that nothing runs, and the end that resolves it.
  public init(name: String = "") {
    future = Future(name: name)
  }

  /// Says that the work begins, unless the future was cancelled.
  ///
  /// - Returns: True when the work may begin; false when the future was cancelled before.
  /// - Throws: ``InvalidStateError`` when it runs or is finished already.
  /// - Source: `Future.set_running_or_notify_cancel` of Python.
  public func setRunningOrNotifyCancel() throws -> Bool {
    if future.decide(.running) { return true }
    if future.isCancelled { return false }
    throw InvalidStateError("future is \(future.state.rawValue) already: \(future)")
  }

  /// Resolves the future with a value.
  ///
  /// - Parameter value: What those who wait are given.
  /// - Throws: ``InvalidStateError`` when the future is done; what it holds stays.
  /// - Source: `Future.set_result` of Python.
  public func setResult(_ value: Value) throws {
    try settle(.success(value))
  }

  /// Resolves the future with an error.
  ///
  /// - Parameter error: What is thrown to those who wait.
  /// - Throws: ``InvalidStateError`` when the future is done; what it holds stays.
  /// - Source: `Future.set_exception` of Python.
  public func setException(_ error: any Error) throws {
    try settle(.failure(error))
  }

  private func settle(_ result: Result<Value, any Error>) throws {
    guard future.settle(result) else {
      throw InvalidStateError("future is \(future.state.rawValue) already: \(future)")
    }
  }
}
