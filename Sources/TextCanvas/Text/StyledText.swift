/// Text in which each stretch has a style of its own.
package struct StyledText: Sendable, Hashable {
  /// A stretch in one style.
  package struct Run: Sendable, Hashable {
    package var text: String
    package var style: Style
  }

  package private(set) var runs: [Run] = []

  package init() {}

  package init(_ text: String, _ style: Style = .normal) {
    append(text, style)
  }

  /// How many columns it takes on a canvas.
  package var columnCount: Int { runs.reduce(0) { $0 + $1.text.columnCount } }

  /// Adds a stretch at the end.
  package mutating func append(_ text: String, _ style: Style = .normal) {
    if !text.isEmpty { runs.append(Run(text: text, style: style)) }
  }

  package static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.runs += right.runs
    return sum
  }

  package static func += (left: inout StyledText, right: StyledText) {
    left.runs += right.runs
  }
}
