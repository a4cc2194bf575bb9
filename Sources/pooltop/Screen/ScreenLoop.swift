internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import ScenarioScript

/// Waits, updates, draws; all of curses happens here.
struct ScreenLoop {
  let screen: OpenScreen
  let speed: Speed
  let library: ScenarioLibrary
  private(set) var stage: Stage
  private var dashboard: OpenDashboard
  /// Whether everything is done and not yet judged.
  private var awaitsVerdict = false

  init(
    screen: OpenScreen, stage: Stage, speed: Speed, library: ScenarioLibrary, model: Model
  ) throws {
    self.screen = screen
    self.stage = stage
    self.speed = speed
    self.library = library
    dashboard = try OpenDashboard(on: screen, model)
  }

  /// What came of reports and settings that nobody could read on the screen any more.
  var unsaid: [String] { keeper.takeUnsaid() }

  private var keeper: Keeper { dashboard.keeper }

  /// Runs until the user or a signal ends it.
  mutating func runToEnd() -> ScreenEnd {
    handle(.resized(screen.size))
    while true {
      // Keys come before a new look at the pool: they were meant for what was last drawn.
      let events = dashboard.nextEvents([stage.inbox], suspend: stage.run.suspend)
      for event in events { handle(event) }
      // Into the log, and on the screen with the next look at the pool.
      for line in screen.readStrangersLines() {
        stage.run.pool.log(line, threadName: "output")
      }
      for event in dashboard.takeKept() {
        if case .answered(let notice) = event { log(notice) }
        handle(event)
      }
      takeInbox()
      if let end = dashboard.departure(isBusy: stage.batch?.isBusy ?? false) { return end }
    }
  }

  /// Notes in the log, where it stays, what the footer says.
  private func log(_ notice: Notice) {
    stage.run.pool.log(notice.text, threadName: "dashboard")
  }

  private mutating func handle(_ event: Event) {
    if case .sampled(let snapshot) = event, dashboard.model.isLeaving, snapshot.hasEnded {
      dashboard.leave(.quit)
    }
    for effect in dashboard.take(event) { perform(effect) }
  }

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .recall: handle(.recalled(stage.inbox.past))
    case .use(let settings):
      screen.use(settings)
      stage.run.setInterval(settings.rate.interval)
    case .ring: screen.ring()
    case .notify(let sentence): screen.notify(sentence)
    case .runAgain: play(stage.scenario, batch: stage.batch?.again())
    case .survey(let survey): stage.surveyor.perform(survey)
    case .report(let overwrites):
      keeper.report(title: stage.scenario.name, overwrites: overwrites, stage.effects.record)
    case .play, .redraw, .suspend, .leave, .keep: break
    case .submit, .cancel, .stop, .submitAgain, .hold, .step, .resize, .shutDown, .quit,
      .listScenarios, .open, .describe:
      stage.effects.perform(effect)
    }
  }

  /// Plays a scenario in the place of what is played now.
  private mutating func play(_ scenario: Scenario, batch: CommandBatch? = nil) {
    do {
      let farewell = try WorkThread(name: "farewell")
      let next: Stage
      do {
        next = try begin(scenario, batch)
      } catch {
        farewell.stop()
        throw error
      }
      let former = stage
      former.stop()
      // Before its commands are ended: what comes of them is nobody's any more.
      former.batch?.abandon()
      keeper.perform(on: farewell) { inbox in
        if let problem = former.abandon() { inbox.put(.answered(Notice(problem, .refused))) }
      }
      stage = next
      awaitsVerdict = false
      handle(.began(title: scenario.title(at: speed)))
      if let path = former.recordingPath {
        let notice = Notice("'\(path)' ends with the run before; this one is not recorded")
        log(notice)
        handle(.answered(notice))
      }
    } catch {
      handle(.answered(Notice("cannot run '\(scenario.name)': \(error)", .refused)))
    }
  }

  private func begin(_ scenario: Scenario, _ batch: CommandBatch?) throws -> Stage {
    let stage = try Stage(
      scenario, speed: speed, every: dashboard.model.settings.rate.interval, library: library,
      batch: batch)
    do {
      try stage.run.start()
    } catch {
      stage.stop()
      throw error
    }
    return stage
  }

  private mutating func takeInbox() {
    let delivery = stage.inbox.take()
    for event in delivery.events {
      handle(event)
      // The first look after everything was done holds all that came of it.
      if case .sampled = event, awaitsVerdict {
        awaitsVerdict = false
        stage.effects.judge()
      }
      if case .concluded = event, stage.scenario.finish == .quit { dashboard.leave(.quit) }
    }
    if delivery.isConcluded { awaitsVerdict = true }
    // Who leaves does not begin anything else.
    guard let next = delivery.next, !dashboard.model.isLeaving else { return }
    if dashboard.model.mayBeReplaced {
      play(next.scenario)
    } else {
      handle(.openedOverWork(path: next.path))
    }
  }
}

extension PoolSnapshot {
  /// Whether nothing more will happen in the pool.
  fileprivate var hasEnded: Bool { pool.phase == .shutDown || pool.phase == .broken }
}
