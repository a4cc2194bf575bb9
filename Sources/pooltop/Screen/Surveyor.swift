internal import Dashboard
internal import Platform

/// Looks at every future, on a thread of its own, so that no key waits for it.
final class Surveyor: Sendable {
  private let inbox: Inbox
  private let desk = Monitor<[Survey]>([])
  private let thread: WorkThread

  init(inbox: Inbox) throws {
    self.inbox = inbox
    thread = try WorkThread(name: "surveyor")
  }

  /// Takes a survey; returns at once.
  ///
  /// One that nobody waits for any more is left out.
  func perform(_ survey: Survey) {
    desk.withLock { desk in
      desk.removeAll { $0.isReplaced(by: survey) }
      desk.append(survey)
    }
    thread.perform { [inbox, desk] in
      guard let next = desk.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
      inbox.put(.surveyed(next.answer()))
    }
  }

  func stop() {
    thread.stop()
  }
}
