import Dashboard
import Platform
import PoolObservation
import Terminal
import Testing

@testable import pooltop

/// What a dashboard on a screen draws, and when it is left.
@Suite("a dashboard on its screen")
struct OpenDashboardTests {
  /// A screen that counts its frames, and whose time is told.
  private final class CountingScreen: DashboardScreen {
    var end: ScreenEnd?
    var elapsed = Duration.zero
    var frameCount = 0
    var redrawCount = 0
    var suspendCount = 0
    /// What comes from the keys next.
    var events: [Event] = []
    /// The longest wait that was wanted last.
    var timeout: Duration?

    func draw(_ model: Model) { frameCount += 1 }
    func redraw() { redrawCount += 1 }
    func suspend() { suspendCount += 1 }
    func waitForEvents(
      _ inboxes: [Inbox], timeout: Duration?, suspend: () -> Void
    ) -> [Event] {
      self.timeout = timeout
      defer { events = [] }
      return events
    }
  }

  private let screen = CountingScreen()
  private var dashboard: OpenDashboard

  init() throws {
    dashboard = try OpenDashboard(on: screen, Model(title: "x"))
  }

  /// Waits once; whoever waits takes in what comes.
  ///
  /// - Returns: What is to be done.
  @discardableResult
  private mutating func turn(_ events: Event...) -> [Effect] {
    screen.events = events
    return dashboard.nextEvents([], suspend: {}).flatMap { dashboard.take($0) }
  }

  @Test("nothing that happens is no frame, and whatever comes at once is one")
  mutating func frames() {
    let pool = PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0)
    turn()
    #expect(screen.frameCount == 1)
    for _ in 0..<10 { turn() }
    #expect(screen.frameCount == 1 && screen.timeout == nil)
    turn(.sampled(PoolSnapshot(pool: pool)), .key("j"), .key("k"))
    #expect(screen.frameCount == 1)
    for _ in 0..<10 { turn() }
    #expect(screen.frameCount == 2)
    turn(.key(.control("l")))
    turn()
    #expect(screen.frameCount == 3 && screen.redrawCount == 1)
  }

  @Test("a key that nobody knows is handed on, so that the footer can say so")
  func unknownKey() {
    #expect(Event(.unknown) == .key(.unknown))
  }

  @Test("a key that the terminal does not suspend for suspends all the same")
  mutating func suspended() {
    turn(.key(.control("z")))
    #expect(screen.suspendCount == 1)
  }

  @Test("a sentence goes with one frame, and until then the wait is no longer than it may stay")
  mutating func notices() {
    turn(.answered(Notice("said")))
    turn()
    #expect(screen.frameCount == 2 && screen.timeout == .seconds(1))
    for second in 1...6 {
      screen.elapsed = .seconds(second)
      turn()
    }
    #expect(screen.frameCount == 2)
    screen.elapsed = .seconds(60)
    turn()
    turn()
    #expect(screen.frameCount == 3 && screen.timeout == nil)
  }

  @Test("rows that are behind are looked for again, also where nothing else happens any more")
  mutating func behind() throws {
    var look = PoolSnapshot(
      pool: PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0))
    let rows = (0..<132_000).map {
      FutureSnapshot(id: FutureID(rawValue: $0), name: "job", submittedAt: .zero)
    }
    look.futures = FutureTable(rows)
    look.counts.pending = rows.count
    for case .survey(let survey) in turn(.sampled(look), .key(">")) {
      turn(.surveyed(survey.answer()))
    }
    look.futures = FutureTable(rows)
    turn()
    let frameCount = screen.frameCount
    let rowsWanted = turn(.sampled(look))
    #expect(rowsWanted.count == 1)
    for case .survey(let survey) in rowsWanted {
      turn()
      #expect(screen.frameCount == frameCount, "nothing has changed until there are rows")
      turn(.surveyed(survey.answer()))
    }
    #expect(turn().isEmpty && screen.timeout == .seconds(1))
    #expect(screen.frameCount == frameCount + 1)
    screen.elapsed = .seconds(60)
    let effects = turn()
    guard case .survey(let survey)? = effects.first, effects.count == 1 else {
      Issue.record("\(effects.count) effects, and none is a look at all")
      return
    }
    turn(.surveyed(survey.answer()))
    turn()
    turn()
    #expect(screen.timeout == nil)
  }

  @Test("who leaves waits for what is being written, may stay all the same, or leave without it")
  mutating func leaving() throws {
    let (gate, isWritten) = (Monitor(false), Monitor(false))
    let writer = try WorkThread(name: "writer")
    dashboard.keeper.perform(on: writer) { _ in
      gate.wait { $0 ? () : nil }
      isWritten.withLock { $0 = true }
    }
    turn(.key("q"))
    #expect(dashboard.departure() == nil && dashboard.model.isLeaving)
    turn(.key(.escape))
    #expect(dashboard.departure() == nil && !dashboard.model.isLeaving)
    turn(.key("q"))
    #expect(dashboard.departure() == nil)
    turn(.key(.control("c")))
    let end = dashboard.departure()
    #expect(end?.signal == .interrupt && !isWritten.withLock { $0 })
    gate.withLock { $0 = true }
    gate.broadcast()
  }

  @Test("it is left once all is written")
  mutating func left() throws {
    let gate = Monitor(false)
    let writer = try WorkThread(name: "writer")
    dashboard.keeper.perform(on: writer) { inbox in
      gate.wait { $0 ? () : nil }
      inbox.put(.answered(Notice("wrote it")))
    }
    turn(.key("q"))
    #expect(dashboard.departure() == nil)
    gate.withLock { $0 = true }
    gate.broadcast()
    while dashboard.keeper.isBusy { _ = waitReadable([dashboard.keeper.inbox.readDescriptor]) }
    let end = dashboard.departure()
    #expect(end != nil && end?.signal == nil)
    #expect(dashboard.keeper.takeUnsaid() == ["wrote it"])
  }
}
