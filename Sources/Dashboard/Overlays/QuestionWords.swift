internal import PoolObservation
internal import TextCanvas

/// How a question reads: what is asked, what will happen, and what yes means.
struct QuestionWords {
  let title: String
  let statement: String
  let yes: String

  init(_ question: Question, _ scene: Scene) {
    switch question {
    case .cancel(let ids):
      title = "Cancel \(ids.count.grouped) marked?"
      if let counts = Self.counts(of: ids, scene) {
        statement = Self.sentence(counts)
        yes = "yes, cancel the \(counts.pending.grouped) pending"
      } else {
        statement = "Those that still wait will never start; the others refuse."
        yes = "yes, cancel those that wait"
      }
    case .cancelMatching(let ids):
      let match = scene.model.rows.query.filter.map { " that match \(sanitized($0.text))" } ?? ""
      let pending = (Self.counts(of: ids, scene)?.pending ?? ids.count).grouped
      title = "Cancel all \(pending) pending\(match)?"
      statement = "\(pending) will never start."
      yes = "yes, cancel them"
    case .stop(let ids):
      let first = ids.first.flatMap { scene.live.futures[id: $0] }
      let name = first.map { "#\($0.id) \(sanitized($0.name))" } ?? "a job"
      title = ids.count == 1 ? "Stop \(name)?" : "Stop \(ids.count.grouped) running jobs?"
      statement = Self.stopSentence(ids.count, scene.snapshot.pool.kind)
      yes = ids.count == 1 ? "yes, stop it" : "yes, stop them"
    case .overwriteReport(let path):
      title = "Write over \(sanitized(path))?"
      statement = "The report that is there is lost."
      yes = "yes, write over it"
    case .runAgain, .open:
      let counts = scene.live.counts
      if case .open(let path) = question {
        title = "Leave this run for \(sanitized(path))?"
      } else {
        title = "Run it again?"
      }
      let more = scene.model.losesMoreToCome ? ", more to come" : ""
      let loss = counts.unfinished == 1 && more.isEmpty ? "it is lost" : "they are lost"
      statement =
        "\(counts.running.grouped) running, \(counts.pending.grouped) pending\(more): \(loss)."
      yes = "yes, end this run and begin the other"
    }
  }

  /// How many of them wait, run and are done; `nil` when they are too many to look at in each
  /// frame.
  private static func counts(of ids: [FutureID], _ scene: Scene) -> FutureCounts? {
    guard ids.count <= Survey.promptCount else { return nil }
    var counts = FutureCounts()
    for id in ids {
      guard let row = scene.live.futures[id: id] else { continue }
      switch row.state {
      case .pending: counts.pending += 1
      case .running: counts.running += 1
      case .cancelled, .finished: counts.succeeded += 1
      }
    }
    return counts
  }

  private static func sentence(_ counts: FutureCounts) -> String {
    var refused: [String] = []
    if counts.running > 0 { refused.append("\(counts.running.grouped) running") }
    if counts.succeeded > 0 { refused.append("\(counts.succeeded.grouped) done") }
    let pending = "\(counts.pending.grouped) will never start"
    return refused.isEmpty
      ? "\(pending)." : "\(pending); \(refused.joined(separator: " and ")) would refuse."
  }

  private static func stopSentence(_ count: Int, _ kind: PoolDescription.Kind) -> String {
    switch kind {
    case .thread:
      count == 1
        ? "1 running job is asked to stop; a thread may refuse, a command is killed."
        : "\(count.grouped) running jobs are asked to stop; threads may refuse, commands are killed."
    case .process:
      count == 1
        ? "1 running job ends, with the worker that runs it."
        : "\(count.grouped) running jobs end, with the workers that run them."
    }
  }
}
