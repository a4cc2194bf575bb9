// What should come of a run, as far as it can.

extension ScenarioReader {
  /// Reads the expectations, and refuses those that no run can meet.
  ///
  /// - Parameters:
  ///   - value: What is written.
  ///   - submissionCount: How many submissions there are, where that is known.
  ///   - mayFallShort: Whether some may never be made.
  /// - Returns: The expectations.
  mutating func readExpectations(
    _ value: DocumentValue, submissionCount: Int?, mayFallShort: Bool
  ) -> Expectations {
    let countBefore = problems.count
    var expectations = Expectations()
    guard let fields = fields(of: value, .expect, in: "expect") else { return expectations }
    expectations.succeeded = fields["succeeded"].flatMap { integer($0, in: 0 ... .max) }
    expectations.failed = fields["failed"].flatMap { integer($0, in: 0 ... .max) }
    expectations.cancelled = fields["cancelled"].flatMap { integer($0, in: 0 ... .max) }
    expectations.crashed = fields["crashed"].flatMap { integer($0, in: 0 ... .max) }
    expectations.timedOut = fields["timed_out"].flatMap { integer($0, in: 0 ... .max) }
    expectations.results = fields["results"].flatMap { results($0) }
    expectations.makespan = fields["makespan"].flatMap { duration($0) }
    expectations.tolerance = fields["tolerance"].flatMap { duration($0) }
    expectations.order = fields["order"].flatMap { choice($0, of: Expectations.Order.self) }
    expectations.retried = fields["retried"].flatMap { integer($0, in: 0 ... .max) }
    expectations.maxWait = fields["max_wait"].flatMap { duration($0) }
    expectations.maxQueue = fields["max_queue"].flatMap { integer($0, in: 0 ... .max) }
    if fields["makespan"] == nil, let tolerance = fields["tolerance"] {
      problems.add(tolerance.place, "a tolerance needs the 'makespan' that it is for")
    }
    guard let submissionCount, problems.count == countBefore else { return expectations }
    checkCounts(expectations, value.place, submissionCount, mayFallShort)
    if !mayFallShort, let results = expectations.results, let place = fields["results"]?.place {
      checkResults(results, expectations, place, submissionCount)
    }
    return expectations
  }

  private mutating func results(_ value: DocumentValue) -> [Expectations.ExpectedResult]? {
    list(value, of: "results")?.compactMap { element in
      guard case .scalar(let scalar) = element.content else {
        return expected("a text, a whole number or ~", element)
      }
      if scalar.isNull { return Expectations.ExpectedResult.none }
      guard scalar.isPlain, isInteger(scalar.text) else { return .text(scalar.text) }
      return integer(element).map { .integer($0) }
    }
  }

  private mutating func checkCounts(
    _ expectations: Expectations, _ place: SourcePlace, _ submissionCount: Int,
    _ mayFallShort: Bool
  ) {
    let stated = [
      expectations.succeeded, expectations.failed, expectations.cancelled, expectations.crashed,
      expectations.timedOut,
    ]
    var sum = 0
    for count in stated {
      let (partial, overflow) = sum.addingReportingOverflow(count ?? 0)
      sum = overflow ? .max : partial
    }
    let isComplete = !mayFallShort && stated.allSatisfy { $0 != nil }
    guard sum > submissionCount || isComplete && sum < submissionCount else { return }
    problems.add(
      place,
      "cannot be met: the outcomes are \(sum), the submissions \(submissionCount)")
  }

  private mutating func checkResults(
    _ results: [Expectations.ExpectedResult], _ expectations: Expectations, _ place: SourcePlace,
    _ submissionCount: Int
  ) {
    guard results.count == submissionCount else {
      problems.add(
        place,
        "cannot be met: the results are \(results.count), the submissions \(submissionCount)")
      return
    }
    let valueCount = results.count { $0 != .none }
    if let succeeded = expectations.succeeded, valueCount > succeeded {
      problems.add(
        place, "cannot be met: the values are \(valueCount), the succeeded \(succeeded)")
    }
  }
}
