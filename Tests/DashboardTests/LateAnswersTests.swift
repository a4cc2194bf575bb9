import Testing
import TextCanvas

@testable import Dashboard

/// What the program answers after a while, when other keys have been pressed.
@Suite("answers that come late")
struct LateAnswersTests {
  private static let size = Size(columns: 80, rows: 24)
  private static let items = [
    ScenarioItem(path: "a.yaml", name: "wrong"), ScenarioItem(path: "b.yaml", name: "right"),
  ]
  /// Answers that ask something.
  private static let asking: [(Event, Question)] = [
    (.reportExists(path: "x.html"), .overwriteReport("x.html")),
    (.openedOverWork(path: "a.yaml"), .open("a.yaml")),
  ]

  private let model = Model.busy(in: .panes)

  private func text(_ model: Model) -> String { view(model, Self.size).text }

  @Test("the list of scenarios takes letters at once, before anybody knows what is in it")
  func typedAhead() {
    var model = model
    #expect(model.press("o", "w", "r", "o", "n", "g") == [.listScenarios])
    #expect(text(model).contains("> wrong") && text(model).contains("looking for scenarios"))
    #expect(model.press(.enter) == [] && model.isChoosing, "there is nothing to choose yet")
    _ = update(&model, .listed(Self.items))
    #expect(text(model).contains("a.yaml") && !text(model).contains("b.yaml"))
    model.press(.enter)
    #expect(model.overlay == .question(.open("a.yaml")))
  }

  @Test("a slash after it is a letter of the list, and opens no line beside it")
  func slash() {
    var model = model
    model.press("o", "/")
    #expect(model.prompt == nil && model.overlay?.picker?.line.text == "/")
  }

  @Test("a list that was left does not come back", arguments: [.escape, .control("c")] as [Key])
  func leftList(_ key: Key) {
    var model = model
    model.press("o", key)
    let before = model
    _ = update(&model, .listed(Self.items))
    #expect(model == before)
    _ = update(&model, .listed([]))
    #expect(model == before)
  }

  @Test("a list that is filled stays as it is, whatever comes then")
  func filledList() {
    var model = model
    model.press("o", .escape, "o")
    _ = update(&model, .listed(Self.items))
    model.press(.down)
    let before = model
    _ = update(&model, .listed(Self.items))
    #expect(model == before)
    model.press(.escape, ":")
    let commands = model
    _ = update(&model, .listed(Self.items))
    #expect(model == commands)
  }

  @Test("what an answer asks is asked where nothing else is open", arguments: asking)
  func asked(_ event: Event, _ question: Question) {
    var model = model
    _ = update(&model, event)
    #expect(model.overlay == .question(question))
  }

  @Test(
    "it takes nothing away that has the keys, which would answer it, but is said",
    arguments: asking, ["q", "S", "R", "/", ":", "o", "?", .enter, "t"] as [Key])
  func notAsked(_ asking: (event: Event, question: Question), _ opener: Key) {
    var model = model
    model.press(opener)
    let before = model
    _ = update(&model, asking.event)
    #expect(model.notice?.kind == .refused)
    let path = asking.question == .open("a.yaml") ? "a.yaml" : "x.html"
    #expect(model.notice?.text.hasPrefix("'\(path)' ") == true)
    model.notice = nil
    #expect(model == before)
  }
}
