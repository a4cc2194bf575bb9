/// A job with its input, to be run in this process.
@usableFromInline
final class JobCall<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
  @usableFromInline let body: Job<Input, Output>.Body
  @usableFromInline let input: Input

  @inlinable
  init(_ job: Job<Input, Output>, _ input: Input) {
    self.body = job.body
    self.input = input
  }

  /// Whether the body wants to know where it runs.
  @inlinable
  var hasContext: Bool {
    switch body {
    case .plain: false
    case .inContext: true
    }
  }
}

extension JobCall: FutureCall {
  @inlinable
  func run() throws -> Output {
    switch body {
    case .plain(let body): try body(input)
    case .inContext(let body): try body(input, .current)
    }
  }

  @usableFromInline var inputText: String { ShortText.of(input) }
}
