internal import Dashboard
internal import Platform

/// What a dashboard is drawn on, and where its keys come from.
protocol DashboardScreen {
  /// Why it is to be left, once a signal says so.
  var end: ScreenEnd? { get }
  /// The time that has passed for the person who looks.
  var elapsed: Duration { get }
  func draw(_ model: Model)
  /// Draws every cell anew with the next frame.
  func redraw()
  /// Does what the terminal does where somebody presses Ctrl-Z; returns at once.
  func suspend()
  /// Waits until something comes from here or from an inbox, or the time is over.
  ///
  /// - Parameters:
  ///   - inboxes: What is taken out by others, once this returns.
  ///   - timeout: The longest wait; `nil` waits for ever.
  ///   - suspend: Stops the program, and returns when it goes on.
  /// - Returns: What came from here.
  func waitForEvents(_ inboxes: [Inbox], timeout: Duration?, suspend: () -> Void) -> [Event]
}

/// A dashboard on an open screen, over a run or a recording: waits, draws, and is left.
struct OpenDashboard {
  private let screen: any DashboardScreen
  let keeper: Keeper
  private(set) var model: Model
  /// Why the program leaves, once somebody wants that.
  private var end: ScreenEnd?
  /// Whether something happened since the last frame.
  private var needsFrame = true

  init(on screen: any DashboardScreen, _ model: Model) throws {
    self.screen = screen
    self.model = model
    keeper = try Keeper()
  }

  /// Draws what has changed, and waits until something comes, or the time is over.
  ///
  /// - Parameters:
  ///   - inboxes: What else is waited for; it is taken out by others.
  ///   - timeout: The longest wait; `nil` is until the footer changes by itself.
  ///   - suspend: Stops the program, and returns when it goes on.
  /// - Returns: The keys, what else the terminal told, and then how much time has passed.
  mutating func nextEvents(
    _ inboxes: [Inbox], timeout: Duration? = nil, suspend: () -> Void
  ) -> [Event] {
    if needsFrame { screen.draw(model) }
    needsFrame = false
    let events = screen.waitForEvents(
      inboxes + [keeper.inbox], timeout: timeout ?? model.longestWait, suspend: suspend)
    return events + [.passed(screen.elapsed)]
  }

  /// Takes out what came of reports and settings.
  func takeKept() -> [Event] { keeper.take(isLeaving: end != nil) }

  /// Takes in what happened.
  ///
  /// - Returns: What is to be done that differs between a run and a recording.
  mutating func take(_ event: Event) -> [Effect] {
    let (wasLeaving, hadNotice) = (model.isLeaving, model.hasNotice)
    let effects = update(&model, event)
    switch event {
    case .passed: if hadNotice, !model.hasNotice { needsFrame = true }
    // It is shown when its rows are made.
    case .sampled where model.coming != nil: break
    default: needsFrame = true
    }
    // Somebody has taken the wish to leave back.
    if wasLeaving, !model.isLeaving, end?.signal == nil { end = nil }
    return effects.filter { !perform($0) }
  }

  /// Does what is the same in every dashboard; false when it is something else.
  private mutating func perform(_ effect: Effect) -> Bool {
    switch effect {
    case .redraw: screen.redraw()
    case .suspend: screen.suspend()
    case .leave(let isCutShort): leave(isCutShort ? .signalled(.interrupt) : .quit)
    case .keep(let row, let value): keeper.keep(row, value)
    default: return false
    }
    return true
  }

  /// Notes why the program is to leave; what is being written is waited for, unless a signal ends
  /// it.
  mutating func leave(_ wanted: ScreenEnd) {
    if end == nil || wanted.signal != nil { end = wanted }
  }

  /// Decides whether the program leaves now.
  ///
  /// - Parameter isBusy: Whether somebody beside the keeper has something to write.
  /// - Returns: Why it leaves; `nil` while it stays.
  mutating func departure(isBusy: Bool = false) -> ScreenEnd? {
    if let end = screen.end { return end }
    guard let end else { return nil }
    guard end.signal == nil, isBusy || keeper.isBusy else { return end }
    _ = take(.leavingWaits)
    return nil
  }
}
