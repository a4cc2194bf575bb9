import PoolObservation
import Testing

@testable import ScenarioScript

/// Scripted keystrokes and their filters.
@Suite struct EventTests {
  @Test("events are read in the order of their moments")
  func reads() throws {
    let events = try scenario(
      """
      jobs: { a: 1s }
      pool: { kind: process }
      events:
        - { at: 9s, do: shutdown, cancel: true }
        - { at: 1s, do: hold }
        - { at: 1s, do: step }
        - { at: 2s, do: resume }
        - { at: 3s, do: set_workers, to: 4 }
        - { at: 4s, do: kill_worker, index: 0 }
        - { at: 5s, do: shutdown }
      """
    ).events
    #expect(
      events.map(\.action) == [
        .hold, .step, .resume, .setWorkers(4), .killWorker(0), .shutdown(cancelsPending: false),
        .shutdown(cancelsPending: true),
      ])
  }

  @Test("a filter is the dashboard's; without one, what waits is cancelled")
  func filters() throws {
    let events = try scenario(
      """
      jobs: { a: 1s }
      events:
        - { at: 1s, do: cancel, filter: "state:pending tag:burst | wait>5s" }
        - { at: 2s, do: cancel }
      """
    ).events
    let filter = try FutureFilter("state:pending tag:burst | wait>5s")
    #expect(events.map(\.action) == [.cancel(filter), .cancel(nil)])
  }

  @Test("what an event cannot mean is named")
  func broken() {
    let file = BrokenFile(
      "jobs: { a: 1s }", "events:", "  - { do: hold }", "  - { at: 1s, do: hodl }",
      "  - { at: 1s, do: hold, to: 3 }", "  - { at: 1s, do: set_workers }",
      "  - { at: 1s, do: set_workers, to: 0 }", "  - { at: 1s, do: kill_worker, index: 0 }",
      "  - { at: 1s, do: cancel, filter: 'state:pendin' }",
      "  - { at: 1s, do: cancel, filter: 'sate:pending' }",
      "  - { at: 1s, do: cancel, filter: 'colour:red' }",
      "  - { at: 1s, do: shutdown, cancel: yes }", "on_failure: stop",
      errors: [
        "x.yaml:3:5: an event needs 'at', as in {at: 30s, do: hold}",
        "x.yaml:4:19: expected cancel, hold, resume, step, set_workers, kill_worker or shutdown, "
          + "found 'hodl'",
        "x.yaml:5:29: 'to' does not go with 'hold'",
        "x.yaml:6:5: this event needs 'to', as in {to: 4}",
        "x.yaml:7:36: expected 1 or more, found 0",
        "x.yaml:8:19: 'kill_worker' needs worker processes; a thread cannot be killed",
        "x.yaml:9:35: no future is in state 'pendin'; did you mean 'pending'?",
        "x.yaml:10:35: a filter knows no 'sate:'; did you mean 'state'?",
        "x.yaml:11:35: a filter knows no 'colour:'; it knows state:, tag:, worker: and words",
        "x.yaml:12:37: expected true or false, found 'yes'",
        "x.yaml:13:13: expected continue or cancel_all, found 'stop'",
      ])
    #expect(file.actualErrors == file.errors)
  }
}
