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
    submissions.append(
      id, name: name, priority: priority, tags: tags, at: time, place: nextPlace)
    nextPlace += 1
  }

  /// Notes submissions whose places count from here.
  package mutating func submitted(_ log: SubmissionLog) {
    submissions.append(log, from: nextPlace)
    nextPlace += UInt32(truncatingIfNeeded: log.count)
  }

  /// Notes that a worker began to run a future.
  ///
  /// - Parameters:
  ///   - id: The future.
  ///   - worker: The worker's index.
  ///   - attempt: Which attempt it is, from 1.
  ///   - isInside: Whether the worker runs it while another job waits, perhaps one of whose start
  ///     this batch knows nothing.
  ///   - time: Nanoseconds since the pool was made.
  @inlinable
  @inline(__always)
  package mutating func started(
    _ id: FutureID, worker: Int, attempt: Int, isInside: Bool = false, at time: UInt64
  ) {
    guard attempt == 1 else {
      return append(
        .started(id, worker: worker, attempt: attempt), at: PoolInstant(nanoseconds: time))
    }
    let start = Start(
      id: id, time: time, worker: Int32(truncatingIfNeeded: worker), place: nextPlace)
    nextPlace += 1
    guard !isInside else { return startedInside(start) }
    guard openStart.isNone, worker >= 0, worker < Self.openLimit, !isOpenBeside(worker) else {
      return startedBeside(start)
    }
    openStart = start
  }

  @inlinable
  @inline(__always)
  func isOpenBeside(_ worker: Int) -> Bool {
    openCount > 0 && openRange.contains(worker) && !openStarts[worker].isNone
  }

  /// Notes a start whose end does not tell it.
  @usableFromInline
  mutating func startedInside(_ start: Start) {
    close()
    starts.append(start)
  }

  /// Notes a start while another one is open, or of a worker whose starts are records.
  @usableFromInline
  mutating func startedBeside(_ start: Start) {
    let worker = Int(start.worker)
    guard (0..<Self.openLimit).contains(worker) else { return startedInside(start) }
    if worker >= openStarts.count {
      openStarts += [Start](repeating: .none, count: worker + 1 - openStarts.count)
    }
    if openStart.worker == start.worker || isOpenBeside(worker) { close() }
    openStarts[worker] = start
    openRange =
      openCount == 0
      ? worker..<worker + 1
      : Swift.min(openRange.lowerBound, worker)..<Swift.max(openRange.upperBound, worker + 1)
    openCount += 1
  }

  /// The workers whose starts may be open.
  ///
  /// More take more room, 24 bytes each; of the others, each start is a record of its own.
  @usableFromInline static let openLimit = 4_096

  /// Makes records of the starts that are open, so that anything else may come after them.
  @usableFromInline
  package mutating func close() {
    guard openCount > 0 || !openStart.isNone else { return }
    let open = allOpenStarts.filter { !$0.wasTold }
    starts += open.count > 1 ? open.sorted { $0.place < $1.place } : open
    dropOpenStarts()
  }

  private var allOpenStarts: [Start] {
    ([openStart] + openStarts[openRange]).filter { !$0.isNone }
  }

  /// Closes it, and begins another, empty one where the jobs go on that run.
  package mutating func close(before next: inout EventBatch) {
    for start in allOpenStarts {
      var start = start
      start.place = Finish.followsToldStart
      next.startedBeside(start)
    }
    close()
  }

  mutating func dropOpenStarts() {
    openStart = .none
    guard openCount > 0 else { return }
    for worker in openRange { openStarts[worker] = .none }
    (openCount, openRange) = (0, 0..<0)
  }

  /// Takes the open start of a future out that ends, for its end to tell it.
  ///
  /// - Returns: Its place; ``Finish/tellsNoStart`` where none is open. One of another future on
  ///   the same worker becomes a record.
  @inlinable
  @inline(__always)
  mutating func takeOpenStart(of id: FutureID, at time: UInt64, worker: Int) -> UInt32 {
    guard !openStart.isNone || openCount > 0 else { return Finish.tellsNoStart }
    guard Int(openStart.worker) == worker, openStart.id == id, openStart.time == time else {
      return takeStartBeside(of: id, at: time, worker: worker)
    }
    openStart.worker = Start.none.worker
    return openStart.place
  }

  @usableFromInline
  mutating func takeStartBeside(of id: FutureID, at time: UInt64, worker: Int) -> UInt32 {
    let isOther = !openStart.isNone && Int(openStart.worker) == worker
    guard isOther || isOpenBeside(worker) else { return Finish.tellsNoStart }
    guard !isOther, openStarts[worker].id == id, openStarts[worker].time == time else {
      close()
      return Finish.tellsNoStart
    }
    openStarts[worker].worker = Start.none.worker
    openCount -= 1
    return openStarts[worker].place
  }

  /// Notes that a future is done, and how it got there.
  @inlinable
  @inline(__always)
  package mutating func finished(_ run: borrowing FinishedRun) {
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
    if finishes.count == finishLimit { makeRoom() }
    finishes.append(
      Finish(
        id: run.id, submittedAt: run.submittedAt, startedAt: run.startedAt,
        finishedAt: run.finishedAt, payload: payload,
        label: labels.place(ofName: run.name, priority: Int(run.priority), tags: run.tags),
        worker: run.worker, place: nextPlace,
        startPlace: takeOpenStart(of: run.id, at: run.startedAt, worker: Int(run.worker)),
        attempt: UInt16(clamping: run.attempt), outcome: run.outcome, preview: kind))
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
    if finishes.count == finishLimit { makeRoom() }
    finishes.append(
      Finish(
        id: id, submittedAt: submittedAt, startedAt: startedAt, finishedAt: finishedAt,
        payload: preview.bits, label: labels.place(ofName: name, priority: 0, tags: []),
        worker: Int32(truncatingIfNeeded: worker), place: nextPlace,
        startPlace: takeOpenStart(of: id, at: startedAt, worker: worker), attempt: 1,
        outcome: .succeeded, preview: preview.kind))
    nextPlace += 1
    leastFinished = Swift.min(leastFinished, id.rawValue)
    greatestFinished = Swift.max(greatestFinished, id.rawValue)
  }

  /// Notes anything else.
  @usableFromInline
  package mutating func append(_ change: PoolEvent.Change, at time: PoolInstant) {
    close()
    changes.append(Change(event: PoolEvent(time: time, change: change), place: nextPlace))
    nextPlace += 1
  }
}
