internal import PoolObservation

// How the submissions of an entry follow each other.

extension ScenarioReader {
  /// The most submissions of an entry, and of all entries of a file.
  ///
  /// More take more memory than machines have; fewer would refuse what ends before it is all there.
  static let mostSubmissions = 1_000_000_000
  /// The most submitters of a closed loop; each costs memory from the start.
  private static let mostSubmitters = 100_000

  /// Reads the pattern of an entry.
  mutating func pattern(
    _ fields: [String: DocumentValue], _ entry: DocumentValue
  ) -> SubmitEntry.Pattern? {
    let forms = ["every", "arrivals", "think"].filter { fields[$0] != nil }
    guard forms.count <= 1 else {
      problems.add(
        entry.place, "an entry has '\(forms[0])' or '\(forms[1])', not both")
      return nil
    }
    let form = forms.first
    refuse("for", fields, unless: form == "every" || form == "think", "'every' or 'think'")
    refuse("submitters", fields, unless: form == "think", "'think'")
    let count = fields["count"].flatMap { integer($0, in: 0...Self.mostSubmissions) }
    let time = fields["for"].flatMap { positiveDuration($0) }
    if let form, form != "arrivals", fields["count"] == nil, fields["for"] == nil {
      problems.add(entry.place, "an entry with '\(form)' needs 'for' or 'count' to end it")
      return nil
    }
    switch form {
    case "every": return fields["every"].flatMap { every($0, count: count, time: time) }
    case "think": return think(fields, count: count, time: time)
    case "arrivals":
      if let count = fields["count"] {
        problems.add(count.place, "'count' does not go with 'arrivals', which its stages end")
      }
      return fields["arrivals"].flatMap { arrivals($0) }.map { .arrivals($0) }
    default: return .together(count: count ?? 1)
    }
  }

  private mutating func refuse(
    _ key: String, _ fields: [String: DocumentValue], unless isAllowed: Bool, _ owner: String
  ) {
    guard !isAllowed, let value = fields[key] else { return }
    problems.add(value.place, "'\(key)' goes with \(owner)")
  }

  private mutating func every(
    _ value: DocumentValue, count: Int?, time: Duration?
  ) -> SubmitEntry.Pattern? {
    guard let interval = positiveDuration(value) else { return nil }
    guard let time else { return .every(interval, count: count ?? 0) }
    let (whole, rest) = time.nanoseconds.quotientAndRemainder(
      dividingBy: interval.nanoseconds)
    let fitting = whole + (rest > 0 ? 1 : 0)
    guard fitting <= Self.mostSubmissions else {
      problems.add(
        value.place, "these are \(fitting) submissions; \(Self.mostSubmissions) are the most")
      return nil
    }
    return .every(interval, count: min(count ?? .max, Int(fitting)))
  }

  private mutating func think(
    _ fields: [String: DocumentValue], count: Int?, time: Duration?
  ) -> SubmitEntry.Pattern? {
    let submitters = fields["submitters"].flatMap { integer($0, in: 1...Self.mostSubmitters) }
    return fields["think"].flatMap { durationPlan($0) }.map {
      .loop(LoopPlan(think: $0, submitters: submitters ?? 1, duration: time, count: count))
    }
  }

  // MARK: Arrivals

  private mutating func arrivals(_ value: DocumentValue) -> ArrivalPlan? {
    let countBefore = problems.count
    guard let fields = fields(of: value, .arrivals, in: "arrivals") else { return nil }
    let start = fields["start"].flatMap { submissionRate($0) } ?? 0
    let spacing = fields["arrival"].flatMap { choice($0, of: ArrivalPlan.Spacing.self) }
    guard let list = fields["stages"].flatMap({ self.list($0, of: "stages") }) else {
      if problems.count == countBefore {
        problems.add(value.place, "arrivals needs 'stages', as in [{for: 20s, to: 80/s}]")
      }
      return nil
    }
    var stages: [ArrivalPlan.Stage] = []
    for element in list {
      let rate = stages.last?.endRate ?? start
      if let stage = stage(element, from: rate) { stages.append(stage) }
    }
    let plan = ArrivalPlan(startRate: start, stages: stages, spacing: spacing ?? .poisson)
    guard problems.count == countBefore else { return nil }
    guard plan.expectedCount > 0 else {
      problems.add(value.place, "nothing ever arrives at a rate of 0/s")
      return nil
    }
    guard plan.expectedCount <= Double(Self.mostSubmissions) else {
      problems.add(
        value.place, "more than \(Self.mostSubmissions) submissions are too many for an entry")
      return nil
    }
    return plan
  }

  private mutating func stage(
    _ value: DocumentValue, from rate: Double
  ) -> ArrivalPlan.Stage? {
    let countBefore = problems.count
    guard let fields = fields(of: value, .stage, in: "a stage") else { return nil }
    let endRate = fields["to"].flatMap { submissionRate($0) } ?? rate
    guard let time = fields["for"] else {
      if problems.count == countBefore {
        problems.add(value.place, "a stage needs 'for', as in {for: 20s, to: 80/s}")
      }
      return nil
    }
    return positiveDuration(time).map { ArrivalPlan.Stage(duration: $0, endRate: endRate) }
  }

  /// Reads a rate, in submissions per second.
  private mutating func submissionRate(_ value: DocumentValue) -> Double? {
    guard case .scalar(let scalar) = value.content,
      let rate = ScenarioScript.rate(asWritten: scalar.text)
    else {
      return expected("a rate such as 20/s or 300/m", value)
    }
    return rate
  }
}
