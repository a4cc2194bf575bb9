extension EventBatch: Sequence {
  /// Goes through the events in the order in which they happened, and makes the texts it meets.
  @usableFromInline
  package struct Iterator: IteratorProtocol, Sendable {
    private let batch: EventBatch
    private let starts: [Start]
    private var submissions: SubmissionLog.Cursor
    private var submission: SubmissionLog.Submission?
    private var place: UInt32 = 0
    private var start = 0
    private var finish = 0
    private var change = 0

    fileprivate init(_ batch: EventBatch) {
      assert(batch.digest == nil, "events are asked for that were summed up")
      let batch = batch.closed
      self.batch = batch
      starts = batch.allStarts
      submissions = batch.submissions.cursor
      submission = submissions.next()
    }

    /// Returns the next event; `nil` after the last.
    @usableFromInline
    package mutating func next() -> PoolEvent? {
      defer { place += 1 }
      if let submission, submission.place == place {
        self.submission = submissions.next()
        return batch.event(submission)
      }
      if start < starts.count, starts[start].place == place {
        defer { start += 1 }
        return batch.event(starts[start])
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

// MARK: - Starts

extension EventBatch {
  /// The batch without a start that is open, and all its ends in one list.
  var closed: EventBatch {
    guard openCount > 0 || !openStart.isNone || !earlier.isEmpty else { return self }
    var closed = self
    closed.keepAll()
    closed.close()
    return closed
  }

  /// All starts in their order: those that are records, those that ends tell, those that are open.
  var allStarts: [Start] {
    let starts = closed.starts
    // The end that tells the start in each place, from 1.
    var telling = [UInt32](repeating: 0, count: count)
    for (index, finish) in finishes.enumerated() where finish.tellsStart {
      telling[Int(finish.startPlace)] = UInt32(truncatingIfNeeded: index + 1)
    }
    var all: [Start] = []
    all.reserveCapacity(starts.count + finishes.count)
    var next = 0
    for place in telling.indices {
      if next < starts.count, starts[next].place == place {
        all.append(starts[next])
        next += 1
      } else if telling[place] > 0 {
        all.append(finishes[Int(telling[place] - 1)].start)
      }
    }
    return all
  }
}

extension EventBatch.Finish {
  /// The start of what has ended.
  var start: EventBatch.Start {
    EventBatch.Start(id: id, time: startedAt, worker: worker, place: startPlace)
  }
}

// MARK: - Records as values

extension EventBatch {
  private func event(_ record: SubmissionLog.Submission) -> PoolEvent {
    let label = submissions.labels[Int(record.label)]
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
  package var finishedRuns: [FinishedRun] { closed.finishes.map { run(of: $0) } }

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
