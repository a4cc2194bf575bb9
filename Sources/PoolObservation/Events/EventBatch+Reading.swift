extension EventBatch: Sequence {
  /// Goes through the events in the order in which they happened, and makes the texts it meets.
  package struct Iterator: IteratorProtocol {
    private let batch: EventBatch
    private var place = 0
    private var submission = 0
    private var start = 0
    private var finish = 0
    private var change = 0

    fileprivate init(_ batch: EventBatch) {
      self.batch = batch
    }

    /// Returns the next event; `nil` after the last.
    package mutating func next() -> PoolEvent? {
      guard place < batch.kinds.count else { return nil }
      defer { place += 1 }
      switch batch.kinds[place] {
      case .submitted:
        defer { submission += 1 }
        return batch.event(batch.submissions[submission])
      case .started:
        defer { start += 1 }
        return batch.event(batch.starts[start])
      case .finished:
        defer { finish += 1 }
        return batch.event(batch.finishes[finish])
      case .changed:
        defer { change += 1 }
        return batch.changes[change]
      }
    }
  }

  /// Begins with the first event.
  package func makeIterator() -> Iterator {
    Iterator(self)
  }

  /// How many events there are, exactly.
  package var underestimatedCount: Int { count }
}

// MARK: - Records as values

extension EventBatch {
  private func event(_ record: Submission) -> PoolEvent {
    let rank = rank(of: record)
    return PoolEvent(
      time: PoolInstant(nanoseconds: record.time),
      change: .submitted(
        record.id, name: names[Int(record.name)], tags: rank.tags, priority: rank.priority))
  }

  private func event(_ record: Start) -> PoolEvent {
    PoolEvent(
      time: PoolInstant(nanoseconds: record.time),
      change: .started(record.id, worker: Int(record.worker), attempt: Int(record.attempt)))
  }

  private func event(_ record: Finish) -> PoolEvent {
    PoolEvent(
      time: PoolInstant(nanoseconds: record.finishedAt),
      change: .finished(record.id, outcome: record.outcome, text: preview(of: record).text))
  }

  /// Returns the priority and tags of a submission.
  func rank(of record: Submission) -> Rank {
    record.rank < 0 ? Rank(priority: 0, tags: []) : ranks[Int(record.rank)]
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
