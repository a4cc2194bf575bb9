extension EventBatch: Sequence {
  /// Goes through the events in the order in which they happened, and makes the texts it meets.
  @usableFromInline
  package struct Iterator: IteratorProtocol, Sendable {
    private let batch: EventBatch
    private var place: UInt32 = 0
    private var submission = 0
    private var start = 0
    private var finish = 0
    private var change = 0

    fileprivate init(_ batch: EventBatch) {
      self.batch = batch
    }

    /// Returns the next event; `nil` after the last.
    @usableFromInline
    package mutating func next() -> PoolEvent? {
      defer { place += 1 }
      if submission < batch.submissions.count, batch.submissions[submission].place == place {
        defer { submission += 1 }
        return batch.event(batch.submissions[submission])
      }
      if start < batch.starts.count, batch.starts[start].place == place {
        defer { start += 1 }
        return batch.event(batch.starts[start])
      }
      if finish < batch.finishes.count, batch.finishes[finish].place == place {
        defer { finish += 1 }
        return batch.event(batch.finishes[finish])
      }
      guard change < batch.changes.count else { return nil }
      defer { change += 1 }
      return batch.changes[change].event
    }
  }

  /// Begins with the first event.
  @usableFromInline
  package func makeIterator() -> Iterator {
    Iterator(self)
  }

  /// How many events there are, exactly.
  @usableFromInline
  package var underestimatedCount: Int { count }
}

// MARK: - Submissions that are alike

extension EventBatch {
  /// Finds the end of submissions that are alike, and whose ids follow each other without a gap.
  ///
  /// - Parameters:
  ///   - start: The place of the first.
  ///   - isWanted: Whether another one belongs to them.
  /// - Returns: The place behind the last.
  @inline(__always)
  func endOfLikes(from start: Int, where isWanted: (FutureID) -> Bool) -> Int {
    let submissions = submissions.span
    let first = submissions[start]
    var end = start + 1
    while end < submissions.count, submissions[end].label == first.label,
      submissions[end].id.rawValue &- first.id.rawValue == UInt64(end - start),
      isWanted(submissions[end].id)
    {
      end += 1
    }
    return end
  }
}

// MARK: - Records as values

extension EventBatch {
  private func event(_ record: Submission) -> PoolEvent {
    let label = labels[Int(record.label)]
    return PoolEvent(
      time: PoolInstant(nanoseconds: record.time),
      change: .submitted(record.id, name: label.name, tags: label.tags, priority: label.priority))
  }

  private func event(_ record: Start) -> PoolEvent {
    PoolEvent(
      time: PoolInstant(nanoseconds: record.time),
      change: .started(record.id, worker: Int(record.worker), attempt: 1))
  }

  private func event(_ record: Finish) -> PoolEvent {
    PoolEvent(
      time: PoolInstant(nanoseconds: record.finishedAt),
      change: .finished(record.id, outcome: record.outcome, text: preview(of: record).text))
  }

  /// The lives of the futures that ended, in the order in which they did.
  package var finishedRuns: [FinishedRun] { finishes.map { run(of: $0) } }

  /// Returns the life that a finish tells.
  func run(of record: Finish) -> FinishedRun {
    let label = labels[Int(record.label)]
    return FinishedRun(
      id: record.id, name: label.name, submittedAt: record.submittedAt,
      startedAt: record.startedAt, finishedAt: record.finishedAt, worker: record.worker,
      attempt: Int32(record.attempt), outcome: record.outcome, preview: preview(of: record),
      priority: Int32(clamping: label.priority), tags: label.tags)
  }

  /// Returns how the result of a finish reads.
  func preview(of record: Finish) -> ResultPreview {
    switch record.preview {
    case .none: .none
    case .unit: .unit
    case .integer: .integer(Int(truncatingIfNeeded: record.payload))
    case .double: .double(Double(bitPattern: record.payload))
    case .bool: .bool(record.payload != 0)
    case .text: .text(texts[Int(record.payload)])
    case .live: .live(liveTexts[Int(record.payload)])
    }
  }
}
