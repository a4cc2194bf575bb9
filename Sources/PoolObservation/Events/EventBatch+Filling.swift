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
  @inline(__always)
  package mutating func submitted(
    _ id: FutureID, name: String, priority: Int, tags: [String], at time: UInt64
  ) {
    let last = labels.count - 1
    if last < 0 || labels[last].priority != priority || labels[last].name != name
      || !tags.isEmpty || !labels[last].tags.isEmpty
    {
      labels.append(Label(name: name, priority: priority, tags: tags))
    }
    let label = Int32(truncatingIfNeeded: labels.count - 1)
    submissions.append(Submission(id: id, time: time, label: label, place: nextPlace))
    nextPlace += 1
  }

  /// Notes that a worker began to run a future.
  ///
  /// - Parameters:
  ///   - id: The future.
  ///   - worker: The worker's index.
  ///   - attempt: Which attempt it is, from 1.
  ///   - time: Nanoseconds since the pool was made.
  @inlinable
  @inline(__always)
  package mutating func started(_ id: FutureID, worker: Int, attempt: Int, at time: UInt64) {
    guard attempt == 1 else {
      return append(
        .started(id, worker: worker, attempt: attempt), at: PoolInstant(nanoseconds: time))
    }
    starts.append(
      Start(id: id, time: time, worker: Int32(truncatingIfNeeded: worker), place: nextPlace))
    nextPlace += 1
  }

  /// Notes that a future is done, and how it got there.
  @inlinable
  @inline(__always)
  package mutating func finished(_ run: borrowing FinishedRun) {
    let last = labels.count - 1
    if last < 0 || labels[last].name != run.name || labels[last].priority != Int(run.priority)
      || !run.tags.isEmpty || !labels[last].tags.isEmpty
    {
      labels.append(Label(name: run.name, priority: Int(run.priority), tags: run.tags))
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
    let label = Int32(truncatingIfNeeded: labels.count - 1)
    finishes.append(
      Finish(
        id: run.id, submittedAt: run.submittedAt, startedAt: run.startedAt,
        finishedAt: run.finishedAt, payload: payload, label: label, worker: run.worker,
        place: nextPlace, attempt: UInt16(clamping: run.attempt), outcome: run.outcome,
        preview: kind))
    nextPlace += 1
    leastFinished = Swift.min(leastFinished, run.id.rawValue)
    greatestFinished = Swift.max(greatestFinished, run.id.rawValue)
    if run.outcome != .succeeded, run.outcome != .cancelled { failureCount += 1 }
  }

  /// Notes that a future has succeeded at its first attempt that had neither a priority nor tags.
  ///
  /// Most do, and no ``FinishedRun`` is made of these.
  @inlinable
  @inline(__always)
  package mutating func succeeded(
    _ id: FutureID, name: borrowing String, submittedAt: UInt64, startedAt: UInt64,
    finishedAt: UInt64, worker: Int, _ preview: ShortPreview
  ) {
    let last = labels.count - 1
    if last < 0 || labels[last].name != name || labels[last].priority != 0
      || !labels[last].tags.isEmpty
    {
      labels.append(Label(name: copy name))
    }
    finishes.append(
      Finish(
        id: id, submittedAt: submittedAt, startedAt: startedAt, finishedAt: finishedAt,
        payload: preview.bits, label: Int32(truncatingIfNeeded: labels.count - 1),
        worker: Int32(truncatingIfNeeded: worker), place: nextPlace, attempt: 1,
        outcome: .succeeded, preview: preview.kind))
    nextPlace += 1
    leastFinished = Swift.min(leastFinished, id.rawValue)
    greatestFinished = Swift.max(greatestFinished, id.rawValue)
  }

  /// Notes anything else.
  @usableFromInline
  package mutating func append(_ change: PoolEvent.Change, at time: PoolInstant) {
    changes.append(Change(event: PoolEvent(time: time, change: change), place: nextPlace))
    nextPlace += 1
  }
}
