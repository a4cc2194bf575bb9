internal import PoolObservation

// A key waits for nothing that looks at every future when there are very many. The dashboard asks
// for it, another thread looks, and what it found comes back:
//
//   key or sample ──► Effect.survey ──► the surveyor ──► Event.surveyed ──► rows, selection
//
// Until then the rows stay as they were, and a sign says that something is looked for. Where there
// are few, it is answered on the spot.

/// A look at every future of a snapshot.
package struct Survey: Sendable, Hashable {
  enum Subject: Sendable, Hashable {
    /// Which futures are shown, and in which order.
    case rows(FutureQuery)
    /// The next row that matches.
    case match(FutureSearch)
  }

  /// Tells it from those before.
  let number: Int
  let subject: Subject
  let snapshot: PoolSnapshot

  /// How many futures are looked at on the spot.
  ///
  /// More moves rows at once for more people; fewer makes a key quicker.
  static let promptCount = 16_384

  /// Whether it is one of those answered on the spot.
  var isPrompt: Bool { snapshot.futures.count <= Self.promptCount }

  /// Whether nobody wants to know any more once another one was asked for.
  package func isReplaced(by other: Survey) -> Bool {
    switch (subject, other.subject) {
    case (.rows, .rows), (.match, .match): true
    case (.rows, .match), (.match, .rows): false
    }
  }

  /// Looks; may take a while.
  package func answer() -> SurveyAnswer {
    let finding: SurveyAnswer.Finding =
      switch subject {
      case .rows(let query): .rows(query.pick(from: snapshot), query)
      case .match(let search): .match(search.farMatch(in: snapshot), search.filter)
      }
    return SurveyAnswer(survey: self, finding: finding)
  }
}

/// What a survey found.
package struct SurveyAnswer: Sendable, Hashable {
  enum Finding: Sendable, Hashable {
    case rows(FuturePick, FutureQuery)
    case match(FutureID?, FutureFilter)
  }

  let survey: Survey
  let finding: Finding
}

/// What was asked for and is not answered yet.
struct OpenSurveys: Sendable, Hashable {
  private var count = 0
  private var rows: Int?
  private var match: Int?
  private var unsent: [Survey] = []

  var awaitsRows: Bool { rows != nil }
  var awaitsMatch: Bool { match != nil }

  /// Notes that something is asked for, in the place of what was asked for before.
  mutating func ask(_ subject: Survey.Subject, of snapshot: PoolSnapshot) -> Survey {
    count += 1
    let survey = Survey(number: count, subject: subject, snapshot: snapshot)
    switch subject {
    case .rows: rows = count
    case .match: match = count
    }
    unsent.removeAll { $0.isReplaced(by: survey) }
    if !survey.isPrompt { unsent.append(survey) }
    return survey
  }

  /// Says whether an answer is still wanted, and notes that it came.
  mutating func close(_ survey: Survey) -> Bool {
    switch survey.subject {
    case .rows:
      guard rows == survey.number else { return false }
      rows = nil
    case .match:
      guard match == survey.number else { return false }
      match = nil
    }
    return true
  }

  mutating func dropRows() { rows = nil }
  mutating func dropMatch() { match = nil }

  /// Wants no answer any more.
  mutating func drop() {
    dropRows()
    dropMatch()
    unsent = []
  }

  /// Takes out what the program is to look at.
  mutating func takeUnsent() -> [Survey] {
    defer { unsent = [] }
    return unsent
  }
}
