// When which job is submitted.

extension ScenarioReader {
  /// Reads all entries; `all` and nothing at all submit each job once.
  mutating func readSubmissions(_ value: DocumentValue?, jobs: [JobPlan]) -> [SubmitEntry] {
    let all = jobs.indices.map { SubmitEntry(job: $0) }
    guard let value else { return all }
    if case .scalar(let scalar) = value.content, scalar.text == "all" { return all }
    guard case .sequence(let entries) = value.content else {
      return expected("a list of entries, or all", value) ?? []
    }
    let positions = positions(of: jobs)
    var submissions: [SubmitEntry] = []
    var count = 0
    for value in entries {
      guard let entry = entry(value, jobs, positions) else { continue }
      submissions.append(entry)
      let countBefore = count
      count += CollectionOfOne(entry).submissionCount.number
      // Said once, of the first entry that is too much.
      guard count > Self.mostSubmissions, countBefore <= Self.mostSubmissions else { continue }
      problems.add(
        value.place,
        "with this entry there are \(count) submissions; \(Self.mostSubmissions) are the most")
    }
    return submissions
  }

  private mutating func entry(
    _ value: DocumentValue, _ jobs: [JobPlan], _ positions: [String: Int]
  ) -> SubmitEntry? {
    guard let fields = fields(of: value, .entry, in: "submit") else { return nil }
    let pattern = pattern(fields, value)
    let name = fields["name"].flatMap { text($0) }
    let key = fields["key"].flatMap { integer($0) }
    let log = fields["log"].flatMap { entryLog($0) }
    let priority = fields["priority"].flatMap { self.priority($0) }
    let tags = fields["tags"].map { self.tags($0) } ?? []
    let start = readStart(fields, value)
    if let key, let place = fields["key"]?.place,
      key.addingReportingOverflow(Self.mostSubmissions).overflow
    {
      problems.add(place, "'\(key)' is too large to go on counting from it")
    }
    guard let job = fields["job"] else {
      problems.add(value.place, "an entry needs 'job'")
      return nil
    }
    let positions = self.positions(of: job, jobs, positions)
    guard let pattern, let positions else { return nil }
    return SubmitEntry(
      jobs: positions, pattern: pattern, start: start, name: name, key: key, submitLog: log,
      priority: priority, tags: tags)
  }

  // MARK: Jobs

  private mutating func positions(
    of value: DocumentValue, _ jobs: [JobPlan], _ positions: [String: Int]
  ) -> [Int]? {
    guard case .sequence(let elements) = value.content else {
      return named(value, positions).map { [$0] }
    }
    let found = elements.compactMap { named($0, positions) }
    guard found.count == elements.count else { return nil }
    guard !found.isEmpty else {
      problems.add(value.place, "expected at least one job")
      return nil
    }
    guard found.contains(where: { jobs[$0].weight > 0 }) else {
      problems.add(value.place, "all of these jobs have weight 0; one must be larger")
      return nil
    }
    return found
  }

  private mutating func named(_ job: DocumentValue, _ positions: [String: Int]) -> Int? {
    text(job).flatMap { position(of: $0, at: job.place, positions) }
  }

  /// Where each job stands, by its name.
  func positions(of jobs: [JobPlan]) -> [String: Int] {
    Dictionary(jobs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Finds a job, or says that there is none.
  mutating func position(
    of name: String, at place: SourcePlace, _ positions: [String: Int]
  ) -> Int? {
    guard let position = positions[name] else {
      problems.add(
        place, "no job is named \(quoted(name))\(hint(name, among: positions.keys.sorted()))")
      return nil
    }
    return position
  }

  // MARK: Start and log

  private mutating func readStart(
    _ fields: [String: DocumentValue], _ entry: DocumentValue
  ) -> SubmitEntry.Start {
    let offset = fields["at"].flatMap { duration($0) }
    let pause = fields["after"].flatMap { duration($0) }
    if fields["at"] != nil, fields["after"] != nil {
      problems.add(entry.place, "an entry has 'at' or 'after', not both")
    }
    return offset.map { .at($0) } ?? pause.map { .after($0) } ?? .withPrevious
  }

  private mutating func entryLog(_ value: DocumentValue) -> Template? {
    guard let fields = fields(of: value, .entryLog, in: "log") else { return nil }
    return fields["submit"].flatMap { template($0, knowsWorker: false) }
  }
}
