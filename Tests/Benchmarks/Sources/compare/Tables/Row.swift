internal import Foundation

/// A line of a table: what was measured of one subject, and how the library stands to it.
struct Row {
  var subject: String
  var setting: String
  var unit: Unit
  var samples: Samples
  /// A bound for the figure itself.
  var target: Target?
  /// The library's figure divided by this one, round by round.
  var ratio: Samples?
  /// A bound for that.
  var ratioTarget: Target?

  /// The line, in Markdown.
  var text: String {
    let figure = "\(unit.number(samples.median)) \(unit.symbol)"
    let range = "\(unit.number(samples.least)) – \(unit.number(samples.greatest))"
    var cells = [subject, setting, figure, range]
    if let ratio {
      cells.append(Self.times(ratio.median))
      cells.append(ratioTarget.map { $0.text(Self.times) } ?? "")
      cells.append(ratioTarget.map { verdict($0, ratio.median) } ?? "")
    } else {
      cells.append("")
      cells.append(target.map { $0.text(unit.number) } ?? "")
      cells.append(target.map { verdict($0, samples.median) } ?? "")
    }
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private func verdict(_ target: Target, _ value: Double) -> String {
    target.isMet(by: value) ? "yes" : "**no**"
  }

  /// Writes how many times as much something is.
  static func times(_ value: Double) -> String {
    String(format: value < 10 ? "%.2f" : "%.1f", value)
  }
}
