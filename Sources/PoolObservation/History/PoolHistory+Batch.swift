extension PoolHistory {
  /// Takes in a batch of events; the same as one after the other.
  ///
  /// Whoever has millions of events a second does well to bring many at a time: all but the last
  /// ``retainedFutureLimit`` futures that come and go in a batch never become rows.
  package mutating func apply(_ batch: EventBatch) {
    guard !batch.isEmpty else { return }
    let batch = batch.closed
    if let digest = batch.digest { takeIn(digest) }
    let newest = newestID
    var fold = BatchFold(
      plan: BatchPlan(
        batch, retainedCount: retainedFutureLimit, failureCount: retention.failureCount,
        workerCount: (workers.last?.index ?? -1) + 1),
      batch, workers)
    // Nothing but its own future hangs on a submission, so all of them come first.
    for run in batch.submissions.runs { submitted(run, of: batch, &fold.plan) }
    removeLeaving(&fold, upTo: newest)
    applyRest(of: batch, &fold)
    for place in workers.indices { fold.lanes[place].settle(&workers[place]) }
    waitTimes.record(fold.times.waits)
    runTimes.record(fold.times.runs)
    recordJobRuns(fold, of: batch)
    forgetOldFutures()
  }

  /// Takes in the ends that were summed up, but for how long their futures waited and ran.
  private mutating func takeIn(_ digest: EndDigest) {
    counts.succeeded += digest.count
    forgottenCounts.succeeded += digest.count
    completions.record(digest.completions)
    for (index, lane) in digest.lanes.enumerated() {
      if let place = place(of: index) { workers[place].ran(lane) }
    }
  }

  /// Drops the rows of futures that end in the batch and would be forgotten at its end; none was
  /// newer than one before it.
  private mutating func removeLeaving(_ fold: inout BatchFold, upTo newest: FutureID?) {
    let leaving = fold.plan.leaving(upTo: newest)
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

  /// Takes in submissions that are alike.
  private mutating func submitted(
    _ run: SubmissionLog.Run, of batch: EventBatch, _ plan: inout BatchPlan
  ) {
    let label = batch.submissions.labels[Int(run.label)]
    var ids = run.ids
    while let id = ids.first.map(FutureID.init) {
      if let last = plan.passSummed(&ids) {
        newestID = last
        continue
      }
      let isNew = newestID.map { $0 < id } ?? true
      let fate = isNew ? plan.noteSubmission(id) : .none
      guard isNew, fate.isNone, label.tags.isEmpty else {
        ids.removeFirst()
        if fate.isWhole, fate.leavesNoRow {
          newestID = id
        } else {
          append(id, label, submittedAt: batch.submissions.time(of: id, in: run), of: batch, fate)
        }
        continue
      }
      // Those after it that wait, too, become rows with it.
      let limit = min(ids.upperBound, plan.nextSummedID)
      let end = (id.rawValue + 1..<limit).first { !plan[FutureID(rawValue: $0)].isNone } ?? limit
      futures.append(
        waitingSince: batch.submissions.times(of: ids.lowerBound..<end, in: run).lazy.map {
          PoolInstant(nanoseconds: $0)
        },
        from: id, name: label.name, priority: label.priority)
      counts.pending += Int(end - ids.lowerBound)
      newestID = FutureID(rawValue: end - 1)
      ids = end..<ids.upperBound
    }
  }

  /// Makes a row of a submission: one that waits, or one that is done already.
  private mutating func append(
    _ id: FutureID, _ label: EventBatch.Label, submittedAt time: UInt64, of batch: EventBatch,
    _ fate: BatchPlan.Fate
  ) {
    guard fate.isWhole else {
      return submitted(
        FutureSnapshot(
          id: id, name: label.name, submittedAt: PoolInstant(nanoseconds: time), tags: label.tags,
          priority: label.priority))
    }
    newestID = id
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
    var times = BatchTimes()
    swap(&times, &fold.times)
    // Spans, because an array asks at each change whether it is shared.
    var lanes = fold.lanes.mutableSpan
    while true {
      let startPlace = start < starts.count ? starts[start].place : .max
      let limit = min(startPlace, end)
      while finish < finishes.count, finishes[finish].place < limit {
        let first = finish
        finish = times.takeUsual(
          finishes, from: first, before: limit, until: completions.lastEnd, plan, &lanes)
        if finish > first {
          endedUsually(count: finish - first)
          continue
        }
        finished(finishes[finish], of: batch, plan, &lanes, &times)
        finish &+= 1
      }
      guard startPlace < end else { break }
      started(starts[start], plan, &lanes)
      start &+= 1
    }
    swap(&times, &fold.times)
  }

  private mutating func endedUsually(count: Int) {
    counts.succeeded += count
    forgottenCounts.succeeded += count
    completions.record(count: count)
  }

  /// Applies something rare.
  private mutating func apply(_ event: PoolEvent, _ fold: inout BatchFold) {
    guard event.change.concernsWorkers else { return apply(event) }
    for place in workers.indices { fold.lanes[place].settle(&workers[place]) }
    apply(event)
    fold.look(at: workers)
    if case .started(_, let worker, _) = event.change, let place = place(of: worker) {
      fold.lanes[place].look(at: workers, place, startCount: 1)
    }
  }

  /// Adds the batch's runs to those of each name, as far as there are not too many names.
  private mutating func recordJobRuns(_ fold: BatchFold, of batch: EventBatch) {
    let known = max(0, fold.times.jobRuns.count - JobRunTimes.nameLimit * 4)
    for (index, runs) in fold.times.jobRuns.enumerated() where runs.count > 0 {
      if index < known {
        jobRunTimes.recordOverall(count: runs.count, totalNanoseconds: runs.nanoseconds)
      } else {
        jobRunTimes.record(
          batch.labels[index].name, count: runs.count, totalNanoseconds: runs.nanoseconds)
      }
    }
  }
}
