/// How the dashboard was started.
package struct Options: Sendable, Hashable {
  /// Whether the terminal can show no more than ASCII.
  package var isASCII: Bool
  /// Whether no key may act on the pool.
  package var isReadOnly: Bool
  /// How far the wall clock is ahead of UTC.
  package var offsetFromUTC: Duration

  package init(
    isASCII: Bool = false, isReadOnly: Bool = false, offsetFromUTC: Duration = .zero
  ) {
    self.isASCII = isASCII
    self.isReadOnly = isReadOnly
    self.offsetFromUTC = offsetFromUTC
  }
}
