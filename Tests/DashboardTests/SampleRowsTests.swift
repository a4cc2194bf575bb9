import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("samples in which much changed, whose rows are made beside the keys")
struct SampleRowsTests {
  private static let size = Size(columns: 160, rows: 50)
  private let looks = SurveyTests.looks

  private func screen(_ model: Model) -> String { view(model, Self.size).text }

  /// What has seen the first look, and can take in hardly any change on the spot.
  private func model(_ query: FutureQuery = FutureQuery()) -> Model {
    var model = Model.showing(looks[0], query)
    model.rows.promptCount = 2
    return model
  }

  @Test("the screen shows one sample as a whole, and keys are answered meanwhile")
  func whole() throws {
    var model = model()
    let former = screen(model)
    let effects = update(&model, .sampled(looks[6]))
    #expect(effects.count == 1 && screen(model) == former)
    #expect(model.live == looks[6], "keys act on the pool as it is")
    model.press(.down)
    #expect(model.selectedRow == 1 && model.snapshot == looks[0])
    let selected = try #require(model.selectedFuture)
    model.lookThrough(effects)
    #expect(model.snapshot == looks[6] && model.coming == nil)
    #expect(model.rows.all == FutureOrder(looks[6]).all)
    #expect(model.selectedFuture == selected && !screen(model).contains("looking"))
  }

  @Test("the rows are those of the sample that is shown", arguments: SurveyTests.queries)
  func trueRows(_ query: FutureQuery) throws {
    var model = model(query)
    // No sample is taken in on the spot.
    model.rows.promptCount = -1
    var late: [Effect] = []
    for (turn, look) in looks.dropFirst().enumerated() {
      let effects = update(&model, .sampled(look))
      // Each second answer comes only after the next sample.
      model.lookThrough(late)
      late = turn.isMultiple(of: 2) ? effects : []
      #expect(late.isEmpty != turn.isMultiple(of: 2))
      if late.isEmpty { model.lookThrough(effects) }
      let shown = try #require(model.snapshot)
      #expect(shown == (late.isEmpty ? look : looks[turn]))
      #expect(!model.rows.isBehind)
      let isTrue =
        query.sort == .wait
        ? Set(model.rows.all) == Set(query.rows(of: shown))
        : model.rows.all == query.rows(of: shown)
      #expect(isTrue, "at \(shown.takenAt)")
    }
    #expect(model.snapshot == looks.last)
  }

  @Test("of samples that come meanwhile, the last is shown next")
  func last() {
    var model = model()
    let first = update(&model, .sampled(looks[6]))
    #expect(update(&model, .sampled(looks[8])).isEmpty)
    #expect(update(&model, .sampled(looks[9])).isEmpty)
    let second = model.answer(first)
    #expect(model.snapshot == looks[6] && second.count == 1)
    model.lookThrough(second)
    #expect(model.snapshot == looks[9] && model.coming == nil)
    #expect(update(&model, .sampled(looks[9])).isEmpty, "nothing has changed")
  }

  @Test("what was picked meanwhile is shown with the last sample")
  func picked() throws {
    let query = FutureQuery(sort: .run)
    var model = model()
    let sample = update(&model, .sampled(looks[6]))
    model.show(query)
    let next = model.answer(model.wishes())
    #expect(next.count == 1 && model.rows.isPicking && model.snapshot == looks[0])
    model.lookThrough(sample)
    #expect(model.snapshot == looks[0], "the rows of another order are on their way")
    model.lookThrough(next)
    #expect(model.snapshot == looks[6] && !model.rows.isPicking)
    #expect(model.rows.all == query.rows(of: looks[6]) && model.selectedRow == 0)
  }

  @Test("rows that are wanted no more are not shown")
  func unwanted() throws {
    var model = model(FutureQuery(filter: try FutureFilter("state:pending")))
    let effects = update(&model, .sampled(looks[6]))
    model.press(.escape)
    #expect(model.rows.query.isUsual && model.rows.count == looks[0].futures.count)
    model.lookThrough(effects)
    #expect(model.snapshot == looks[6] && model.rows.all == FutureOrder(looks[6]).all)
  }

  @Test("a view that is frozen stays as it is, and goes on with the last sample")
  func frozen() {
    var model = model()
    let effects = update(&model, .sampled(looks[6]))
    model.press("Z")
    model.lookThrough(effects)
    #expect(model.snapshot == looks[0] && model.live == looks[6])
    _ = update(&model, .sampled(looks[8]))
    #expect(model.snapshot == looks[0] && model.live == looks[8])
    model.lookThrough(model.press("Z"))
    #expect(model.frozen == nil && model.snapshot == looks[8])
    #expect(model.rows.all == FutureOrder(looks[8]).all)
  }

  @Test("an order that is looked for when the view freezes is found all the same")
  func frozenWhilePicking() {
    let query = FutureQuery(sort: .run)
    var model = model()
    model.show(query)
    let look = model.wishes()
    _ = update(&model, .sampled(looks[6]))
    #expect(model.answer(look).count == 1)
    model.lookThrough(model.press("Z"))
    #expect(!model.rows.isPicking && model.rows.all == query.rows(of: looks[0]))
  }

  @Test("a recording that goes on and then back shows where it went last")
  func backInTime() {
    var model = model()
    let playback = Playback(moment: looks[0].takenAt, end: looks[10].takenAt, isPaused: true)
    _ = update(&model, .played(playback))
    let ahead = update(&model, .sampled(looks[9]))
    #expect(ahead.count == 1 && model.snapshot == looks[0])
    model.lookThrough(update(&model, .sampled(looks[6])))
    model.lookThrough(ahead)
    #expect(model.snapshot == looks[6] && model.coming == nil)
    #expect(model.rows.all == FutureOrder(looks[6]).all)
  }

  @Test("rows that are behind are picked anew, also where no sample waits for the next one")
  func neverAtRest() {
    let query = FutureQuery(sort: .run)
    var model = model(query)
    model.rows.singleCount = 100
    let first = update(&model, .sampled(looks[6]))
    _ = update(&model, .sampled(looks[9]))
    _ = update(&model, .passed(.seconds(1)))
    let next = model.answer(first)
    #expect(model.snapshot == looks[6] && model.rows.isBehind)
    #expect(next.count == 2, "all are looked at, and the next sample's rows are made")
    model.lookThrough(next)
    #expect(model.snapshot == looks[9] && model.rows.all == query.rows(of: looks[9]))
  }

  @Test("rows that fall behind as they are shown first stay for as long as any others")
  func behindFromTheStart() {
    var model = model()
    model.rows.singleCount = 100
    _ = update(&model, .passed(.seconds(60)))
    _ = update(&model, .sampled(looks[6]))
    model.show(FutureQuery(sort: .run))
    _ = model.answer(model.answer(model.wishes()))
    #expect(!model.surveys.awaits(.rows))
    #expect(model.snapshot == looks[6] && model.rows.isBehind && !model.rows.isPicking)
    #expect(update(&model, .passed(.seconds(61))).count == 1)
  }

  @Test("of three wishes, the second is shown until the third is found")
  func threeWishes() throws {
    let queries = try ["state:pending", "state:failed", "!state:failed"].map {
      FutureQuery(filter: try FutureFilter($0))
    }
    var model = model(queries[0])
    _ = update(&model, .sampled(looks[6]))
    model.press(.down)
    model.show(queries[1])
    let second = model.answer(model.wishes())
    model.show(queries[2])
    let third = model.wishes()
    #expect(second.count == 1 && third.count == 1)
    model.lookThrough(second)
    #expect(model.snapshot == looks[6] && model.rows.isPicking)
    #expect(model.rows.all == queries[1].rows(of: looks[6]))
    #expect(model.selectedRow == 0 && model.lostSelection == nil)
    model.lookThrough(third)
    #expect(!model.rows.isPicking && model.rows.all == queries[2].rows(of: looks[6]))
  }

  @Test("marks are acted on, also where the first of them is forgotten meanwhile")
  func forgottenMark() throws {
    func first(_ isWanted: (FutureSnapshot) -> Bool) throws -> FutureID {
      try #require(looks[0].futures.first(where: isWanted)?.id)
    }
    let gone = try first { FutureGroup($0) == .finished }
    let failed = try first { FutureGroup($0) == .failed }
    let running = try first { $0.state == .running }
    var look = looks[0]
    look.futures.remove([gone])
    look.forgottenCounts.succeeded = 1
    var model = model()
    // Not even that one is gone is taken in on the spot.
    model.rows.promptCount = -1
    model.marks.mark(ascending: [gone, failed, running].sorted())
    #expect(gone < failed && gone < running)
    #expect(update(&model, .sampled(look)).count == 1 && model.live == look)
    var stopping = model
    stopping.press("K")
    #expect(stopping.overlay == .question(.stop([running])))
    #expect(model.press("r") == [.submitAgain([failed])])
  }

  @Test("of what is marked, what runs since the look that is shown can be stopped")
  func begunSince() throws {
    let waiting = try #require(looks[0].futures.first { $0.state == .pending }?.id)
    let running = try #require(looks[0].futures.first { $0.state == .running }?.id)
    var look = looks[0]
    look.takenAt = PoolInstant(nanoseconds: look.takenAt.nanoseconds + 1)
    look.futures.update(waiting) { $0.state = .running }
    var model = model()
    model.rows.promptCount = -1
    model.marks.mark(ascending: [running, waiting].sorted())
    #expect(update(&model, .sampled(look)).count == 1 && model.live == look)
    model.press("K")
    #expect(model.overlay == .question(.stop([running, waiting].sorted())))
  }

  @Test("another pool is shown at once, and the rows of the last are forgotten")
  func anotherPool() {
    var model = model()
    let effects = update(&model, .sampled(looks[6]))
    var other = looks[0]
    other.pool.createdAt += 1
    _ = update(&model, .sampled(other))
    #expect(model.snapshot == other)
    model.lookThrough(effects)
    #expect(model.snapshot == other && model.live == other)
  }
}

extension FutureOrder {
  /// The ids in all rows.
  fileprivate var all: [FutureID] { (0..<count).map { self[$0] } }
}
