// The keys of a recording. They come before those of the panes, of which some act on a pool that is
// not there.

extension Keymap {
  static let recording: [KeyBinding] = playing + jumping

  private static let playing: [KeyBinding] = [
    KeyBinding(
      [" ", "Z"], .play(.togglePause), in: .recording, footer: "Pause",
      help: "in a recording: stand still, or go on"),
    KeyBinding(
      [","], .play(.step(by: -1)), in: .recording, footer: "Back",
      help: "in a recording: to the event before, the next one", keysLabel: ", ."),
    KeyBinding(["."], .play(.step(by: 1)), in: .recording, footer: "Next", help: nil),
    KeyBinding(
      ["("], .play(.seek(by: .seconds(-5))), in: .recording, footer: "-5s",
      help: "in a recording: five seconds back, on", keysLabel: "( )"),
    KeyBinding(
      [")"], .play(.seek(by: .seconds(5))), in: .recording, footer: "+5s", help: nil),
    KeyBinding(
      ["{"], .play(.changeSpeed(by: -1)), in: .recording, footer: "Slower",
      help: "in a recording: half as fast, twice as fast", keysLabel: "{ }"),
    KeyBinding(
      ["}"], .play(.changeSpeed(by: 1)), in: .recording, footer: "Faster", help: nil),
  ]

  private static let jumping: [KeyBinding] = (0...9).map { tenth in
    KeyBinding(
      [.character(Character(String(tenth)))], .play(.jump(toTenth: tenth)), in: .recording,
      help: tenth == 0 ? "in a recording: to so many tenths of it" : nil, keysLabel: "0..9")
  }
}
