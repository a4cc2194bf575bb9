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
    let positions = Dictionary(
      jobs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    return entries.compactMap { entry($0, jobs: positions) }
  }

  /// The most submissions of an entry.
  ///
  /// More would overflow the sum over all entries of a file.
  private static let mostSubmissions = 1_000_000_000

  private mutating func entry(_ value: DocumentValue, jobs: [String: Int]) -> SubmitEntry? {
    guard let fields = fields(of: value, .entry, in: "submit") else { return nil }
    let count = fields["count"].flatMap { integer($0, in: 0...Self.mostSubmissions) }
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
    return position(of: job, jobs).map {
      SubmitEntry(
        job: $0, count: count ?? 1, start: start, name: name, key: key, submitLog: log,
        priority: priority, tags: tags)
    }
  }

  private mutating func position(of job: DocumentValue, _ jobs: [String: Int]) -> Int? {
    if case .sequence = job.content {
      problems.add(job.place, "this version does not play a list of jobs in an entry yet")
      return nil
    }
    guard let name = text(job) else { return nil }
    guard let position = jobs[name] else {
      problems.add(
        job.place, "no job is named \(quoted(name))\(hint(name, among: jobs.keys.sorted()))")
      return nil
    }
    return position
  }

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
