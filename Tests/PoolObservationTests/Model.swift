import PoolObservation
import SeededRandom
import Testing

/// A pool as simple as can be: lists of numbers.
struct Model {
  var next: UInt64 = 0
  var pending: [UInt64] = []
  var running: [Int: UInt64] = [:]
  var done: [FutureOutcome: Int] = [:]

  mutating func step(_ generator: inout SeededRandom) -> PoolEvent.Change {
    let idle = (0..<4).filter { running[$0] == nil }
    switch generator.next() % 4 {
    case 0 where !pending.isEmpty && !idle.isEmpty:
      let number = pending.remove(at: Int(generator.next() % UInt64(pending.count)))
      let worker = idle[Int(generator.next() % UInt64(idle.count))]
      running[worker] = number
      return .started(id(number), worker: worker, attempt: 1)
    case 1 where !pending.isEmpty:
      let number = pending.remove(at: Int(generator.next() % UInt64(pending.count)))
      done[.cancelled, default: 0] += 1
      return .finished(id(number), outcome: .cancelled, text: "")
    case 2 where !running.isEmpty:
      let worker = running.keys.sorted()[Int(generator.next() % UInt64(running.count))]
      let number = running.removeValue(forKey: worker) ?? 0
      let outcome: FutureOutcome = generator.next() % 5 == 0 ? .failed : .succeeded
      done[outcome, default: 0] += 1
      return .finished(id(number), outcome: outcome, text: "\(number)")
    default:
      defer { next += 1 }
      pending.append(next)
      return .submitted(id(next), name: "job")
    }
  }

  func check(_ snapshot: PoolSnapshot) {
    #expect(snapshot.counts.total == Int(next))
    #expect(snapshot.counts.pending == pending.count)
    #expect(snapshot.counts.running == running.count)
    for outcome in FutureOutcome.allCases {
      #expect(snapshot.counts[outcome] == done[outcome, default: 0])
    }
    #expect(snapshot.futures.count == Int(next))
    let waiting = snapshot.futures.filter { $0.state == .pending }.map(\.id.rawValue)
    #expect(waiting == pending.sorted())
    for worker in snapshot.workers {
      #expect(worker.current?.rawValue == running[worker.index])
    }
    let oldest = pending.min().flatMap { snapshot.futures[id: id($0)]?.submittedAt }
    #expect(snapshot.oldestPendingSince == oldest)
  }
}
