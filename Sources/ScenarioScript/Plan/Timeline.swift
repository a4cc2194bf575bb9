/// One submission of a scenario.
package struct Submission: Sendable, Hashable {
  /// When it comes, counted from the start of the run.
  package var offset: Duration
  /// Which entry of the file it belongs to, from 0.
  package var entry: Int
  /// Which submission of its entry it is, from 0.
  package var index: Int
  /// Which submission of the run it is, from 0: the template's `n`.
  package var n: Int
  /// The template's `key`.
  package var key: Int
  /// Which job it submits: a position in the scenario's jobs, from 0.
  package var job: Int
}

/// All submissions of a scenario, in the order in which they come.
///
/// Submissions of the same moment keep the order of the file. Nothing is held but one line for each
/// entry, so a million submissions of one entry cost no more than one.
///
/// - Complexity: O(log entries) for a submission, found by its position.
package struct Timeline: Sendable, RandomAccessCollection {
  /// One entry's stretch of the timeline; all of its submissions come at one moment.
  private struct Stretch: Sendable {
    var offset: Duration
    var entry: Int
    var job: Int
    var key: Int?
    /// The position of its first submission.
    var first: Int
    /// The position after its last submission.
    var end: Int
  }

  private var stretches: [Stretch] = []
  /// How many submissions there are.
  package private(set) var endIndex = 0

  package init(_ entries: [SubmitEntry]) {
    var previous = Duration.zero
    for (position, entry) in entries.enumerated() {
      switch entry.start {
      case .withPrevious: break
      case .at(let offset): previous = offset
      case .after(let pause): previous += pause
      }
      guard entry.count > 0 else { continue }
      stretches.append(
        Stretch(
          offset: previous, entry: position, job: entry.job, key: entry.key, first: 0,
          end: entry.count))
    }
    stretches.sort { ($0.offset, $0.entry) < ($1.offset, $1.entry) }
    for index in stretches.indices {
      stretches[index].first = endIndex
      endIndex += stretches[index].end
      stretches[index].end = endIndex
    }
  }

  /// The first position.
  package var startIndex: Int { 0 }

  /// Returns the submission at a position from 0, which is its `n`.
  package subscript(position: Int) -> Submission {
    precondition(indices.contains(position), "a position outside of the timeline")
    var low = 0
    var high = stretches.count - 1
    while low < high {
      let middle = (low + high) / 2
      if position < stretches[middle].end {
        high = middle
      } else {
        low = middle + 1
      }
    }
    let stretch = stretches[low]
    let index = position - stretch.first
    return Submission(
      offset: stretch.offset, entry: stretch.entry, index: index, n: position,
      key: stretch.key.map { $0 + index } ?? position, job: stretch.job)
  }
}

extension Scenario {
  /// All submissions, in the order in which they come.
  package var timeline: Timeline { Timeline(submissions) }
}
