/// A job with its input, to be run in this process.
@usableFromInline
final class JobCall<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
  @usableFromInline let body: Job<Input, Output>.Body
  @usableFromInline let input: Input

  @inlinable
  init(_ body: Job<Input, Output>.Body, _ input: Input) {
    self.body = body
    self.input = input
  }
}

extension JobCall: FutureCall {
  @inlinable
  func run() throws -> Output {
    try body.run(with: input)
  }

  @usableFromInline var inputText: String { ShortText.of(input) }
}
