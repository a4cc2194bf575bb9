internal import ConcurrentFutures
internal import Platform
internal import ScenarioScript

extension ScenarioPlayer {
  /// Asks for the work of futures once more, each in a future of its own.
  func submitAgain(_ ids: [FutureID]) {
    let steps = ids.compactMap { submitted($0)?.step }
    state.withLock { $0.wantedAgain += steps }
    state.signal()
  }

  /// Submits what a person wants again, and answers; on the player's thread.
  func submitAgain(_ steps: [ScenarioStep], _ rules: inout SubmissionRules) {
    var first: FutureID?
    for (offset, step) in steps.enumerated() {
      let action = rules.again(Submission(step), at: pace.now)
      guard case .submit(let submission) = action else {
        perform(action, &rules)
        continue
      }
      do {
        let future = try submit(submission, watched: rules.watches(submission))
        first = first ?? future.id
      } catch {
        rules.ended(submission, .cancelled, at: pace.now)
        return onSubmitted(.refused("\(offset) of \(steps.count) submitted again: \(error)"))
      }
    }
    onSubmitted(
      first.map { .submitted(count: steps.count, first: $0) }
        ?? .refused("held back: it waits for other jobs"))
  }
}
