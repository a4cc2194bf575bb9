internal import Dashboard
internal import Platform

/// Looks at every future, or makes the rows of samples, on threads of its own, so that no key waits
/// for that.
final class Surveyor: Sendable {
  /// Those of one thread.
  private struct Desk: Sendable {
    let waiting = Monitor<[Survey]>([])
    let thread: WorkThread
  }

  private let inbox: Inbox
  private let slow: Desk
  private let quick: Desk

  init(inbox: Inbox) throws {
    self.inbox = inbox
    slow = Desk(thread: try WorkThread(name: "surveyor"))
    do {
      quick = Desk(thread: try WorkThread(name: "rows"))
    } catch {
      slow.thread.stop()
      throw error
    }
  }

  /// Takes a survey; returns at once.
  ///
  /// One that nobody waits for any more is left out.
  func perform(_ survey: Survey) {
    let desk = survey.isQuick ? quick : slow
    desk.waiting.withLock { waiting in
      waiting.removeAll { $0.isReplaced(by: survey) }
      waiting.append(survey)
    }
    desk.thread.perform { [inbox] in
      guard let next = desk.waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
        return
      }
      inbox.put(.surveyed(next.answer()))
    }
  }

  func stop() {
    slow.thread.stop()
    quick.thread.stop()
  }
}
