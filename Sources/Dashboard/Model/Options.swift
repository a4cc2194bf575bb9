/// How the dashboard was started.
package struct Options: Sendable, Hashable {
  /// Whether the terminal can show no more than ASCII.
  package var isASCII: Bool
  /// Whether no key may act on the pool.
  package var isReadOnly: Bool
  /// How far the wall clock is ahead of UTC.
  package var offsetFromUTC: Duration

  /// How fast it goes, as the title ends where it is cut: `×10`; empty for the usual speed.
  package var speed: String

  package init(
    isASCII: Bool = false, isReadOnly: Bool = false, offsetFromUTC: Duration = .zero,
    speed: String = ""
  ) {
    self.isASCII = isASCII
    self.isReadOnly = isReadOnly
    self.offsetFromUTC = offsetFromUTC
    self.speed = speed
  }
}
