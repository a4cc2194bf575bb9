package import PoolObservation
internal import TextCanvas

/// What is known of a future beside its row: whoever submitted it says so when it is asked.
package struct FutureDescription: Sendable, Hashable {
  package var id: FutureID
  /// Who submitted it.
  package var submitter: String?
  /// What its job does.
  package var work: String?
  /// What the job was given.
  package var input: String?
  /// How many attempts it has at most.
  package var attemptLimit: Int?
  /// How long an attempt may run.
  package var timeLimit: Duration?
  /// The whole of its result, or of its error's message.
  package var text: String?
  /// The type of its error.
  package var errorType: String?
  /// Where the error comes from: file and line.
  package var location: String?

  package init(id: FutureID) {
    self.id = id
  }
}

extension Model {
  /// Whether the details of the selected future are on the screen.
  private var showsDetails: Bool {
    overlay == .details || Layout(model: self, size: size).details.columns > 0
  }

  /// What the dashboard wants to know beside what it was told.
  mutating func wishes() -> [Effect] {
    surveys.takeUnsent().map(Effect.survey) + describing()
  }

  private mutating func describing() -> [Effect] {
    guard showsDetails, let id = selectedFuture, let row = snapshot?.futures[id: id] else {
      return []
    }
    if let last = wishedDescription, last.id == id, last.state == row.state,
      last.attempt == row.attempt
    {
      return []
    }
    wishedDescription = row
    return [.describe(id)]
  }
}
