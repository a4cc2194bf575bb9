// How a job is treated: its time limit, its further attempts, its rank.

extension ScenarioReader {
  /// Priorities reach from this below zero to this above it.
  static let highestPriority = 1_000_000

  /// Reads what a job says about its treatment.
  mutating func readTreatment(_ fields: [String: DocumentValue], _ draft: inout JobDraft) {
    draft.timeout = fields["timeout"].flatMap { positiveDuration($0) }
    draft.retries = fields["retries"].flatMap { self.retries($0) }
    draft.priority = fields["priority"].flatMap { self.priority($0) }
    draft.weight = fields["weight"].flatMap { integer($0, in: 0...1_000_000_000) }
  }

  /// Reads a rank; higher starts first.
  mutating func priority(_ value: DocumentValue) -> Int? {
    integer(value, in: -Self.highestPriority...Self.highestPriority)
  }

  /// The most further attempts; more is a loop without an end.
  private static let mostRetries = 1_000_000

  private mutating func retries(_ value: DocumentValue) -> RetryPlan? {
    if case .scalar = value.content {
      return integer(value, in: 0...Self.mostRetries).map { RetryPlan(max: $0) }
    }
    let countBefore = problems.count
    guard let fields = fields(of: value, .retries, in: "retries") else { return nil }
    guard let max = fields["max"] else {
      // A misspelt key probably says how often.
      if problems.count == countBefore {
        problems.add(value.place, "retries needs 'max', as in {max: 3, delay: 1s}")
      }
      return nil
    }
    var plan = RetryPlan(max: integer(max, in: 0...Self.mostRetries) ?? 0)
    plan.delay = fields["delay"].flatMap { duration($0) } ?? plan.delay
    plan.backoff = fields["backoff"].flatMap { decimal($0, in: 0...1_000) } ?? plan.backoff
    plan.jitter = fields["jitter"].flatMap { rate($0) } ?? plan.jitter
    return plan
  }

  /// Reads the words by which futures can be found.
  mutating func tags(_ value: DocumentValue) -> [String] {
    list(value, of: "words")?.compactMap { element in
      guard let tag = text(element) else { return nil }
      guard !tag.isEmpty, !tag.contains(where: \.isWhitespace) else {
        return expected("a word", element)
      }
      return tag
    } ?? []
  }
}
