internal import ConcurrentFutures
internal import Dashboard
internal import ScenarioScript

extension ScenarioPlayer {
  /// Returns what is known of a future beside its row, if this run submitted it.
  func describe(_ id: FutureID) -> FutureDescription? {
    guard let (future, step) = submitted(id) else { return nil }
    let job = scenario.jobs[step.job]
    var description = FutureDescription(id: id)
    let isByKey = step.index < 0
    if let batch {
      let argument = batch.shownArgument(of: step)
      description.submitter = isByKey ? "a key" : batch.place(of: step)
      description.work = batch.shown(step)
      description.input = argument
    } else {
      description.submitter =
        isByKey ? "a key" : "the scenario, submit[\(step.entry)], number \(step.index + 1)"
      description.work = job.workText(step, seed: seed)
      description.input = "n \(step.n), key \(step.key)"
    }
    description.attemptLimit = 1 + (job.retries?.max ?? 0)
    description.timeLimit = job.timeout
    guard future.isDone, !future.isCancelled else { return description }
    do {
      description.text = "\(try future.result())"
    } catch let error as RemoteError {
      description.text = error.message
      description.errorType = error.typeName
      description.location = error.location
    } catch {
      description.text = "\(error)"
      description.errorType = "\(type(of: error))"
      if error is JobFailure { description.location = "the scenario, jobs.\(job.name).fail" }
    }
    return description
  }
}

extension JobPlan {
  /// What the job does for a step, as a scenario would write it.
  fileprivate func workText(_ step: ScenarioStep, seed: UInt64) -> String {
    let draws = DrawSource(seed: seed, entry: step.entry, index: step.index)
    return switch work {
    case .sleep(let plan): "sleep \(plan.draw(draws).compact)"
    case .busy(let plan): "busy \(plan.draw(draws).compact)"
    case .command(let plan): plan.text
    }
  }
}
