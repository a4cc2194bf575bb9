internal import DequeModule
internal import Platform

// What becomes of each future that is waited for here:
//
//   pending ──it is done──► ready ──taken──► forgotten
//      └───────────────close, time-out───────────┘
//
// It is over when nothing is pending and nothing is ready; there is no other mark of the end.
//
// Futures hold whoever waits for them. So this is not the object that users hold: dropping that
// one must be noticed, and closes this one.

/// Futures in the order in which they are done.
final class CompletionQueue<Value: Sendable>: FutureWaiter {
  /// What whoever asks for the next future is given.
  fileprivate enum Step {
    case future(Future<Value>)
    case end

    var future: Future<Value>? {
      switch self {
      case .future(let future): future
      case .end: nil
      }
    }
  }

  fileprivate struct State {
    var pending: [FutureID: Future<Value>] = [:]
    var ready: Deque<Future<Value>> = []
    /// Tasks to be woken by the next change.
    var sleepers: [ContinuationWaiter] = []
  }

  private let state: Monitor<State>
  private let deadline: MonotonicClock.Instant?
  private let totalCount: Int

  init(_ futures: some Sequence<Future<Value>>, deadline: MonotonicClock.Instant?) {
    var pending: [FutureID: Future<Value>] = [:]
    let unique = futures.filter { pending.updateValue($0, forKey: $0.id) == nil }
    self.state = Monitor(State(pending: pending))
    self.deadline = deadline
    self.totalCount = unique.count
    let done = unique.filter { !$0.add(self) }
    state.withLock { state in
      for future in done { state.pending[future.id] = nil }
      // Before those that became done while the others were looked at.
      state.ready.prepend(contentsOf: done)
    }
  }

  func futureSettled(_ id: FutureID, _ settlement: Settlement) {
    let sleepers = state.withLock { state in
      state.settled(id)
      return state.takeSleepers()
    }
    wake(sleepers)
  }
}

// MARK: - Taking

extension CompletionQueue {
  /// Takes the next future, and blocks the thread until there is one; `nil` at the end.
  func blockingNext() throws -> Future<Value>? {
    if let step = state.wait(until: deadline, { $0.take() }) { return step.future }
    return try giveUp()
  }

  /// Takes the next future, and suspends the task until there is one; `nil` at the end.
  ///
  /// The task's cancellation is the end, too.
  func next() async throws -> Future<Value>? {
    if Task.isCancelled, close() { throw CancellationError() }
    while true {
      let sleeper = ContinuationWaiter()
      if let step = state.withLock({ $0.take(orWake: sleeper) }) { return step.future }
      if let deadline, deadline <= MonotonicClock.now { return try giveUp() }
      do {
        try await sleep(sleeper)
      } catch {
        close()
        throw error
      }
    }
  }

  /// Suspends the task until its sleeper is woken, by a future or by the deadline.
  private func sleep(_ sleeper: ContinuationWaiter) async throws {
    guard let deadline else { return try await suspend(until: sleeper) }
    // A child task: it is cancelled and awaited when this function ends.
    async let _: Void = wake(sleeper, at: deadline)
    try await suspend(until: sleeper)
  }

  private func wake(_ sleeper: ContinuationWaiter, at deadline: MonotonicClock.Instant) async {
    let rest = MonotonicClock.now.duration(to: deadline)
    guard (try? await Task.sleep(for: rest, clock: .suspending)) != nil else { return }
    sleeper.resume(with: .success(()))
  }

  private func suspend(until sleeper: ContinuationWaiter) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { sleeper.start($0) }
    } onCancel: {
      sleeper.resume(with: .failure(CancellationError()))
    }
  }
}

// MARK: - The end

extension CompletionQueue {
  /// Forgets all futures and wakes all who wait for the next; false when it was over already.
  @discardableResult
  func close() -> Bool {
    let rest = state.withLock { $0.takeAll() }
    forget(rest)
    return !rest.isOver
  }

  /// Takes what is done in spite of the passed deadline, and is over when nothing is.
  private func giveUp() throws -> Future<Value>? {
    var rest = State()
    let step = state.withLock { state in
      state.collectDone()
      let step = state.take()
      if step == nil { rest = state.takeAll() }
      return step
    }
    if let step { return step.future }
    forget(rest)
    throw TimeoutError("\(rest.pending.count) (of \(totalCount)) futures unfinished")
  }

  private func forget(_ rest: State) {
    wake(rest.sleepers)
    for future in rest.pending.values {
      future.remove(self)
    }
  }

  private func wake(_ sleepers: [ContinuationWaiter]) {
    // All of them: who finds the last future taken by another must see that it was the last.
    state.broadcast()
    for sleeper in sleepers {
      sleeper.resume(with: .success(()))
    }
  }
}

extension CompletionQueue.State {
  var isOver: Bool { ready.isEmpty && pending.isEmpty }

  mutating func settled(_ id: FutureID) {
    guard let future = pending.removeValue(forKey: id) else { return }
    ready.append(future)
  }

  /// Takes the first future that is ready; `nil` when one must be waited for.
  mutating func take() -> CompletionQueue.Step? {
    if let future = ready.popFirst() { return .future(future) }
    return isOver ? .end : nil
  }

  mutating func take(orWake sleeper: ContinuationWaiter) -> CompletionQueue.Step? {
    let step = take()
    if step == nil { sleepers.append(sleeper) }
    return step
  }

  /// Makes ready what is done and has not said so yet: a future is done a moment before it tells.
  mutating func collectDone() {
    for (id, _) in pending.filter({ $0.value.isDone }).sorted(by: { $0.key < $1.key }) {
      settled(id)
    }
  }

  mutating func takeSleepers() -> [ContinuationWaiter] {
    defer { sleepers = [] }
    return sleepers
  }

  mutating func takeAll() -> Self {
    defer { self = Self() }
    return self
  }
}
