import Dashboard
import Platform
import PoolObservation
import Testing

@testable import pooltop

/// A recording that is played under a fake clock.
@Suite("a replay")
struct ReplayPlayerTests {
  /// Something happens each second up to the tenth, from the first.
  private static func timeline() throws -> RecordingTimeline {
    var encoder = RecordingEncoder(createdAt: 0)
    encoder.append(
      RecordingHeader(
        title: "x", pool: PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0)))
    for second in 1...10 {
      encoder.append(
        PoolEvent(
          time: moment(Double(second)),
          change: .submitted(FutureID(rawValue: UInt64(second)), name: "a")))
    }
    encoder.append(
      RecordedVerdict(
        time: moment(10), isMet: true, sentence: "all ten", counts: FutureCounts()))
    return try RecordingTimeline(reading: encoder.take())
  }

  private static func moment(_ seconds: Double) -> PoolInstant {
    PoolInstant(nanoseconds: UInt64(seconds * 1e9))
  }

  private static func clock(_ seconds: Double) -> MonotonicClock.Instant {
    MonotonicClock.Instant(nanoseconds: 1_000_000_000_000 + UInt64(seconds * 1e9))
  }

  private func player(from seconds: Double = 0, speed: Double = 1) throws -> ReplayPlayer {
    ReplayPlayer(
      try Self.timeline(), from: Self.moment(seconds), speed: speed, at: Self.clock(0))
  }

  @Test("goes on as time passes, as fast as it is told, and stops at the end")
  func passing() throws {
    var player = try player(speed: 2)
    player.tick(at: Self.clock(1.5))
    #expect(player.playback.moment == Self.moment(3))
    #expect(try player.snapshot().counts.pending == 3)
    #expect(player.isMoving && player.verdict == nil)
    player.tick(at: Self.clock(60))
    #expect(player.playback.moment == Self.moment(10))
    #expect(!player.isMoving && player.verdict == "all ten")
  }

  @Test("a time in which the program was stopped is left out")
  func stopped() throws {
    var player = try player()
    player.standStill(for: .seconds(50))
    player.tick(at: Self.clock(52))
    #expect(player.playback.moment == Self.moment(2))
  }

  @Test("stands still while paused, and goes on from there")
  func pausing() throws {
    var player = try player()
    try player.perform(.togglePause, at: Self.clock(2))
    player.tick(at: Self.clock(50))
    #expect(player.playback.moment == Self.moment(2) && !player.isMoving)
    try player.perform(.togglePause, at: Self.clock(60))
    player.tick(at: Self.clock(61))
    #expect(player.playback.moment == Self.moment(3))
  }

  @Test("begins anew when it is told to go on at the end")
  func again() throws {
    var player = try player(from: 100)
    #expect(player.playback.moment == Self.moment(10))
    try player.perform(.togglePause, at: Self.clock(1))
    #expect(player.playback.moment == .zero && player.isMoving)
  }

  @Test("steps from event to event both ways, and pauses for it")
  func stepping() throws {
    var player = try player(from: 4.5)
    try player.perform(.step(by: 1), at: Self.clock(0))
    #expect(player.playback.moment == Self.moment(5) && player.playback.isPaused)
    try player.perform(.step(by: 1), at: Self.clock(9))
    #expect(player.playback.moment == Self.moment(6))
    try player.perform(.step(by: -1), at: Self.clock(9))
    try player.perform(.step(by: -1), at: Self.clock(9))
    #expect(player.playback.moment == Self.moment(4))
    #expect(try player.snapshot().counts.pending == 4)
    for _ in 0..<9 { try player.perform(.step(by: -1), at: Self.clock(9)) }
    #expect(player.playback.moment == .zero)
    for _ in 0..<20 { try player.perform(.step(by: 1), at: Self.clock(9)) }
    #expect(player.playback.moment == Self.moment(10))
  }

  @Test(
    "seeks and jumps, and stays within the recording",
    arguments: [
      (PlaybackCommand.seek(by: .seconds(2)), 6.0), (.seek(by: .seconds(-3)), 1),
      (.seek(by: .seconds(-30)), 0), (.seek(by: .seconds(30)), 10), (.jump(toTenth: 7), 7),
      (.jump(toTenth: 0), 0),
    ])
  func seeking(_ command: PlaybackCommand, _ seconds: Double) throws {
    var player = try player(from: 4)
    try player.perform(command, at: Self.clock(0))
    #expect(player.playback.moment == Self.moment(seconds))
    #expect(try player.snapshot().counts.pending == Int(seconds))
  }

  @Test("plays faster and slower, within what people can follow")
  func speed() throws {
    var player = try player()
    try player.perform(.changeSpeed(by: 1), at: Self.clock(0))
    #expect(player.playback.speed == 2)
    for _ in 0..<40 { try player.perform(.changeSpeed(by: -1), at: Self.clock(0)) }
    #expect(player.playback.speed == 0.015625)
    for _ in 0..<40 { try player.perform(.changeSpeed(by: 1), at: Self.clock(0)) }
    #expect(player.playback.speed == 1_024)
  }
}
