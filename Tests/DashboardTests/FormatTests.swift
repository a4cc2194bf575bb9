import PoolObservation
import Testing

@testable import Dashboard

@Suite("figures and times as text")
struct FormatTests {
  @Test(
    "a duration has at most five characters",
    arguments: [
      (Duration.zero, "0s"), (.nanoseconds(300), "300ns"), (.microseconds(412), "412us"),
      (.nanoseconds(999_600), "1ms"), (.milliseconds(250), "250ms"), (.milliseconds(999), "999ms"),
      (.microseconds(999_600), "1.0s"), (.seconds(5), "5.0s"), (.milliseconds(59_940), "59.9s"),
      (.milliseconds(59_960), "1m00s"), (.seconds(123), "2m03s"), (.seconds(754), "12m"),
      (.seconds(7_380), "2h03m"), (.seconds(43_200), "12h"), (.seconds(273_600), "3d04h"),
      (.seconds(864_000), "10d"), (.seconds(-5), "0s"),
    ])
  func compact(_ duration: Duration, _ text: String) {
    #expect(duration.compact == text)
  }

  @Test(
    "counts are grouped by three, whatever stands beside them",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1,000"), (9_020, "9,020"), (99_999, "99,999"),
      (100_000, "100,000"), (-1_234_567, "-1,234,567"), (-40, "-40"),
    ])
  func grouped(_ count: Int, _ text: String) {
    #expect(count.grouped == text)
  }

  @Test(
    "short counts have at most four characters",
    arguments: [
      (9_999, "9999"), (12_345, "12k"), (1_250_000, "1.2M"), (15_000_000, "15M"),
      (3_000_000_000, "3G"),
    ])
  func short(_ count: Int, _ text: String) {
    #expect(count.short == text)
  }

  @Test(
    "rates have at most six characters",
    arguments: [(0.428, "0.4/s"), (11.84, "11.8/s"), (99.97, "100/s"), (12_345, "12k/s")])
  func rate(_ rate: Double, _ text: String) {
    #expect(rate.perSecond == text)
  }

  @Test("a clock counts from the pool's beginning")
  func clock() {
    #expect(instant(7).clock(showsTenths: true) == "00:07.0")
    #expect(instant(67.98).clock(showsTenths: true) == "01:07.9")
    #expect(instant(67.98).clock(showsTenths: false) == "01:07")
    #expect(instant(3_723).clock(showsTenths: true) == "1:02:03")
  }

  @Test("a time of day has its offset, before and after midnight")
  func timeOfDay() {
    func text(_ seconds: Double, _ hours: Int) -> String {
      instant(seconds).timeOfDay(
        createdAt: Script.createdAt, offsetFromUTC: .seconds(hours * 3_600))
    }
    #expect(text(7, 0) == "15:07:45.600")
    #expect(text(7, 9) == "00:07:45.600")
    #expect(text(7, -16) == "23:07:45.600")
  }

  @Test(
    "whoever is there has a column of the stacked bar",
    arguments: [
      ([3, 0, 3], 22, [11, 0, 11]), ([1_000_000, 1, 0], 10, [9, 1, 0]),
      ([0, 0, 0], 10, [0, 0, 0]),
      ([1, 1, 1], 2, [1, 1, 1]), ([5, 1, 1], 0, [0, 0, 0]), ([2, 1], 10, [7, 3]),
    ])
  func stackedBar(_ counts: [Int], _ width: Int, _ columns: [Int]) {
    #expect(StackedBar.columns(for: counts, of: width) == columns)
  }
}
