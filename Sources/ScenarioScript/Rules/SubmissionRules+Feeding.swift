/// An entry that somebody feeds while the run goes on.
struct Feed: Sendable {
  let entry: Int
  /// How many submissions were fed, and how many of them have come.
  var fedCount = 0
  var cameCount = 0
  /// Whether nothing more will be fed.
  var isComplete = false

  /// Whether one has not come.
  var isDue: Bool { cameCount < fedCount }
}

extension SubmissionRules {
  /// Whether more may be fed.
  package var isFed: Bool { feed?.isComplete == false }

  /// Takes so many more submissions for the entry that is fed.
  package mutating func feed(_ count: Int) {
    feed?.fedCount += count
  }

  /// Takes note that nothing more will be fed.
  package mutating func endFeed(at now: Duration) {
    feed?.isComplete = true
    closeFeed(at: now)
  }

  /// The next of what was fed, if there is one.
  mutating func feedStep(at now: Duration) -> Action? {
    guard let next = feed, next.isDue else { return nil }
    let action = dispatch(submission(next.entry, next.cameCount, now))
    feed?.cameCount += 1
    closeFeed(at: now)
    return action
  }

  /// Ends the entry, once its last submission has come.
  private mutating func closeFeed(at now: Duration) {
    guard let last = feed, last.isComplete, !last.isDue else { return }
    feed = nil
    cursor.close(last.entry, at: now)
    closeEntries()
  }
}
