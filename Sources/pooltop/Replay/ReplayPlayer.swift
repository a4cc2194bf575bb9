internal import Dashboard
internal import Platform
internal import PoolObservation

/// A recording that is played: where it stands, and how it goes on.
struct ReplayPlayer {
  private(set) var playback: Playback
  private var timeline: RecordingTimeline
  /// When the playback was as it is.
  private var lastTick: MonotonicClock.Instant

  /// The least and the greatest speed.
  ///
  /// Slower stands still for people; faster shows nothing but the end.
  private static let speeds = 0.015625...1_024

  init(
    _ timeline: RecordingTimeline, from moment: PoolInstant, speed: Double,
    at now: MonotonicClock.Instant
  ) {
    self.timeline = timeline
    playback = Playback(
      moment: min(moment, timeline.end), end: timeline.end, speed: speed)
    lastTick = now
  }

  /// Whether it moves by itself.
  var isMoving: Bool { !playback.isPaused && playback.moment < playback.end }

  /// The pool as of where it stands.
  mutating func snapshot() throws -> PoolSnapshot {
    try timeline.snapshot(at: playback.moment)
  }

  /// The judgement over the run, once it was made.
  var verdict: String? {
    timeline.verdict.flatMap { $0.time <= playback.moment ? $0.sentence : nil }
  }

  /// Goes on by the time that has passed.
  mutating func tick(at now: MonotonicClock.Instant) {
    let passed = lastTick.duration(to: now)
    lastTick = now
    guard isMoving else { return }
    go(to: playback.moment.advanced(by: passed * playback.speed))
  }

  /// Leaves out a time in which the program was stopped.
  mutating func standStill(for duration: Duration) {
    lastTick = lastTick.advanced(by: duration)
  }

  /// Does what a key says.
  mutating func perform(_ command: PlaybackCommand, at now: MonotonicClock.Instant) throws {
    tick(at: now)
    switch command {
    case .togglePause:
      guard !playback.isPaused, playback.moment >= playback.end else {
        playback.isPaused.toggle()
        return
      }
      go(to: .zero)
    case .step(let step):
      playback.isPaused = true
      go(
        to: step > 0
          ? try timeline.moment(after: playback.moment) ?? playback.end
          : try timeline.moment(before: playback.moment) ?? .zero)
    case .seek(let duration): go(to: playback.moment.advanced(by: duration))
    case .changeSpeed(let step):
      let speed = step > 0 ? playback.speed * 2 : playback.speed / 2
      playback.speed = min(max(speed, Self.speeds.lowerBound), Self.speeds.upperBound)
    case .jump(let tenth):
      go(to: PoolInstant(nanoseconds: playback.end.nanoseconds / 10 * UInt64(max(0, tenth))))
    }
  }

  private mutating func go(to moment: PoolInstant) {
    playback.moment = min(moment, playback.end)
  }
}
