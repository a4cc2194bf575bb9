extension ResultPreview {
  /// Notes how a future's value reads, without making a text of it.
  ///
  /// This is done for each job: types are compared rather than cast, and the value is read where
  /// its type is known. A cast costs 50 ns, an optional of unknown type 30.
  init<Value: Sendable>(of future: Future<Value>) {
    if Value.self == Int.self {
      self = Self.read(future, as: Int.self) { .integer($0) }
    } else if Value.self == Void.self || Value.self == NoValue.self {
      self = .unit
    } else if Value.self == Bool.self {
      self = Self.read(future, as: Bool.self) { .bool($0) }
    } else if Value.self == Double.self {
      self = Self.read(future, as: Double.self) { .double($0) }
    } else if Value.self == String.self {
      // A long one is the future's to keep or to let go.
      self = Self.read(future, as: String.self) {
        $0.utf8.count <= 4 * Self.limit ? .text($0) : .live(LiveText(future))
      }
    } else {
      self = .live(LiveText(future))
    }
  }

  /// Reads a value whose type is known to be this one.
  private static func read<Value: Sendable>(
    _ future: AnyFuture, as type: Value.Type, _ preview: (Value) -> ResultPreview
  ) -> ResultPreview {
    let future = unsafe unsafeDowncast(future, to: Future<Value>.self)
    return future.returned.map(preview) ?? .none
  }
}
