import SeededRandom
import Testing

@testable import ConcurrentFutures

@Suite("The queue of a pool")
struct JobQueueTests {
  @Test("does what a simple list would do, step by step", arguments: [1, 2, 3, 4] as [UInt64])
  func againstModel(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    var queue = JobQueue()
    var model: [AnyFuture] = []
    var arrivals: [AnyFuture?] = []
    var gone: [AnyFuture] = []
    for step in 0..<10_000 {
      // Runs that grow it, longer runs that empty it.
      let isGrowing = step / 500 % 4 == 0
      switch Int.random(in: 0..<100, using: &random) {
      case ..<(isGrowing ? 40 : 15):
        let priority = [0, 0, 0, -3, 2, 7].randomElement(using: &random) ?? 0
        let future = waitingFuture(priority: priority)
        queue.append(future)
        model.append(future)
      case ..<(isGrowing ? 45 : 16):
        for offset in 0..<UInt32.random(in: 1...60, using: &random) {
          let future = waitingFuture(priority: 0)
          future.isQueued = true
          future.queueSlot = queue.nextSlot &+ offset
          arrivals.append(future)
          model.append(future)
        }
        queue.append(&arrivals)
        #expect(arrivals.isEmpty)
      case ..<70:
        let first = model.min { $0.comesBefore($1) }
        let popped = queue.popFirst()
        #expect(popped === first)
        if let first { gone.append(first) }
        model.removeAll { $0 === first }
      case ..<97:
        guard let victim = model.randomElement(using: &random) else { continue }
        let (isThere, isThereTwice) = (queue.remove(victim), queue.remove(victim))
        #expect(isThere && !isThereTwice)
        model.removeAll { $0 === victim }
        gone.append(victim)
      case ..<99:
        guard let stranger = gone.randomElement(using: &random) else { continue }
        let isThere = queue.remove(stranger)
        #expect(!isThere)
      default:
        guard !isGrowing else { continue }
        let all = queue.removeAll()
        #expect(all == model.inOrder)
        model = []
      }
      let (count, isEmpty) = (queue.count, queue.isEmpty)
      #expect(count == model.count && isEmpty == model.isEmpty)
      #expect(model.allSatisfy { $0.isQueued })
      if step.isMultiple(of: 50) {
        var seen: [AnyFuture] = []
        queue.forEach { seen.append($0) }
        #expect(seen == model.inOrder)
      }
      let wantsArrivals = queue.wantsArrivals
      #expect(wantsArrivals == !model.contains { $0.priority >= 0 })
    }
    #expect(gone.count { $0.isQueued } == 0)
  }

  @Test("gives room back when most of its futures are taken out")
  func packs() {
    var lane = JobLane(priority: 0)
    let futures = (0..<1_000).map { _ in waitingFuture(priority: 0) }
    for future in futures { lane.append(future) }
    let removedCount = futures.dropLast(3).count { lane.remove($0) }
    #expect(removedCount == 997)
    #expect(lane.end < 200, "slots that are empty are packed away")
    var left: [AnyFuture] = []
    lane.forEach { left.append($0) }
    #expect(left == Array(futures.suffix(3)))
    let isRemoved = lane.remove(futures[998])
    let popped = [lane.popFirst(), lane.popFirst(), lane.popFirst()]
    #expect(isRemoved && popped == [futures[997], futures[999], nil])
  }

  @Test(
    "is emptied in constant time a future, whatever their priority", .timeLimit(.minutes(5)),
    arguments: [-1, 0, 1])
  func emptiesAtOnce(_ priority: Int) {
    // A lane that is copied for each future makes hours of this.
    let count = 200_000
    var queue = JobQueue()
    for _ in 0..<count { queue.append(waitingFuture(priority: priority)) }
    var poppedCount = 0
    while queue.popFirst() != nil { poppedCount += 1 }
    #expect(poppedCount == count)
  }

  @Test("keeps no future alive that was taken out")
  func releases() {
    var queue = JobQueue()
    weak var popped: AnyFuture?
    weak var removed: AnyFuture?
    do {
      let first = waitingFuture(priority: 0)
      let second = waitingFuture(priority: 0)
      (popped, removed) = (first, second)
      queue.append(first)
      queue.append(second)
      queue.append(waitingFuture(priority: 0))
      let isFirst = queue.popFirst() === first
      let isRemoved = queue.remove(second)
      #expect(isFirst && isRemoved)
    }
    let count = queue.count
    #expect(popped == nil && removed == nil && count == 1)
  }
}

/// A future that may be put in a queue; ids grow from one to the next.
func waitingFuture(priority: Int) -> AnyFuture {
  Future<Int>(
    name: "", control: priority == 0 ? nil : JobControl(SubmitOptions(priority: priority)),
    owner: nil)
}

extension AnyFuture {
  fileprivate func comesBefore(_ other: AnyFuture) -> Bool {
    priority == other.priority ? id < other.id : priority > other.priority
  }
}

extension [AnyFuture] {
  fileprivate var inOrder: [AnyFuture] { sorted { $0.comesBefore($1) } }
}
