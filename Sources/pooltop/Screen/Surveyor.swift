internal import Dashboard
internal import Platform

/// Looks at every future, on a thread of its own, so that no key waits for it.
final class Surveyor: Sendable {
  private struct Desk {
    var surveys: [Survey] = []
    var isStopped = false
  }

  private let inbox: Inbox
  private let desk = Monitor(Desk())

  init(inbox: Inbox) throws {
    self.inbox = inbox
    try OSThread.start(name: "surveyor") { self.work() }.detach()
  }

  /// Takes a survey; returns at once.
  ///
  /// One that nobody waits for any more is left out.
  func perform(_ survey: Survey) {
    desk.withLock { desk in
      desk.surveys.removeAll { $0.isReplaced(by: survey) }
      desk.surveys.append(survey)
    }
    desk.signal()
  }

  func stop() {
    desk.withLock { $0.isStopped = true }
    desk.signal()
  }

  private func work() {
    while let survey = nextSurvey() {
      inbox.put(.surveyed(survey.answer()))
    }
  }

  private func nextSurvey() -> Survey? {
    let next = desk.wait { desk -> Survey?? in
      if desk.isStopped { return .some(nil) }
      // Not as one expression: there `nil` would be no survey, and the end, rather than no answer yet.
      guard !desk.surveys.isEmpty else { return nil }
      return desk.surveys.removeFirst()
    }
    return next ?? nil
  }
}
