/// Everything that is wrong with a scenario file.
package struct ScenarioErrors: Error, Sendable, Equatable {
  /// One thing that is wrong, and where.
  package struct Problem: Sendable, Hashable {
    /// The line, from 1.
    package var line: Int
    /// The column, from 1, counted in Unicode scalars.
    package var column: Int
    /// What was found and what was expected.
    package var sentence: String
  }

  /// The file, as the user named it.
  package let file: String
  /// What is wrong, in the order of the file; never empty.
  package let problems: [Problem]
}

extension ScenarioErrors: CustomStringConvertible {
  /// One line for each problem, as compilers print them.
  package var description: String {
    let file = cleaned(file, limit: 1_000)
    return problems.map { "\(file):\($0.line):\($0.column): \($0.sentence)" }
      .joined(separator: "\n")
  }
}

/// A place in a file.
struct SourcePlace: Sendable, Hashable, Comparable {
  /// The line, from 1.
  var line: Int
  /// The column, from 1, counted in Unicode scalars.
  var column: Int

  static let start = SourcePlace(line: 1, column: 1)

  static func < (left: SourcePlace, right: SourcePlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// The problems that were found so far.
struct ProblemList {
  /// How many are listed.
  ///
  /// More would bury the first ones; fewer would hide what one look can mend.
  static let limit = 100

  private var problems: Set<ScenarioErrors.Problem> = []

  /// Whether the reading may end: nobody reads more problems than these.
  var isFull: Bool { problems.count > Self.limit }
  var isEmpty: Bool { problems.isEmpty }
  var count: Int { problems.count }

  /// Adds a problem; a value that an alias repeats is listed once.
  mutating func add(_ place: SourcePlace, _ sentence: @autoclosure () -> String) {
    guard !isFull else { return }
    problems.insert(.init(line: place.line, column: place.column, sentence: sentence()))
  }

  /// Returns the problems in the order of the file, the last one saying so when there are more.
  func errors(file: String) -> ScenarioErrors {
    var sorted = problems.sorted {
      ($0.line, $0.column, $0.sentence) < ($1.line, $1.column, $1.sentence)
    }
    if isFull, let last = sorted.popLast() {
      sorted.append(
        .init(line: last.line, column: last.column, sentence: "there are more problems than these"))
    }
    return ScenarioErrors(file: file, problems: sorted)
  }
}
