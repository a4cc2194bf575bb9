import SeededRandom
import Testing

@testable import PoolObservation

@Suite("A table of futures")
struct FutureTableTests {
  private func row(_ id: UInt64) -> FutureSnapshot {
    FutureSnapshot(id: FutureID(rawValue: id), name: "job", submittedAt: .zero)
  }

  @Test("keeps rows in order of id, and refuses one that comes too late")
  func order() {
    var table = FutureTable((0..<300).reversed().map { row(UInt64($0) * 2) })
    #expect(table.map(\.id.rawValue) == (0..<300).map { UInt64($0) * 2 })
    let refused = table.append(row(5))
    #expect(!refused && table.count == 300)
  }

  @Test("finds a row by position and by id, after any removals", arguments: [1, 63, 64, 65, 1000])
  func lookups(_ count: UInt64) {
    var generator = SeededRandom(count)
    var table = FutureTable((0..<count).map(row))
    var model = Array(0..<count)
    while !model.isEmpty {
      let doomed = model.filter { _ in generator.next() % 3 == 0 }
      table.remove(doomed.map(FutureID.init(rawValue:)) + [FutureID(rawValue: count + 7)])
      model.removeAll { doomed.contains($0) }
      #expect(table.map(\.id.rawValue) == model)
      for (position, id) in model.enumerated() {
        #expect(table.position(of: FutureID(rawValue: id)) == position)
        #expect(table[id: FutureID(rawValue: id)]?.id.rawValue == id)
      }
      for id in doomed { #expect(table[id: FutureID(rawValue: id)] == nil) }
    }
  }

  /// A list that counts how many of its ids are looked at.
  private struct CountingList: RandomAccessCollection {
    final class Looks { var count = 0 }
    let looks = Looks()
    let indices: Range<Int>
    var startIndex: Int { indices.lowerBound }
    var endIndex: Int { indices.upperBound }

    subscript(place: Int) -> FutureID {
      looks.count += 1
      return FutureID(rawValue: UInt64(place))
    }
  }

  @Test(
    "finds what waits no longer without a look at what stands before or behind it",
    arguments: [[99_999], [0], [50_000], [7, 70_000, 99_998]] as [[UInt64]])
  func noLongerPending(_ started: [UInt64]) {
    var table = FutureTable((0..<100_000).map(row))
    for id in started { table.update(FutureID(rawValue: id)) { $0.state = .running } }
    let list = CountingList(indices: 0..<100_000)
    let found = table.noLongerPending(in: list[...], count: started.count)
    #expect(found == started.map(FutureID.init(rawValue:)))
    #expect(list.looks.count < 10_000, "\(list.looks.count) looks")
  }

  @Test("costs at most 150 bytes a row, also when most of its neighbours went")
  func size() {
    var table = FutureTable((0..<10_000).map(row))
    for id in 0..<10_000 { table.update(FutureID(rawValue: UInt64(id))) { $0.state = .running } }
    #expect(table.bytesPerRow <= 150)
    table.remove((0..<10_000).filter { $0 % 10 != 0 }.map(FutureID.init(rawValue:)))
    #expect(table.count == 1_000 && table.bytesPerRow <= 150)
  }

  @Test("costs at most 20 bytes a row of those that wait and are alike, also when the oldest went")
  func alikeSize() {
    var table = FutureTable((0..<10_000).map(row))
    #expect(table.bytesPerRow <= 20)
    table.remove((0..<5_003).map { FutureID(rawValue: $0) })
    #expect(table.count == 4_997 && table.bytesPerRow <= 20)
    #expect(table.first == row(5_003) && table.last == row(9_999))
  }

  @Test("tells every row as it was told, whatever stands beside it", arguments: 0..<8)
  func mixedRows(_ seed: Int) {
    var random = SeededRandom(UInt64(seed))
    var model: [FutureSnapshot] = []
    var table = FutureTable()
    func change(_ id: FutureID, _ change: (inout FutureSnapshot) -> Void) {
      table.update(id, change)
      for place in model.indices where model[place].id == id { change(&model[place]) }
    }
    var id: UInt64 = 0
    for _ in 0..<2_000 {
      id += random.next() % 40 == 0 ? 3 : 1
      var row = FutureSnapshot(
        id: FutureID(rawValue: id), name: random.next() % 25 == 0 ? "other" : "job",
        submittedAt: PoolInstant(nanoseconds: random.next()),
        tags: random.next() % 30 == 0 ? ["tag"] : [],
        priority: random.next() % 30 == 0 ? 1 : 0)
      if random.next() % 50 == 0 { row.text = "said before" }
      table.append(row)
      model.append(row)
      if random.next() % 40 == 0 {
        let times = (0..<random.next() % 60).map { _ in PoolInstant(nanoseconds: random.next()) }
        let shared = table
        table.append(
          waitingSince: times, from: FutureID(rawValue: id + 1), name: row.name,
          priority: row.priority)
        #expect(Array(shared) == model && table.count == model.count + times.count)
        for time in times {
          id += 1
          model.append(
            FutureSnapshot(
              id: FutureID(rawValue: id), name: row.name, submittedAt: time,
              priority: row.priority))
        }
      }
      guard random.next() % 8 == 0, let any = model.randomElement(using: &random)?.id else {
        continue
      }
      change(any) { $0.attempt += 1 }
      let doomed = Set(model.prefix(3).map(\.id) + [any])
      if random.next() % 4 == 0 {
        table.remove(doomed)
        model.removeAll { doomed.contains($0.id) }
      }
      change(FutureID(rawValue: id)) { $0.state = .running }
    }
    #expect(Array(table) == model && table.count == model.count)
    var told: (ids: [FutureID], states: [FutureState], outcomes: [FutureOutcome?]) = ([], [], [])
    table.forEachState { id, state, outcome in
      told.ids.append(id)
      told.states.append(state)
      told.outcomes.append(outcome)
    }
    #expect(told.ids == model.map(\.id) && told.states == model.map(\.state))
    #expect(told.outcomes == model.map(\.outcome))
    #expect(
      table.groups.reduce(0) { $0 + $1.pending.total } == model.count { $0.state == .pending })
    for (position, row) in model.enumerated() {
      #expect(table[position] == row && table[id: row.id] == row)
      #expect(table.position(of: row.id) == position)
    }
    #expect(table[id: FutureID(rawValue: id + 1)] == nil)
  }

  @Test("tells what changed since another look, or that it is very much", arguments: 0..<3)
  func changes(_ seed: Int) {
    var random = SeededRandom(UInt64(seed))
    var table = FutureTable((0..<20_000).map(row))
    var newest: UInt64 = 20_000
    for round in 1...12 {
      let former = table
      var ids: Set<FutureID> = []
      for _ in 0..<random.next() % 6 {
        let id = FutureID(rawValue: random.next() % newest)
        let next = FutureID(rawValue: id.rawValue &+ 1)
        ids.formUnion([id, next, FutureID(rawValue: newest)])
        switch random.next() % 4 {
        case 0: table.remove([id, next])
        case 1:
          table.append(row(newest))
          newest += 1
        // What is written over with itself is as it was.
        case 2: table.update(id) { $0.priority = 0 }
        default: table.update(id) { $0.attempt += 1 }
        }
      }
      // To look at all of them each time would take half a minute.
      if round == 12 { ids = Set(former.map(\.id) + table.map(\.id)) }
      let wanted = ids.filter { former[id: $0] != table[id: $0] }
      #expect(table.changes(since: former, limit: 1_000) == wanted.sorted())
      #expect(former.changes(since: table, limit: 1_000) == wanted.sorted())
    }
    #expect(table.changes(since: table, limit: 0)?.isEmpty == true)
    let copy = FutureTable(Array(table))
    #expect(table.changes(since: copy, limit: 19_000) == nil)
    #expect(table.changes(since: copy, limit: 21_000)?.isEmpty == true)
    #expect(FutureTable().changes(since: FutureTable(), limit: 0)?.isEmpty == true)
  }

  @Test("knows the oldest that waits, whatever changes", arguments: 0..<5)
  func oldestPending(_ seed: Int) {
    var generator = SeededRandom(UInt64(seed))
    var table = FutureTable((0..<2_000).map(row))
    var waiting = Set((0..<2_000 as Range<UInt64>))
    for _ in 0..<300 {
      for _ in 0..<20 {
        let id = generator.next() % 2_000
        table.update(FutureID(rawValue: id)) { $0.state = .running }
        waiting.remove(id)
      }
      let gone = generator.next() % 2_000
      table.remove([FutureID(rawValue: gone), FutureID(rawValue: gone)])
      waiting.remove(gone)
      #expect(table.oldestPending?.id.rawValue == waiting.min())
      #expect(table.groups.reduce(0) { $0 + $1.pending.total } == waiting.count)
    }
  }

  @Test("leaves a copy alone when it changes")
  func copies() {
    var table = FutureTable((0..<200).map(row))
    let before = table
    table.update(FutureID(rawValue: 100)) { $0.name = "changed" }
    table.remove([FutureID(rawValue: 3)])
    #expect(before.count == 200 && before[100].name == "job")
    #expect(table[id: FutureID(rawValue: 100)]?.name == "changed")
  }

  @Test("leaves every copy alone that is kept, wherever it changes afterwards", arguments: 0..<4)
  func keptCopies(_ seed: Int) {
    var random = SeededRandom(UInt64(seed))
    var table = FutureTable((0..<3_000).map(row))
    var model = (0..<3_000 as Range<UInt64>).map { (id: $0, name: "job") }
    var kept: [(table: FutureTable, names: [String])] = []
    for round in 0..<30 {
      for _ in 0..<Int.random(in: 0..<60, using: &random) {
        let place = model.indices.randomElement(using: &random) ?? 0
        model[place].name = "\(round)"
        table.update(FutureID(rawValue: model[place].id)) { $0.name = "\(round)" }
      }
      if round.isMultiple(of: 3) {
        let doomed = Set((0..<round).map { _ in model.randomElement(using: &random)?.id ?? 0 })
        table.remove(doomed.map(FutureID.init(rawValue:)))
        model.removeAll { doomed.contains($0.id) }
      }
      for id in 0..<UInt64(round) { model.append((UInt64(3_000 + round * 100) + id, "job")) }
      for id in 0..<UInt64(round) { table.append(row(UInt64(3_000 + round * 100) + id)) }
      kept = kept.suffix(round % 4) + [(table, model.map(\.name))]
      for copy in kept {
        #expect(copy.table.count == copy.names.count)
        #expect(zip(copy.table, copy.names).allSatisfy { $0.name == $1 })
        let position = copy.names.indices.randomElement(using: &random) ?? 0
        let row = copy.table[position]
        #expect(row.name == copy.names[position])
        #expect(copy.table[id: row.id] == row && copy.table.position(of: row.id) == position)
      }
    }
  }

  @Test("tells what it takes beside an earlier one, by what it shares with that")
  func bytesBeside() {
    var table = FutureTable((0..<100_000).map(row))
    let whole = table.byteCount(beside: FutureTable())
    #expect((1_300_000..<3_000_000).contains(whole), "13 bytes of each that waits, and the leaves")
    let unchanged = table.byteCount(beside: table)
    let before = table
    for id in 0..<1_000 { table.update(FutureID(rawValue: UInt64(id))) { $0.state = .running } }
    let inOrder = table.byteCount(beside: before) - unchanged
    #expect((96_000..<200_000).contains(inOrder), "a row of each")
    let ordered = table
    for id in 1...1_000 { table.update(FutureID(rawValue: UInt64(id * 64))) { $0.priority = 1 } }
    let anywhere = table.byteCount(beside: ordered) - unchanged
    #expect((1_500_000..<2_000_000).contains(anywhere), "a leaf of sixteen rows for each")
    #expect(unchanged < 10_000)
  }
}

extension FutureTable {
  /// What the table itself takes: rows, the lists they lie in, and what these cost to allocate.
  fileprivate var bytesPerRow: Int {
    let allocation = 32 + 16
    var bytes = groups.capacity * MemoryLayout<Group>.stride + allocation
    for group in groups {
      bytes += group.leaves.all.capacity * MemoryLayout<Leaf>.stride + 2 * allocation
      for leaf in group.leaves {
        bytes += leaf.byteCount + allocation
      }
    }
    return bytes / count
  }
}
