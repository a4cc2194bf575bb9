import Testing

@testable import ScenarioScript

@Suite struct TemplateTests {
  static let context = TemplateContext(n: 7, key: -3, worker: "pool_0", attempt: 2)

  @Test(
    "places are filled in; one place alone gives an integer",
    arguments: [
      ("", .text("")), ("plain", .text("plain")), ("{n}", .integer(7)),
      ("{ n + 100 }", .integer(107)), ("{n} done", .text("7 done")),
      ("{worker}", .text("pool_0")), ("OK { worker }", .text("OK pool_0")),
      ("{key}/{attempt}", .text("-3/2")), ("{{n}", .text("{n}")), ("{{{n}}", .text("{7}")),
      ("}", .text("}")), ("{1 + 2 * 3}", .integer(7)), ("{(1 + 2) * 3}", .integer(9)),
      ("{7 - 2 - 1}", .integer(4)), ("{-n / 2}", .integer(-3)), ("{n % 4}", .integer(3)),
      ("{--1}", .integer(1)), ("完了 {n}", .text("完了 7")),
    ] as [(String, TemplateValue)])
  func renders(_ text: String, _ value: TemplateValue) throws {
    #expect(try Template(text).render(Self.context) == value)
  }

  @Test(
    "what is no template is named with its place",
    arguments: [
      ("a {n", 2, "this '{' is never closed; write '{{' for a brace"),
      ("{}", 1, "expected a number or a name, found '}'"),
      ("{", 1, "the template ends where a number or a name should follow"),
      ("{nn}", 1, "a template knows no 'nn'; did you mean 'n'?"),
      ("{ wroker }", 2, "a template knows no 'wroker'; did you mean 'worker'?"),
      ("{worker + 1}", 8, "'{worker}' is a text and stands alone between its braces"),
      ("{1 + worker}", 5, "'worker' is a text; nothing can be computed with it"),
      ("{n n}", 3, "expected an operator or '}', found 'n'"),
      ("{(n}", 1, "this '(' is never closed"),
      ("{010}", 1, "'010' is no number; too large, or it begins with 0"),
      (
        "{99999999999999999999}", 1,
        "'99999999999999999999' is no number; too large, or it begins with 0"
      ),
    ])
  func refuses(_ text: String, _ offset: Int, _ sentence: String) {
    #expect(throws: TemplateError(offset: offset, sentence: sentence)) { try Template(text) }
  }

  @Test("a place that would nest deeper than a worker's stack is refused")
  func nesting() {
    for sign in ["(", "-", "1+"] {
      let text = "{" + String(repeating: sign, count: 100_000) + "1}"
      #expect(throws: TemplateError.self) { try Template(text) }
    }
  }

  @Test(
    "a number that has no value is an error of the job and a word of the log",
    arguments: [
      ("{n / 0}", ArithmeticError.divisionByZero), ("{n % (key + 3)}", .divisionByZero),
      ("{9223372036854775807 + 1}", .overflow), ("{9223372036854775807 * n}", .overflow),
      ("{(-9223372036854775807 - 1) / -1}", .overflow),
      ("{(-9223372036854775807 - 1) % -1}", .overflow),
      ("{-(-9223372036854775807 - 1)}", .overflow),
    ])
  func noValue(_ text: String, _ error: ArithmeticError) throws {
    let template = try Template(text)
    #expect(throws: error) { try template.render(Self.context) }
    #expect(template.text(Self.context) == "{\(error)}")
  }

  @Test("a whole number without quotes is an integer, one with quotes a text")
  func literals() throws {
    let jobs = try scenario(
      """
      jobs:
        a: { sleep: 1s, result: 5 }
        b: { sleep: 1s, result: "5" }
        c: { sleep: 1s, result: 010 }
      """
    ).jobs
    let values = try jobs.map { try $0.result?.render(Self.context) }
    #expect(values == [.integer(5), .text("5"), .text("010")])
  }
}
