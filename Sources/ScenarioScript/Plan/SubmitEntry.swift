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

  /// How the submissions of an entry follow each other.
  package enum Pattern: Sendable, Equatable {
    /// All at once.
    case together(count: Int)
    /// One by one, always that long apart.
    case every(Duration, count: Int)
    /// At a rate, whatever the pool does.
    case arrivals(ArrivalPlan)
    /// Each submitter waits for its future, and a while, before it submits again.
    case loop(LoopPlan)
    /// As somebody gives them while the run goes on; no file says so.
    case fed
  }

  /// Which jobs, as positions in the scenario's jobs, from 0; of several, one is drawn each time.
  package var jobs: [Int]
  /// How the submissions follow each other.
  package var pattern: Pattern
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

extension SubmitEntry {
  /// Makes an entry that submits a job, some times at once.
  package init(job: Int, count: Int = 1, start: Start = .withPrevious, submitLog: Template? = nil) {
    self.init(jobs: [job], pattern: .together(count: count), start: start, submitLog: submitLog)
  }
}

/// A closed loop: submitters that wait for what they submitted.
package struct LoopPlan: Sendable, Equatable {
  /// How long a submitter thinks between the end of a future and its next submission.
  package var think: DurationPlan
  /// How many submit side by side.
  package var submitters: Int = 1
  /// How long the loop goes on; `nil` is until the count is reached.
  package var duration: Duration?
  /// How many submissions there are, all together; `nil` is until the time is over.
  package var count: Int?
}
