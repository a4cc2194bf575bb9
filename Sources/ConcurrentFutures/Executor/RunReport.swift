/// What a pool notes of a run.
struct RunReport: Sendable {
  var outcome: FutureOutcome
  var preview: ResultPreview

  init(outcome: FutureOutcome, preview: ResultPreview) {
    self.outcome = outcome
    self.preview = preview
  }

  /// Reports what came of a body: a value that its future keeps, or an error.
  init(of future: AnyFuture, _ error: (any Error)?) {
    self.init(
      outcome: error.map { FutureOutcome(of: $0) } ?? .succeeded,
      preview: Self.preview(of: future, error))
  }

  /// How that reads.
  static func preview(of future: AnyFuture, _ error: (any Error)?) -> ResultPreview {
    error.map { .text(ShortText.of($0)) } ?? future.preview
  }

  /// Reports an error.
  init(_ error: any Error, outcome: FutureOutcome = .failed) {
    self.init(outcome: outcome, preview: .text(ShortText.of(error)))
  }
}

/// What is to be done with the result of a run.
enum RunVerdict {
  case publish
  /// The run ended in its own way, but the future ends with this.
  case fail(any Error)
  /// The future has its outcome already.
  case discard
  /// Another attempt comes; what the last one returned after its time goes, with no lock held.
  case runAgain(dropping: AnyObject?)
}
