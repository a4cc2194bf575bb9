import PoolObservation
import SeededRandom
import Testing
import TextCanvas

@testable import Dashboard

@Suite("looking through very many futures")
struct SurveyTests {
  private static let size = Size(columns: 160, rows: 50)

  private func screen(_ model: Model) -> String { view(model, Self.size).text }

  private func surveys(_ effects: [Effect]) -> [Survey] {
    effects.compactMap { if case .survey(let survey) = $0 { survey } else { nil } }
  }

  @Test("the former rows stay meanwhile, and it says that it looks")
  func stays() throws {
    var model = Model.afterBurst
    let former = screen(model)
    let effects = model.press(">")
    #expect(surveys(effects).count == 1 && model.rows[0] != FutureID(rawValue: 3_999))
    let first = try #require(screen(model).split(separator: "\n").first { $0.contains("▶") })
    #expect(former.contains(first) && screen(model).contains("[looking] rows 1–"))
    model.lookThrough(effects)
    #expect(!screen(model).contains("looking"))
    #expect(screen(model).contains("WORKER▲"))
  }

  @Test("a sentence in the line that is typed says so, too")
  func typed() {
    var model = Model.afterBurst
    model.press("/", "1", "7")
    #expect(screen(model).contains("filter: 17   looking through 100,000"))
    model.press(.escape, .function(3))
    let effects = model.press("z")
    #expect(screen(model).contains("search: z   looking through 100,000"))
    model.lookThrough(effects)
    #expect(screen(model).contains("nothing here matches"))
  }

  @Test("an answer to what nobody asks any more changes nothing")
  func outdated() throws {
    var model = Model.afterBurst
    let first = model.press("e")
    let second = model.press("/", "7", "1")
    model.lookThrough(first)
    #expect(model.rows.isPicking)
    model.lookThrough(second)
    #expect(!model.rows.isPicking)
    let shown = (0..<model.rows.count).map { model.rows[$0] }
    let snapshot = try #require(model.snapshot)
    let wanted = FutureQuery(filter: try FutureFilter("71"), showsFailuresOnly: true)
    #expect(shown == wanted.rows(of: snapshot))
    let third = model.press(.enter, ">", .escape, .escape, "<")
    model.lookThrough(third)
    #expect(model.rows.query.isUsual && model.rows.count == model.rows.totalCount)
  }

  /// A story of more than is looked through on the spot, of which some are tried again.
  private static let restless: Script = {
    var script = Script(workers: 8)
    for id: UInt64 in 0..<17_000 { script.submit(id, "job \(id)", at: Double(id / 100) * 0.05) }
    for turn in 0..<800 {
      let (id, start) = (UInt64(turn * 3), Double(turn / 8) * 0.3 + Double(turn % 8) * 0.02)
      let (future, worker) = (FutureID(rawValue: id), turn % 8)
      script.add(start, .started(future, worker: worker, attempt: 1))
      if turn % 7 == 3 {
        script.add(start + 0.2, .retrying(future, outcome: .failed, text: "no"))
      } else {
        let outcome = turn % 5 == 2 ? FutureOutcome.failed : .succeeded
        script.add(start + 0.25, .finished(future, outcome: outcome, text: "\(id)"))
      }
      let cancelled = FutureID(rawValue: id + 1)
      if turn % 9 == 4 {
        script.add(start + 0.1, .finished(cancelled, outcome: .cancelled, text: ""))
      }
    }
    return script
  }()

  /// Looks at it: some with little news, some with very much.
  static let looks: [PoolSnapshot] = {
    var unfolding = restless.unfolding
    return [9, 9.1, 9.25, 9.3, 9.5, 9.6, 14, 14.05, 14.2, 14.3, 40].map {
      unfolding.snapshot(at: $0)
    }
  }()

  static let queries: [FutureQuery] =
    [
      "state:pending", "state:failed", "worker:2", "try>0", "wait>5s", "wait<2s", "run>100ms", "12",
    ].map { FutureQuery(filter: try? FutureFilter($0)) }
    + SortColumn.allCases.flatMap { sort in
      ["state:running", "!state:running"].map {
        FutureQuery(filter: try? FutureFilter($0), sort: sort, isInverted: sort == .worker)
      }
    } + [FutureQuery(sort: .run), FutureQuery(showsFailuresOnly: true)]

  @Test("what is shown is true of one sample, the last unless too much changed", arguments: queries)
  func trueRows(_ query: FutureQuery) throws {
    var model = Model(title: "")
    model.rows.singleCount = 1_000
    _ = update(&model, .sampled(Self.looks[0]))
    model.show(query)
    var late = model.surveys.takeUnsent()
    var truth = Self.looks[0]
    for (turn, look) in Self.looks.dropFirst().enumerated() {
      let isBehind = FuturePick(query, from: truth).doubtful(in: look, limit: 1_000) == nil
      var effects = update(&model, .sampled(look))
      effects += update(&model, .passed(.seconds(turn)))
      if turn > 2 { #expect(model.rows.isBehind == isBehind) }
      // The answer comes samples later than it could.
      if turn % 3 == 2 {
        for survey in late {
          _ = update(&model, .surveyed(survey.answer()))
          truth = survey.snapshot
        }
        late = []
      }
      late += surveys(effects)
      if !model.rows.isBehind { truth = look }
      if turn >= 2 { expectRows(of: model, query, of: truth, now: look) }
    }
    model.lookThrough(late.map(Effect.survey))
    #expect(!model.rows.isPicking && !model.rows.isBehind)
    let last = Self.looks[Self.looks.count - 1]
    expectRows(of: model, query, of: last, now: last)
  }

  /// Checks the rows, which are those of a look; what waits of them does so now.
  private func expectRows(
    of model: Model, _ query: FutureQuery, of look: PoolSnapshot, now: PoolSnapshot
  ) {
    let (shown, wanted) = (model.rows.all, query.rows(of: look))
    // While time alone moves them, their order is that of a moment ago.
    let isTrue = query.sort == .wait ? Set(shown) == Set(wanted) : shown == wanted
    #expect(isTrue, "at \(look.takenAt)")
    let ascending = wanted.sorted()
    let pending = ascending.filter { now.futures[id: $0]?.state == .pending }
    let isWhole = model.rows.ascending == ascending && model.rows.pending == pending
    #expect(isWhole, "at \(look.takenAt)")
  }

  @Test("where too much changes, all is looked at beside the keys, and again only after a while")
  func tooMuch() {
    let query = FutureQuery(sort: .run)
    let (first, second, third) = (Self.looks[0], Self.looks[6], Self.looks[10])
    var model = Model.showing(first, query)
    model.rows.singleCount = 100
    #expect(model.rows.all == query.rows(of: first) && model.longestWait == nil)
    #expect(update(&model, .sampled(second)).isEmpty)
    #expect(model.rows.isBehind && model.rows.all == query.rows(of: first))
    #expect(model.longestWait != nil && screen(model).contains("[looking] rows 1–"))
    let due = update(&model, .passed(.seconds(1)))
    #expect(surveys(due).count == 1)
    #expect(update(&model, .sampled(third)).isEmpty)
    model.lookThrough(due)
    #expect(model.rows.isBehind && model.rows.all == query.rows(of: second))
    #expect(update(&model, .passed(.seconds(1))).isEmpty)
    model.lookThrough(update(&model, .passed(.seconds(2))))
    #expect(!model.rows.isBehind && model.rows.all == query.rows(of: third))
    #expect(model.longestWait == nil && !screen(model).contains("looking"))
  }

  @Test("rows that fell behind catch up with what came while all were looked at")
  func catchesUp() {
    let query = FutureQuery(sort: .run)
    let (first, second, third) = (Self.looks[0], Self.looks[6], Self.looks[9])
    var model = Model.showing(first, query)
    model.rows.singleCount = 20
    _ = update(&model, .sampled(second))
    let due = update(&model, .passed(.seconds(1)))
    #expect(model.rows.isBehind && surveys(due).count == 1)
    let pick = FuturePick(query, from: second)
    #expect(pick.doubtful(in: third, limit: 20) == nil)
    _ = update(&model, .sampled(third))
    #expect(model.rows.isBehind)
    model.rows.singleCount = 80
    model.lookThrough(due)
    #expect(!model.rows.isBehind && model.rows.all == query.rows(of: third))
  }

  @Test("where time alone picks too many, all is looked at beside the keys, too")
  func tooLong() throws {
    let query = FutureQuery(filter: try FutureFilter("wait>5s"))
    var later = Self.looks[0]
    later.takenAt = instant(12)
    var model = Model.showing(Self.looks[0], query)
    model.rows.singleCount = 1_000
    let count = model.rows.count
    _ = update(&model, .sampled(later))
    #expect(model.rows.isBehind && model.rows.count == count)
    model.lookThrough(update(&model, .passed(.seconds(1))))
    #expect(!model.rows.isBehind && model.rows.all == query.rows(of: later))
    #expect(model.rows.count > count + 1_000)
  }

  @Test("a search that finds what has ended meanwhile goes on")
  func endedMeanwhile() throws {
    let (sooner, later) = (Self.looks[1], Self.looks[5])
    var model = Model(title: "")
    _ = update(&model, .sampled(sooner))
    model.lookThrough(model.press("<"))
    // What runs is about the 720th; most that come after the 10,000th are near, and it is not.
    let start = try #require(model.rows.row(of: FutureID(rawValue: 10_000)))
    model.seek(try FutureFilter("state:running"), from: start, by: 1)
    let effects = model.surveys.takeUnsent()
    #expect(effects.count == 1)
    _ = update(&model, .sampled(later))
    for survey in effects { model.lookThrough(update(&model, .surveyed(survey.answer()))) }
    let selected = try #require(model.selectedFuture)
    #expect(sooner.futures[id: selected]?.state != .running)
    #expect(later.futures[id: selected]?.state == .running)
  }

  @Test("a search that finds what has left the rows meanwhile goes on")
  func leftMeanwhile() throws {
    let (sooner, later) = (Self.looks[1], Self.looks[5])
    let started = try #require(
      later.futures.first { row in
        row.state == .running && sooner.futures[id: row.id]?.state == .pending
      })
    let pending = FutureQuery(filter: try FutureFilter("state:pending"))
    var model = Model.showing(sooner, pending)
    // From there it is far to both.
    let start = try #require(model.rows.row(of: FutureID(rawValue: 11_000)))
    model.seek(try FutureFilter("#\(started.id) | #2000"), from: start, by: 1)
    let effects = model.surveys.takeUnsent().map(Effect.survey)
    #expect(effects.count == 1)
    _ = update(&model, .sampled(later))
    #expect(model.rows.row(of: started.id) == nil)
    for case .survey(let survey) in effects {
      model.lookThrough(update(&model, .surveyed(survey.answer())))
    }
    #expect(model.selectedFuture == FutureID(rawValue: 2_000) && model.notice == nil)
  }

  @Test("what is picked can be brought up to date with an earlier look, too")
  func backwards() throws {
    let query = FutureQuery(filter: try FutureFilter("wait>5s"))
    let (sooner, later) = (Self.looks[0], Self.looks[1])
    var pick = FuturePick(query, from: later)
    #expect(pick.doubtful(in: sooner, limit: 17_000) != nil)
    pick.update(to: sooner, running: FutureOrder(sooner).running, limit: 17_000)
    #expect(pick.count > 0 && (0..<pick.count).map { pick[$0] } == query.rows(of: sooner))
  }

  @Test("nothing is done to all rows while they are not those that were asked for")
  func refused() {
    var model = Model.afterBurst
    let effects = model.press("H")
    for key: Key in ["*", "X"] {
      #expect(model.press(key).isEmpty && model.marks.isEmpty && model.overlay == nil)
      #expect(model.notice?.text.contains("still being looked for") == true)
    }
    model.lookThrough(effects)
    model.press("*")
    #expect(model.marks.count == model.rows.count && model.rows.count > 90_000)
  }

  @Test("what waits and is shown can be cancelled, in any order", arguments: ["<", ">", "I"])
  func cancelMatching(_ key: Character) throws {
    var model = Model.afterBurst
    model.lookThrough(model.press(.character(key)))
    model.press("X")
    let pending = try #require(model.snapshot).futures.filter { $0.state == .pending }.map(\.id)
    #expect(model.press("y") == [.cancel(pending)])
  }

  @Test("a dialog about very many does not count them in every frame")
  func manyMarked() {
    var model = Model.afterBurst
    model.press("*", "x")
    #expect(screen(model).contains("Those that still wait will never start; the others refuse."))
    #expect(model.press("y").contains { if case .cancel = $0 { true } else { false } })
    #expect(model.marks.isEmpty)
  }

  /// Pictures of very many, a second from each other.
  private static let past: PoolPast = {
    var past = PoolPast()
    var unfolding = Script.burst.unfolding
    for second in [58.0, 59, 60] {
      let snapshot = unfolding.snapshot(at: second)
      past.append(snapshot, after: Array(unfolding.latest))
    }
    return past
  }()

  /// A frozen view of the last of them.
  private func frozenBurst() -> Model {
    var model = Model.afterBurst
    model.press("Z")
    _ = update(&model, .recalled(Self.past))
    return model
  }

  @Test("a step through pictures of very many is made beside the keys")
  func pictures() throws {
    var model = frozenBurst()
    let effects = model.press(",")
    #expect(surveys(effects).count == 1 && model.snapshot?.takenAt == instant(60))
    #expect(screen(model).contains("picture 2 of 3"))
    model.lookThrough(effects)
    let there = Model.showing(.burst, at: 59)
    #expect(model.snapshot?.takenAt == instant(59) && model.rows == there.rows)
    #expect(screen(model).contains("FROZEN, 1.0s old"))
  }

  @Test("who holds a key down sees the pictures go by, and who lets the view go on sees none")
  func heldDown() {
    var model = frozenBurst()
    let first = model.press(",")
    let second = model.press(",")
    model.lookThrough(first)
    #expect(model.snapshot?.takenAt == instant(59) && model.frozen?.index == 0)
    model.lookThrough(second)
    #expect(model.snapshot?.takenAt == instant(58))
    let third = model.press(".")
    model.press("Z")
    model.lookThrough(third)
    #expect(model.frozen == nil && model.snapshot?.takenAt == instant(60))
  }

  @Test("marks are as if they were a set")
  func marks() {
    var generator = SeededRandom(7)
    var marks = FutureMarks()
    var model: Set<UInt64> = []
    for _ in 0..<2_000 {
      let id = generator.next() % 40
      switch generator.next() % 8 {
      case 0:
        let some = (0..<40 as Range<UInt64>).filter { _ in generator.next().isMultiple(of: 3) }
        marks.mark(ascending: some.map { FutureID(rawValue: $0) })
        model.formUnion(some)
      case 1:
        let gone = (0..<40 as Range<UInt64>).filter { _ in generator.next().isMultiple(of: 4) }
        let kept = (0..<40 as Range<UInt64>).filter { !gone.contains($0) }
        let rows = kept.map {
          FutureSnapshot(id: FutureID(rawValue: $0), name: "", submittedAt: .zero)
        }
        let isNamed = generator.next().isMultiple(of: 2)
        marks.drop(isNamed ? gone.map { FutureID(rawValue: $0) } : nil, keptIn: FutureTable(rows))
        model.subtract(gone)
      default:
        marks.toggle(FutureID(rawValue: id))
        model.formSymmetricDifference([id])
      }
      #expect(marks.ids.map(\.rawValue) == model.sorted())
      #expect(marks.contains(FutureID(rawValue: id)) == model.contains(id))
      let others = (0..<40 as Range<UInt64>).filter { _ in generator.next().isMultiple(of: 5) }
      let hasCommon = marks.ids[...].hasCommon(
        ascending: others.map { FutureID(rawValue: $0) }[...]
      ) { $0.rawValue > id }
      #expect(hasCommon == others.contains { $0 > id && model.contains($0) })
    }
  }
}

extension FutureRows {
  /// The ids in all rows.
  var all: [FutureID] { (0..<count).map { self[$0] } }
}

extension FutureQuery {
  /// What is shown of a look at a pool, in order.
  func rows(of snapshot: PoolSnapshot) -> [FutureID] {
    let pick = FuturePick(self, from: snapshot)
    return (0..<pick.count).map { pick[$0] }
  }
}
