// A result counts by how it reads: a number and its digits are the same, and so is a row that went
// through a file and came back.

extension FutureSnapshot: Hashable {
  /// Says whether two rows read the same.
  public static func == (left: FutureSnapshot, right: FutureSnapshot) -> Bool {
    left.id == right.id && left.state == right.state && left.outcome == right.outcome
      && left.submittedAt == right.submittedAt && left.startedAt == right.startedAt
      && left.finishedAt == right.finishedAt && left.worker == right.worker
      && left.attempt == right.attempt && left.priority == right.priority
      && left.progress == right.progress && left.progressedAt == right.progressedAt
      && left.name == right.name && left.tags == right.tags && left.text == right.text
  }

  /// Takes in what two equal rows have in common.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(state)
    hasher.combine(outcome)
    hasher.combine(submittedAt)
    hasher.combine(startedAt)
    hasher.combine(finishedAt)
    hasher.combine(text)
  }
}

extension FutureSnapshot: Codable {
  private enum CodingKeys: String, CodingKey {
    case id, name, state, outcome, submittedAt, startedAt, finishedAt, worker, attempt, progress
    case progressedAt, text, tags, priority
  }

  /// Reads a row.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try container.decode(FutureID.self, forKey: .id),
      name: try container.decode(String.self, forKey: .name),
      submittedAt: try container.decode(PoolInstant.self, forKey: .submittedAt),
      tags: try container.decode([String].self, forKey: .tags),
      priority: try container.decode(Int.self, forKey: .priority))
    state = try container.decode(FutureState.self, forKey: .state)
    outcome = try container.decodeIfPresent(FutureOutcome.self, forKey: .outcome)
    startedAt = try container.decodeIfPresent(PoolInstant.self, forKey: .startedAt)
    finishedAt = try container.decodeIfPresent(PoolInstant.self, forKey: .finishedAt)
    worker = try container.decodeIfPresent(Int.self, forKey: .worker)
    attempt = try container.decode(Int.self, forKey: .attempt)
    if let fraction = try container.decodeIfPresent(Double.self, forKey: .progress) {
      // Rows that were written before 2026-11-27 do not tell when that was said.
      let time = try container.decodeIfPresent(PoolInstant.self, forKey: .progressedAt)
      progress(to: fraction, at: time)
    }
    text = try container.decode(String.self, forKey: .text)
  }

  /// Writes a row, its result as the text it reads as.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encode(state, forKey: .state)
    try container.encodeIfPresent(outcome, forKey: .outcome)
    try container.encode(submittedAt, forKey: .submittedAt)
    try container.encodeIfPresent(startedAt, forKey: .startedAt)
    try container.encodeIfPresent(finishedAt, forKey: .finishedAt)
    try container.encodeIfPresent(worker, forKey: .worker)
    try container.encode(attempt, forKey: .attempt)
    try container.encodeIfPresent(progress, forKey: .progress)
    try container.encodeIfPresent(progressedAt, forKey: .progressedAt)
    try container.encode(text, forKey: .text)
    try container.encode(tags, forKey: .tags)
    try container.encode(priority, forKey: .priority)
  }
}
