import PoolObservation

let pool = PoolDescription(name: "pool", kind: .thread, maxWorkers: 4, createdAt: 0)

func seconds(_ count: Double) -> PoolInstant {
  PoolInstant(nanoseconds: UInt64(count * 1e9))
}

func id(_ number: UInt64) -> FutureID { FutureID(rawValue: number) }

extension PoolHistory {
  mutating func note(_ change: PoolEvent.Change, at time: Double) {
    apply(PoolEvent(time: seconds(time), change: change))
  }
}
