extension ResultPreview {
  /// Notes how a future's value reads that is more than a few bytes, without making a text of it.
  ///
  /// This is done for each job: types are compared rather than cast, which costs 50 ns.
  init<Value: Sendable>(of future: Future<Value>) {
    guard Value.self == String.self else {
      self = .live(LiveText(future))
      return
    }
    let future = unsafe unsafeDowncast(future as AnyFuture, to: Future<String>.self)
    // A long one is the future's to keep or to let go.
    self =
      future.returned.map {
        $0.utf8.count <= 4 * Self.limit ? .text($0) : .live(LiveText(future))
      } ?? .none
  }
}
