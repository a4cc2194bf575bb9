internal import PoolObservation

// A key waits for nothing that looks at every future when there are very many. The dashboard asks
// for it, another thread looks, and what it found comes back:
//
//   key or sample ──► Effect.survey ──► the surveyor ──► Event.surveyed ──► rows, picture
//
// Until then the rows stay as they were, and a sign says that something is looked for. Where there
// are few at all, it is answered on the spot.
//
// So are the rows of a sample, where little has changed. Else they are made of the rows that are
// shown, beside the keys; until that is done the screen shows the sample before, as a whole.

/// A look at every future of a snapshot.
package struct Survey: Sendable, Hashable {
  enum Subject: Sendable, Hashable {
    /// Which futures are shown, and in which order.
    case rows(FutureQuery)
    /// The next row that matches.
    case match(FutureSearch)
    /// A picture of the past, from 0, and which of its futures are shown, in which order.
    case picture(Int, of: PoolPast, FutureQuery)
    /// These rows, as they are in another look.
    case update(FutureRows)

    var kind: Kind {
      switch self {
      case .rows: .rows
      case .match: .match
      case .picture: .picture
      case .update: .update
      }
    }
  }

  /// What it is about; of each kind, only the last that was asked for is wanted.
  enum Kind: Sendable, Hashable {
    case rows
    case match
    case picture
    case update
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
  package func isReplaced(by other: Survey) -> Bool { subject.kind == other.subject.kind }

  /// Whether it is answered soon, and should not wait for those that look at everything.
  package var isQuick: Bool { subject.kind == .update }

  /// Looks; may take a while.
  package func answer() -> SurveyAnswer {
    let finding: SurveyAnswer.Finding =
      switch subject {
      case .rows(let query): .rows(FuturePick(query, from: snapshot))
      case .match(let search): .match(search.farMatch(in: snapshot), search)
      case .picture(let index, let past, let query):
        .picture(OrderedPicture(past.snapshot(at: index), query))
      case .update(let rows): .update(OrderedPicture(snapshot, updating: rows))
      }
    return SurveyAnswer(survey: self, finding: finding)
  }
}

/// What a survey found.
package struct SurveyAnswer: Sendable, Hashable {
  enum Finding: Sendable, Hashable {
    case rows(FuturePick)
    case match(FutureID?, FutureSearch)
    case picture(OrderedPicture)
    case update(OrderedPicture)
  }

  let survey: Survey
  let finding: Finding
}

/// A look at a pool, and its rows.
struct OrderedPicture: Sendable, Hashable {
  let snapshot: PoolSnapshot
  let rows: FutureRows
  /// The futures that are gone since the look before, ascending; `nil` when nobody knows.
  let gone: [FutureID]?

  init(_ snapshot: PoolSnapshot, _ query: FutureQuery) {
    self.snapshot = snapshot
    rows = FutureRows(query, of: snapshot)
    gone = nil
  }

  /// Makes the rows of those of another look at the pool.
  init(_ snapshot: PoolSnapshot, updating rows: FutureRows) {
    self.snapshot = snapshot
    var rows = rows
    gone = rows.update(to: snapshot)
    self.rows = rows
  }
}

/// What was asked for and is not answered yet.
struct OpenSurveys: Sendable, Hashable {
  private var count = 0
  /// The last number of each kind.
  private var open: [Survey.Kind: Int] = [:]
  private var unsent: [Survey] = []

  /// Whether something of a kind is still being looked for.
  func awaits(_ kind: Survey.Kind) -> Bool { open[kind] != nil }

  /// Notes that something is asked for, in the place of what was asked for before.
  mutating func ask(_ subject: Survey.Subject, of snapshot: PoolSnapshot) -> Survey {
    count += 1
    let survey = Survey(number: count, subject: subject, snapshot: snapshot)
    open[subject.kind] = count
    unsent.removeAll { $0.isReplaced(by: survey) }
    if !survey.isPrompt { unsent.append(survey) }
    return survey
  }

  /// Says whether an answer is still wanted, and notes that it came.
  ///
  /// A picture is, also while a later one is awaited: who holds a key down sees the time pass.
  mutating func close(_ survey: Survey) -> Bool {
    let kind = survey.subject.kind
    guard let last = open[kind] else { return false }
    guard survey.number == last else { return kind == .picture && survey.number < last }
    open[kind] = nil
    return true
  }

  /// Wants no answer of a kind any more.
  mutating func drop(_ kind: Survey.Kind) {
    open[kind] = nil
    unsent.removeAll { $0.subject.kind == kind }
  }

  /// Wants no answer any more.
  mutating func drop() {
    open = [:]
    unsent = []
  }

  /// Takes out what the program is to look at.
  mutating func takeUnsent() -> [Survey] {
    defer { unsent = [] }
    return unsent
  }
}
