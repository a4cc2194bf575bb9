internal import PoolObservation

// What is asked of every future, and what comes of the answer.

extension Model {
  /// Asks for a look at every future; where there are few, takes the answer at once.
  ///
  /// - Parameters:
  ///   - subject: What is looked for.
  ///   - snapshot: In which look at the pool; `nil` is the one that is shown.
  mutating func survey(_ subject: Survey.Subject, of snapshot: PoolSnapshot? = nil) {
    guard let snapshot = snapshot ?? self.snapshot else { return }
    let survey = surveys.ask(subject, of: snapshot)
    if survey.isPrompt { take(survey.answer()) }
  }

  /// Takes what a look found, unless something else is wanted meanwhile.
  mutating func take(_ answer: SurveyAnswer) {
    guard surveys.close(answer.survey) else { return }
    switch answer.finding {
    case .rows(let pick): show(pick)
    case .match(let id, let search): take(id, foundBy: search)
    case .picture(let picture): show(picture)
    case .update(let picture): showUpdated(picture)
    }
  }

  /// Has the rows picked anew where that is due.
  mutating func refreshRows() {
    guard let snapshot, !surveys.awaits(.rows), !surveys.awaits(.update),
      rows.isDue(in: snapshot, at: elapsed)
    else { return }
    survey(.rows(rows.query))
  }

  /// Says that nothing is done to rows that are not those that were asked for.
  mutating func refuseWhilePicking() -> Bool {
    guard rows.isPicking else { return false }
    notice = Notice("the rows are still being looked for; once more in a moment", .refused)
    return true
  }
}
