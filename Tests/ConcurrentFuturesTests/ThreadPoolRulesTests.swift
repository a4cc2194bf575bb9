import SeededRandom
import Testing

@testable import ConcurrentFutures

@Suite("The rules of a thread pool")
struct ThreadPoolRulesTests {
  @Test("let a worker rest while another does tiny jobs, and one of those who rest watch")
  func restsAndWatches() {
    var pool = BriskPool()
    let watcher = pool.machine.workerIsFree(1)
    let resting = pool.machine.workerIsFree(2)
    let states = pool.machine.workers
    #expect(watcher.isWatch && resting.isPark)
    #expect(states == [.running, .watching, .parked])
    let isBrisk = pool.machine.pace.isBrisk
    #expect(isBrisk)
  }

  @Test("let the watcher be while something moves, and have it work when nothing does")
  func watcherTakes() {
    var pool = BriskPool()
    _ = pool.machine.workerIsFree(1)
    _ = pool.machine.workerIsFree(2)
    let first = pool.machine.workerIsFree(1)
    #expect(first.isWatch, "something started since it looked last")
    pool.machine.pace.started(at: 0)
    let second = pool.machine.workerIsFree(1)
    #expect(second.isWatch)
    let third = pool.machine.workerIsFree(1)
    #expect(third.isRun, "nothing has")
    let isBrisk = pool.machine.pace.isBrisk
    #expect(!isBrisk, "it was a mistake to rest")
    let called = [pool.machine.nextToCall(), pool.machine.nextToCall()]
    #expect(called == [2, nil], "the others come, too")
  }

  @Test("have the watcher work while jobs run inside of others, which takes nothing from the queue")
  func startsInside() {
    var pool = BriskPool()
    for index in [1, 2, 1] { _ = pool.machine.workerIsFree(index) }
    pool.machine.pace.started(at: 0, isInside: true)
    let look = pool.machine.workerIsFree(1)
    #expect(look.isRun)
  }

  @Test("call a worker that is parked, though another one is being made fit for work")
  func parkedBesideStarting() {
    var machine = ThreadPoolStateMachine(maxWorkers: 2)
    for _ in 0..<2 { _ = machine.submitted(waitingFuture(priority: 0), at: 0) }
    for _ in 0..<3 { _ = machine.workerIsFree(0) }
    let before = machine.workers
    #expect(before == [.parked, .starting])
    let action = machine.submitted(waitingFuture(priority: 0), at: 0)
    #expect(action == .callWorker(index: 0))
  }

  @Test("look ever more seldom while all goes well")
  func watchIntervals() {
    #expect(
      [0, 1, 2, 3, 4, 1_000].map { Pace.watchInterval(after: $0) }
        == [200, 400, 800, 1_600, 1_600, 1_600].map { .microseconds($0) })
  }

  @Test("give a long job after tiny ones a worker of its own")
  func longJobAfterTiny() {
    var pool = BriskPool()
    _ = pool.machine.workerIsFree(1)
    _ = pool.machine.workerIsFree(2)
    pool.machine.pace.timed(1_000_000)
    let isBrisk = pool.machine.pace.isBrisk
    #expect(isBrisk, "one may be a thread that lost its processor for a while")
    pool.machine.pace.timed(1_000_000)
    _ = pool.machine.queue.removeAll()
    pool.machine.pace.started(at: 0)
    let action = pool.machine.submitted(waitingFuture(priority: 0), at: 1)
    #expect(action == .callWorker(index: 2))
  }

  @Test("leave those at work alone with tiny jobs only as long as somebody watches them")
  func trust() {
    var pool = BriskPool()
    let unwatched = pool.machine.submitted(waitingFuture(priority: 0), at: 1)
    #expect(unwatched == .leaveInQueue, "two are called already")
    _ = pool.machine.workerIsFree(2)
    _ = pool.machine.workerIsFree(1)
    let trusted = pool.machine.submitted(waitingFuture(priority: 0), at: 1)
    #expect(trusted == .leaveInQueue)
    // Nothing has started for longer than they are trusted.
    let mistrusted = pool.machine.submitted(waitingFuture(priority: 0), at: 1_000_000)
    #expect(mistrusted == .callWorker(index: 1))
  }

  @Test("have a parked worker watch when it is called for a tiny job")
  func calledToWatch() {
    var pool = BriskPool()
    _ = pool.machine.queue.removeAll()
    for index in [1, 2] { _ = pool.machine.workerIsFree(index) }
    let action = pool.machine.submitted(waitingFuture(priority: 0), at: 1)
    let states = pool.machine.workers
    #expect(action == .callWorker(index: 2) && states == [.running, .parked, .watching])
  }

  @Test("trust the one that is called for tiny jobs, for a while, once another is to watch it")
  func calledIsTrusted() {
    var machine = ThreadPoolStateMachine(maxWorkers: 4)
    for _ in 0..<4 { _ = machine.submitted(waitingFuture(priority: 0), at: 0) }
    _ = machine.queue.removeAll()
    for index in 0..<4 { _ = machine.workerIsFree(index) }
    for _ in 0..<100 { machine.pace.timed(100) }
    machine.pace.started(at: 0)
    let moments: [UInt64] = [1_000_000, 1_000_200, 1_000_400, 1_010_000, 1_030_000]
    var actions: [ThreadPoolStateMachine.SubmitAction] = []
    for moment in moments {
      actions.append(machine.submitted(waitingFuture(priority: 0), at: moment))
    }
    #expect(
      actions == [
        .callWorker(index: 3), .callWorker(index: 2), .leaveInQueue, .leaveInQueue,
        .callWorker(index: 1),
      ])
    let states = machine.workers
    #expect(states == [.parked, .called, .watching, .called])
  }

  @Test("trust a pace only while runs are tiny and one began of late")
  func pace() {
    var pace = Pace()
    #expect(!pace.isBrisk && !pace.trustsThoseAtWork(at: 0))
    for _ in 0..<100 { pace.timed(100) }
    pace.started(at: 50_000)
    #expect(pace.isBrisk && pace.trustsThoseAtWork(at: 60_000))
    #expect(!pace.trustsThoseAtWork(at: 70_000))
    let looks = [pace.hasMoved(), pace.hasMoved()]
    #expect(looks == [true, false])
    pace.isMistaken()
    #expect(!pace.isBrisk && !pace.trustsThoseAtWork(at: 60_000))
  }

  @Test("date each start after the one before it, whatever the clock of its worker said")
  func startTimes() {
    var pace = Pace()
    #expect([50, 40, 51, 60].map { pace.started(at: $0) } == [50, 51, 52, 60])
  }

  @Test(
    "leave nothing waiting that may start, lose no job, and run none twice",
    arguments: 1...20 as ClosedRange<UInt64>)
  func invariant(_ seed: UInt64) {
    var play = RandomPlay(seed)
    for _ in 0..<2_000 {
      play.step()
      play.check()
    }
    play.finish()
    #expect(play.ran.count == Set(play.ran).count, "none ran twice")
    #expect(Set(play.ran).union(play.cancelled) == Set(play.submitted))
  }

  @Test(
    "take what there is room for, however large the numbers are",
    arguments: [(Int.max, 1), (10, .max), (.max, .max)])
  func largestNumbers(_ capacity: Int, _ maxWorkers: Int) {
    var machine = ThreadPoolStateMachine(maxWorkers: maxWorkers, capacity: capacity)
    let action = machine.submitted(waitingFuture(priority: 0), at: 0)
    #expect(action == .startWorker(index: 0))
  }

  @Test("take nothing in without a decision while somebody would have to be called for it")
  func takesWithoutDecision() {
    var machine = ThreadPoolStateMachine(maxWorkers: 1)
    let first = machine.takesWithoutDecision
    _ = machine.submitted(waitingFuture(priority: 0), at: 0)
    let called = machine.takesWithoutDecision
    _ = machine.workerIsFree(0)
    let busy = machine.takesWithoutDecision
    #expect(!first && !called && busy)
    _ = machine.hold()
    let held = machine.takesWithoutDecision
    _ = machine.resume()
    _ = machine.shutdown(cancelFutures: false)
    let ending = machine.takesWithoutDecision
    #expect(!held && !ending)
  }
}

/// Three workers, of which the first runs, after many tiny jobs; one more job waits.
private struct BriskPool: ~Copyable {
  var machine = ThreadPoolStateMachine(maxWorkers: 3)

  init() {
    for _ in 0..<4 { _ = machine.submitted(waitingFuture(priority: 0), at: 0) }
    _ = machine.workerIsFree(0)
    for _ in 0..<100 { machine.pace.timed(100) }
    machine.pace.started(at: 0)
  }
}

extension ThreadPoolStateMachine.WorkerAction {
  fileprivate var isWatch: Bool { if case .watch = self { true } else { false } }
  fileprivate var isPark: Bool { if case .park = self { true } else { false } }
  fileprivate var isRun: Bool { if case .run = self { true } else { false } }
}

/// Does to a machine what a pool would, in any order that a pool could.
private struct RandomPlay: ~Copyable {
  var machine: ThreadPoolStateMachine
  var random: SeededRandom
  var time: UInt64 = 0
  var submitted: [FutureID] = []
  var ran: [FutureID] = []
  var cancelled: [FutureID] = []
  private var waiting: [AnyFuture] = []
  private var startedAt: [Int: UInt64] = [:]
  private var isLong = false

  init(_ seed: UInt64) {
    random = SeededRandom(seed)
    machine = ThreadPoolStateMachine(maxWorkers: Int(seed % 4) + 1)
  }

  mutating func step() {
    time += UInt64.random(in: 1...400, using: &random)
    switch Int.random(in: 0..<1_000, using: &random) {
    case ..<300: submit()
    case ..<940:
      if let index = machine.workers.indices.randomElement(using: &random) { work(index) }
    case ..<960: cancel()
    case ..<970: isLong.toggle()
    case ..<980: time += 1_000_000
    case ..<985: _ = machine.hold()
    case ..<995: resume()
    case ..<997: resize()
    default:
      guard machine.step() != nil else { return }
      while machine.nextToCall() != nil {}
      while machine.neededWorker() != nil {}
    }
  }

  private mutating func submit() {
    let future = waitingFuture(priority: Int.random(in: 0..<20, using: &random) == 0 ? 1 : 0)
    submitted.append(future.id)
    waiting.append(future)
    // A worker that is started or called is in the list of workers from now on.
    _ = machine.submitted(future, at: time)
  }

  private mutating func cancel() {
    guard let future = waiting.randomElement(using: &random) else { return }
    waiting.removeAll { $0 === future }
    if machine.cancelled(future) { cancelled.append(future.id) }
  }

  private mutating func resume() {
    guard machine.resume() else { return }
    _ = machine.callAll()
    while machine.neededWorker() != nil {}
  }

  private mutating func resize() {
    machine.resize(maxWorkers: Int.random(in: 1...5, using: &random))
    _ = machine.callAll()
    while machine.neededWorker() != nil {}
  }

  /// Does the next thing that a worker does by itself; one that is parked does nothing.
  mutating func work(_ index: Int) {
    switch machine.workers[index] {
    case .parked, .ended: break
    case .starting, .called, .watching, .searching: ask(index, maySearch: false)
    case .running where Int.random(in: 0..<8, using: &random) == 0: callBack(index)
    case .running:
      let run = time - (startedAt[index] ?? time)
      machine.pace.timed(isLong ? run + 1_000_000 : min(run, 200))
      if Bool.random(using: &random) { machine.workerSettles(index) } else { ask(index) }
    case .settling, .callingBack: ask(index)
    }
  }

  private mutating func callBack(_ index: Int) {
    machine.workerCallsBack(index)
    while machine.nextToCall() != nil {}
    while machine.neededWorker() != nil {}
  }

  private mutating func ask(_ index: Int, maySearch: Bool = true) {
    let action = machine.workerIsFree(index, maySearch: maySearch)
    if case .exit = action, machine.phase != .running { _ = machine.callAll() }
    guard case .run(let future) = action else { return }
    if !machine.pace.isBrisk { while machine.nextToCall() != nil {} }
    machine.pace.started(at: time)
    startedAt[index] = time
    ran.append(future.id)
    waiting.removeAll { $0 === future }
  }

  /// Where something waits that may start, somebody comes for it, or nobody is there to call.
  func check() {
    let waitingCount = machine.released.count + (machine.isHeld ? 0 : machine.queue.count)
    guard waitingCount > 0 else { return }
    let states = machine.workers
    let comes = states.contains { $0.isComing || $0 == .watching }
    let isBriskAtWork = machine.pace.isBrisk && states.contains { $0.isActive }
    #expect(comes || isBriskAtWork || !states.contains(.parked), "\(states)")
    let isAnybodyLeft = states.contains { $0 != .ended }
    #expect(isAnybodyLeft)
  }

  mutating func finish() {
    resume()
    cancelled += machine.shutdown(cancelFutures: Bool.random(using: &random)).map(\.id)
    while machine.neededWorker() != nil {}
    _ = machine.callAll()
    for _ in 0..<10_000 where machine.livingWorkerCount > 0 {
      for index in machine.workers.indices { work(index) }
    }
    let (phase, isQuiet) = (machine.phase, machine.isQuiet)
    #expect(phase == .shutDown && isQuiet)
  }
}
