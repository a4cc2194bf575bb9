// One format for recordings and for `--json`. The article "Recording a run" describes it; a test
// holds that beside what is written here.

/// Writes events as lines of JSON.
package struct RecordingEncoder: Sendable {
  /// When the pool was made, in nanoseconds since 1970.
  let createdAt: Int64
  var lines = LineBytes()

  /// Begins with lines of a pool.
  package init(createdAt: Int64) {
    self.createdAt = createdAt
  }

  /// The bytes of the lines that were not taken yet.
  package var byteCount: Int { lines.bytes.count }

  /// Takes the lines out.
  ///
  /// - Parameter bytes: What it holds goes, and the room it has is used for the next lines.
  package mutating func take(into bytes: inout [UInt8]) {
    lines.take(into: &bytes)
  }

  /// Takes the lines out.
  package mutating func take() -> [UInt8] {
    var bytes: [UInt8] = []
    take(into: &bytes)
    return bytes
  }

  /// Writes all events of a batch.
  package mutating func append(_ batch: EventBatch) {
    var submissions = batch.submissions.cursor
    var submission = submissions.next()
    let starts = batch.allStarts
    var start = 0
    var finish = 0
    var change = 0
    for place in 0..<UInt32(truncatingIfNeeded: batch.count) {
      if let record = submission, record.place == place {
        append(record, batch.submissions.labels[Int(record.label)])
        submission = submissions.next()
      } else if start < starts.count, starts[start].place == place {
        let record = starts[start]
        append(started: record.id, worker: Int(record.worker), attempt: 1, at: record.time)
        start += 1
      } else if finish < batch.finishes.count, batch.finishes[finish].place == place {
        let record = batch.finishes[finish]
        begin(.finished, record.id, at: record.finishedAt)
        append(record.outcome)
        append(batch.preview(of: record))
        lines.end()
        finish += 1
      } else if change < batch.changes.count {
        append(batch.changes[change].event)
        change += 1
      }
    }
  }

  /// Writes an event.
  package mutating func append(_ event: PoolEvent) {
    let time = event.time.nanoseconds
    switch event.change {
    case .submitted(let id, let name, let tags, let priority):
      append(submitted: id, name, priority: priority, tags, at: time)
    case .started(let id, let worker, let attempt):
      append(started: id, worker: worker, attempt: attempt, at: time)
    case .finished(let id, let outcome, let text):
      begin(.finished, id, at: time)
      append(outcome)
      append(.text, text)
      lines.end()
    default:
      append(rare: event.change, at: time)
    }
  }

  /// Notes that so many events were lost before they came here.
  package mutating func append(lostCount: Int, at time: PoolInstant) {
    begin(.lost, at: time.nanoseconds)
    lines.append(Array(",\"counts\":{\"events\":\(lostCount)}".utf8))
    lines.end()
  }
}

// MARK: - What happens often

extension RecordingEncoder {
  private mutating func append(_ record: SubmissionLog.Submission, _ label: EventBatch.Label) {
    append(submitted: record.id, label.name, priority: label.priority, label.tags, at: record.time)
  }

  private mutating func append(
    submitted id: FutureID, _ name: String, priority: Int, _ tags: [String], at time: UInt64
  ) {
    begin(.submitted, id, at: time)
    append(.name, name)
    if priority != 0 { append(.priority, priority) }
    if !tags.isEmpty {
      lines.append(Text.tags)
      for (place, tag) in tags.enumerated() {
        lines.append(place == 0 ? [] : Text.comma)
        lines.append(quoted: tag)
      }
      lines.append(Text.listEnd)
    }
    lines.end()
  }

  private mutating func append(
    started id: FutureID, worker: Int, attempt: Int, at time: UInt64
  ) {
    begin(.started, id, at: time)
    append(.worker, worker)
    append(.attempt, attempt)
    lines.end()
  }

  private mutating func append(_ outcome: FutureOutcome) {
    switch outcome {
    case .succeeded: lines.append(Text.succeeded)
    case .failed, .cancelled, .crashed, .timedOut: append(.outcome, outcome.word)
    }
  }

  private mutating func append(_ preview: ResultPreview) {
    switch preview {
    case .none: break
    case .unit: lines.append(Text.unit)
    case .integer(let value):
      lines.append(Text.text)
      lines.append(Text.quote)
      lines.append(value)
      lines.append(Text.quote)
    case .double, .bool, .text, .live: append(.text, preview.text)
    }
  }
}
