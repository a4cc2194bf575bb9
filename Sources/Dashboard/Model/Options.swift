/// How the dashboard was asked to look.
package struct Options: Sendable, Hashable {
  /// Draw with ASCII alone.
  package var isASCII: Bool
  /// How often it looks at the pool, as people say it: `10Hz`.
  package var rate: String
  /// How far the wall clock is ahead of UTC.
  package var offsetFromUTC: Duration

  package init(isASCII: Bool = false, rate: String = "10Hz", offsetFromUTC: Duration = .zero) {
    self.isASCII = isASCII
    self.rate = rate
    self.offsetFromUTC = offsetFromUTC
  }
}
