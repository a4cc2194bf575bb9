extension PoolHistory {
  /// Takes in a batch of events; the same as one after the other.
  ///
  /// Whoever has millions of events a second does well to bring many at a time: all but the last
  /// ``retainedFutureLimit`` futures that come and go in a batch never become rows.
  package mutating func apply(_ batch: EventBatch) {
    guard !batch.isEmpty else { return }
    var fold = BatchFold(
      plan: BatchPlan(
        batch, retainedCount: retainedFutureLimit, failureCount: retention.failureCount,
        workerCount: (workers.last?.index ?? -1) + 1),
      batch, workers)
    // Nothing but its own future hangs on a submission, so all of them come first.
    var place = 0
    while place < batch.submissions.count { submitted(&place, of: batch, &fold.plan) }
    removeLeaving(&fold)
    fold.recordRuns(of: batch)
    applyRest(of: batch, &fold)
    for place in workers.indices { fold.lanes[place].settle(&workers[place]) }
    waitTimes.record(fold.waits)
    runTimes.record(fold.runs)
    recordJobRuns(fold, of: batch)
    forgetOldFutures()
  }

  /// Drops the rows of futures that end in the batch and would be forgotten at its end.
  private mutating func removeLeaving(_ fold: inout BatchFold) {
    let leaving = fold.plan.leaving
    guard !leaving.isEmpty else { return }
    var place = 0
    futures.remove(ascending: leaving) { row in
      while leaving[place] != row.id {
        fold.plan[leaving[place]] = .none
        place += 1
      }
      place += 1
      if row.state == .running {
        counts.running -= 1
        fold.plan[row.id].wasRunning = true
      } else {
        counts.pending -= 1
        fold.plan[row.id].isPaused = row.hasStarted
      }
    }
    for id in leaving[place...] { fold.plan[id] = .none }
  }

  /// Takes in the submission at a place, and those after it that wait and are like it.
  @inline(__always)
  private mutating func submitted(
    _ place: inout Int, of batch: EventBatch, _ plan: inout BatchPlan
  ) {
    let record = batch.submissions[place]
    let isNew = newestID.map { $0 < record.id } ?? true
    let fate = isNew ? plan.noteSubmission(record.id) : .none
    if isNew, fate.isNone, batch.labels[Int(record.label)].tags.isEmpty {
      let end = batch.endOfLikes(from: place, where: { plan[$0].isNone })
      appendWaiting(place..<end, of: batch)
      place = end
      return
    }
    place += 1
    guard fate.isWhole, fate.leavesNoRow else { return append(record, of: batch, fate) }
    newestID = record.id
  }

  /// Makes rows of submissions that are alike and wait.
  private mutating func appendWaiting(_ places: Range<Int>, of batch: EventBatch) {
    let records = batch.submissions[places]
    let label = batch.labels[Int(records[places.lowerBound].label)]
    futures.append(
      waitingSince: records.lazy.map { PoolInstant(nanoseconds: $0.time) },
      from: records[places.lowerBound].id, name: label.name, priority: label.priority)
    counts.pending += places.count
    newestID = records[places.upperBound - 1].id
  }

  /// Makes a row of a submission: one that waits, or one that is done already.
  private mutating func append(
    _ record: EventBatch.Submission, of batch: EventBatch, _ fate: BatchPlan.Fate
  ) {
    let label = batch.labels[Int(record.label)]
    guard fate.isWhole else {
      return submitted(
        FutureSnapshot(
          id: record.id, name: label.name, submittedAt: PoolInstant(nanoseconds: record.time),
          tags: label.tags, priority: label.priority))
    }
    newestID = record.id
    futures.append(
      FutureSnapshot(
        batch.run(of: batch.finishes[fate.index]), tags: label.tags, priority: label.priority))
  }

  private mutating func applyRest(of batch: EventBatch, _ fold: inout BatchFold) {
    var start = 0
    var finish = 0
    for change in batch.changes {
      apply(of: batch, before: change.place, &start, &finish, &fold)
      apply(change.event, &fold)
    }
    apply(of: batch, before: .max, &start, &finish, &fold)
  }

  /// Applies the starts and ends that come before a place in the batch.
  private mutating func apply(
    of batch: EventBatch, before end: UInt32, _ start: inout Int, _ finish: inout Int,
    _ fold: inout BatchFold
  ) {
    let starts = batch.starts.span
    let finishes = batch.finishes.span
    let plan = fold.plan
    // Spans, because an array asks at each change whether it is shared.
    var lanes = fold.lanes.mutableSpan
    var startPlace = start < starts.count ? starts[start].place : .max
    var finishPlace = finish < finishes.count ? finishes[finish].place : .max
    while min(startPlace, finishPlace) < end {
      if startPlace < finishPlace {
        started(starts[start], plan, &lanes)
        start &+= 1
        startPlace = start < starts.count ? starts[start].place : .max
      } else {
        finished(finishes[finish], of: batch, plan, &lanes)
        finish &+= 1
        finishPlace = finish < finishes.count ? finishes[finish].place : .max
      }
    }
  }

  /// Applies something rare.
  private mutating func apply(_ event: PoolEvent, _ fold: inout BatchFold) {
    guard event.change.concernsWorkers else { return apply(event) }
    for place in workers.indices { fold.lanes[place].settle(&workers[place]) }
    apply(event)
    fold.look(at: workers)
  }

  /// Adds the batch's runs to those of each name, as far as there are not too many names.
  private mutating func recordJobRuns(_ fold: BatchFold, of batch: EventBatch) {
    let known = max(0, fold.jobRuns.count - JobRunTimes.nameLimit * 4)
    for (index, runs) in fold.jobRuns.enumerated() where runs.count > 0 {
      if index < known {
        jobRunTimes.recordOverall(count: runs.count, totalNanoseconds: runs.nanoseconds)
      } else {
        jobRunTimes.record(
          batch.labels[index].name, count: runs.count, totalNanoseconds: runs.nanoseconds)
      }
    }
  }
}
