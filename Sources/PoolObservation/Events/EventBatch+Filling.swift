extension EventBatch {
  /// Notes that a future was put in the queue.
  ///
  /// - Parameters:
  ///   - id: The future; greater than all before it.
  ///   - name: The job's name, or what the submitter gave.
  ///   - priority: Higher starts first.
  ///   - tags: What the submitter marked it with.
  ///   - time: Nanoseconds since the pool was made.
  @inlinable
  package mutating func submitted(
    _ id: FutureID, name: String, priority: Int, tags: [String], at time: UInt64
  ) {
    if lastSubmittedName < 0 || names[Int(lastSubmittedName)] != name {
      lastSubmittedName = Int32(truncatingIfNeeded: names.count)
      names.append(name)
    }
    var rank: Int32 = -1
    if priority != 0 || !tags.isEmpty {
      rank = Int32(truncatingIfNeeded: ranks.count)
      ranks.append(Rank(priority: priority, tags: tags))
    }
    submissions.append(Submission(id: id, time: time, name: lastSubmittedName, rank: rank))
    kinds.append(.submitted)
  }

  /// Notes that a worker began to run a future.
  ///
  /// - Parameters:
  ///   - id: The future.
  ///   - worker: The worker's index.
  ///   - attempt: Which attempt it is, from 1.
  ///   - time: Nanoseconds since the pool was made.
  @inlinable
  package mutating func started(_ id: FutureID, worker: Int, attempt: Int, at time: UInt64) {
    starts.append(
      Start(
        id: id, time: time, worker: Int32(truncatingIfNeeded: worker),
        attempt: Int32(truncatingIfNeeded: attempt)))
    kinds.append(.started)
  }

  /// Notes that a future is done, and how it got there.
  @inlinable
  package mutating func finished(_ run: FinishedRun) {
    if lastFinishedName < 0 || names[Int(lastFinishedName)] != run.name {
      if lastSubmittedName >= 0, names[Int(lastSubmittedName)] == run.name {
        lastFinishedName = lastSubmittedName
      } else {
        lastFinishedName = Int32(truncatingIfNeeded: names.count)
        names.append(run.name)
      }
    }
    let kind: PreviewKind
    var payload: UInt64 = 0
    switch run.preview {
    case .none: kind = .none
    case .unit: kind = .unit
    case .integer(let value):
      kind = .integer
      payload = UInt64(bitPattern: Int64(value))
    case .double(let value):
      kind = .double
      payload = value.bitPattern
    case .bool(let value):
      kind = .bool
      payload = value ? 1 : 0
    case .text(let text):
      kind = .text
      payload = UInt64(truncatingIfNeeded: texts.count)
      texts.append(text)
    case .live(let text):
      kind = .live
      payload = UInt64(truncatingIfNeeded: liveTexts.count)
      liveTexts.append(text)
    }
    finishes.append(Finish(run, name: lastFinishedName, preview: kind, payload: payload))
    kinds.append(.finished)
  }

  /// Notes anything else.
  package mutating func append(_ change: PoolEvent.Change, at time: PoolInstant) {
    changes.append(PoolEvent(time: time, change: change))
    kinds.append(.changed)
  }
}
