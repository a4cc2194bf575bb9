import PoolObservation
import Testing

@testable import ScenarioScript

@Suite struct DurationTests {
  @Test(
    "durations are read as they are written",
    arguments: [
      ("5s", .seconds(5)), ("250ms", .milliseconds(250)), ("1m30s", .seconds(90)),
      ("2h", .seconds(7_200)), ("100us", .microseconds(100)), ("3", .seconds(3)),
      ("0.25", .milliseconds(250)), ("1.5h", .seconds(5_400)), ("0", .zero), ("0s", .zero),
      ("1h1m1s1ms1us", .seconds(3_661) + .microseconds(1_001)),
      ("0.1234567891s", .nanoseconds(123_456_789)), ("0.0001h", .milliseconds(360)),
      ("9223372036s", .seconds(9_223_372_036)),
    ] as [(String, Duration)])
  func reads(_ text: String, _ duration: Duration) throws {
    #expect(try Duration(asWritten: text) == duration)
  }

  @Test(
    "what is no duration is refused",
    arguments: [
      ("", .unreadable), ("s", .unreadable), ("5 s", .unreadable), ("5S", .unreadable),
      ("1:30", .unreadable), ("30s1m", .unreadable), ("1s1s", .unreadable),
      ("1m30", .unreadable), (".5s", .unreadable), ("5.s", .unreadable), ("1.2.3s", .unreadable),
      ("1e3", .unreadable), ("٣s", .unreadable), ("--5s", .negative), ("-5s", .negative),
      (String(repeating: "-", count: 200_000), .unreadable),
      (String(repeating: "-", count: 200_000), .unreadable),
      ("-x", .unreadable), ("9223372037s", .tooLong), ("9999999999999999999999s", .tooLong),
      ("9223372036s999ms", .tooLong),
    ] as [(String, DurationError)])
  func refuses(_ text: String, _ error: DurationError) {
    #expect(throws: error) { try Duration(asWritten: text) }
  }

  @Test(
    "percentages are shares of one",
    arguments: [
      ("2%", 0.02), ("0%", 0), ("100%", 1), ("12.5%", 0.125), ("101%", nil), ("2", nil),
      ("-1%", nil), ("%", nil), ("nan%", nil),
    ])
  func shares(_ text: String, _ expected: Double?) {
    #expect(share(asWritten: text) == expected)
  }
}
