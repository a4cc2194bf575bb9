/// How many submissions a scenario has, as far as it says.
package struct SubmissionCount: Sendable, Equatable {
  /// How well the number is known.
  package enum Precision: Sendable, Equatable {
    /// It is exactly that.
    case exact
    /// Chance decides; it is about that.
    case about
    /// The pool's speed decides; it is at least that.
    case atLeast
  }

  /// The number.
  package var number: Int
  /// How well it is known.
  package var precision: Precision

  /// The number, where it is known.
  package var exact: Int? { precision == .exact ? number : nil }

  /// A number that a timeline does not go beyond, but by a chance smaller than a hundred thousandth
  /// of a billionth, or when a loop goes on for a time.
  var reserved: Int {
    switch precision {
    case .exact: number
    case .about, .atLeast: number + Int(10 * Double(number).squareRoot()) + 100
    }
  }
}

extension SubmissionCount: CustomStringConvertible {
  package var description: String {
    let noun = number == 1 ? "submission" : "submissions"
    return switch precision {
    case .exact: "\(number) \(noun)"
    case .about: "about \(number) \(noun)"
    case .atLeast: "at least \(number) \(noun)"
    }
  }
}

extension Sequence<SubmitEntry> {
  /// How many submissions the entries have, all together.
  package var submissionCount: SubmissionCount {
    var count = SubmissionCount(number: 0, precision: .exact)
    for entry in self {
      switch entry.pattern {
      case .together(let number), .every(_, let number):
        count.number += number
      case .arrivals(let plan):
        count.number += plan.mostLikelyCount
        if plan.spacing == .poisson, count.precision == .exact { count.precision = .about }
      case .loop(let plan):
        if plan.duration == nil, let number = plan.count {
          count.number += number
        } else {
          count.precision = .atLeast
        }
      case .fed:
        count.precision = .atLeast
      }
    }
    return count
  }
}

extension ArrivalPlan {
  /// The whole number of submissions that is to be expected; exact where they are even.
  var mostLikelyCount: Int {
    let expected = expectedCount
    return Int(spacing == .even ? (expected - 1e-9 * max(1, expected)).rounded(.up) : expected)
  }
}

extension Scenario {
  /// How many submissions there are.
  package var submissionCount: SubmissionCount { submissions.submissionCount }
}
