internal import Dashboard
internal import Platform
internal import Reports

/// Writes what is to last, and says what came of it: reports, settings, the end of a recording.
///
/// On threads of its own: a disk may be slow, and a long recording is read for seconds. It outlives
/// a run, and whoever leaves waits for it.
final class Keeper: Sendable {
  private struct State {
    /// How much is not written yet.
    var openCount = 0
    var isReporting = false
    /// What came of it while somebody leaves, and reads the footer no more.
    var unsaid: [String] = []
  }

  /// What came of it.
  let inbox: Inbox
  private let thread: WorkThread
  private let state = Monitor(State())

  init() throws {
    inbox = try Inbox()
    thread = try WorkThread(name: "keeper")
  }

  /// Whether something is being written, or waits for that.
  var isBusy: Bool { state.withLock { $0.openCount > 0 } }

  /// Takes out what came of it.
  ///
  /// - Parameter isLeaving: Whether somebody leaves; then it is to be said after that, too.
  /// - Returns: What the dashboard is to be told.
  func take(isLeaving: Bool) -> [Event] {
    let events = inbox.take().events
    state.withLock { state in
      guard isLeaving else { return state.unsaid = [] }
      state.unsaid += events.compactMap { event in
        switch event {
        case .answered(let notice): notice.text
        case .reportExists(let path): "'\(path)' is there already, and stays as it is"
        default: nil
        }
      }
    }
    return events
  }

  /// Takes out what nobody could read, in sentences.
  func takeUnsaid() -> [String] {
    _ = take(isLeaving: true)
    return state.withLock { state in
      defer { state.unsaid = [] }
      return state.unsaid
    }
  }

  /// Writes one of the settings down for the next time.
  func keep(_ row: SettingRow, _ value: String) {
    perform(on: thread) { inbox in
      do {
        try SettingsStore.write(row, value)
      } catch {
        inbox.put(.answered(Notice("'\(row.rawValue)' is not kept: \(error)", .refused)))
      }
    }
  }

  /// Writes a report beside which the program was started; one at a time.
  ///
  /// - Parameters:
  ///   - title: What it is of.
  ///   - overwrites: Whether a file that is there goes; otherwise the answer is that there is one.
  ///   - record: Tells the run.
  func report(
    title: String, overwrites: Bool, _ record: @escaping @Sendable () throws -> RunRecord
  ) {
    let isFirst = state.withLock { state in
      defer { state.isReporting = true }
      return !state.isReporting
    }
    guard isFirst else {
      return inbox.put(.answered(Notice("a report is being written already", .refused)))
    }
    perform(on: thread) { [state] inbox in
      let answer = ReportFile.answer(title: title, overwrites: overwrites, record)
      // First: whoever has the answer may ask for the next one.
      state.withLock { $0.isReporting = false }
      inbox.put(answer)
    }
  }

  /// Does something beside all else; a thread that is not the keeper's own ends after it.
  func perform(on thread: WorkThread, _ task: @escaping @Sendable (Inbox) -> Void) {
    state.withLock { $0.openCount += 1 }
    thread.perform { [inbox, state] in
      task(inbox)
      state.withLock { $0.openCount -= 1 }
      inbox.wakeReader()
      if thread !== self.thread { thread.stop() }
    }
  }
}
