/// When a job is submitted, and how often.
package struct SubmitEntry: Sendable, Equatable {
  /// When an entry's first submission comes.
  package enum Start: Sendable, Equatable {
    /// When the previous entry's first submission comes; the first entry with the run.
    case withPrevious
    /// That long after the start of the run.
    case at(Duration)
    /// That long after the previous entry's last submission; the first entry after the start.
    case after(Duration)
  }

  /// Which job: a position in the scenario's jobs, from 0.
  package var job: Int
  /// How many submissions.
  package var count: Int = 1
  /// When the first one comes.
  package var start: Start = .withPrevious
  /// The futures' name; `nil` is the job's.
  package var name: String?
  /// The first submission's key, from which it goes on counting; `nil` counts with the timeline.
  package var key: Int?
  /// What is logged after each submission.
  package var submitLog: Template?
  /// Higher starts first; `nil` is the job's.
  package var priority: Int?
  /// Words by which the futures can be found.
  package var tags: [String] = []
}
