package import PoolObservation

/// How a recording is being played.
package struct Playback: Sendable, Hashable {
  /// The moment that is shown.
  package var moment: PoolInstant
  /// The moment at which the recording ends.
  package var end: PoolInstant
  /// How many of its seconds pass in one.
  package var speed: Double
  package var isPaused: Bool

  package init(
    moment: PoolInstant, end: PoolInstant, speed: Double = 1, isPaused: Bool = false
  ) {
    self.moment = moment
    self.end = end
    self.speed = speed
    self.isPaused = isPaused
  }

  /// The moment and the end, as the title shows them, and how fast it goes.
  var label: String {
    let shown = moment.clock(showsTenths: true)
    let speed = speed == 1 ? "" : "  ×\(speed.shortText)"
    return "\(shown)/\(end.clock(showsTenths: true))\(speed)"
  }

  /// What it does, as the title shows it.
  var state: String {
    if isPaused { return "PAUSED" }
    return isAtEnd ? "AT THE END" : "REPLAY"
  }

  /// Whether nothing comes after what is shown.
  var isAtEnd: Bool { moment >= end }
}

/// Something that is done with a recording that is played.
package enum PlaybackCommand: Sendable, Hashable {
  /// Stand still, or go on.
  case togglePause
  /// Go to where the next thing happens, or the last one did.
  case step(by: Int)
  /// Go so far on, or back.
  case seek(by: Duration)
  /// Play twice as fast, or half.
  case changeSpeed(by: Int)
  /// Go to a tenth of the recording, from 0 to 10.
  case jump(toTenth: Int)
}

extension PlaybackCommand {
  /// The name by which the settings and the list of commands know it.
  var name: String {
    switch self {
    case .togglePause: "play"
    case .step(let step): step > 0 ? "step-on" : "step-back"
    case .seek(let duration): duration > .zero ? "seek-on" : "seek-back"
    case .changeSpeed(let step): step > 0 ? "play-faster" : "play-slower"
    case .jump(let tenth): "play-from-\(tenth)0-percent"
    }
  }
}

extension Double {
  /// The number as people write it: `4`, `0.25`.
  fileprivate var shortText: String {
    self == rounded() && magnitude < 1e9 ? String(Int(self)) : String(self)
  }
}
