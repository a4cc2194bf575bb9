/// A set of colours, where there are enough to choose from.
package enum ColorTheme: String, Sendable, Hashable, CaseIterable {
  /// What can be read on any background.
  case standard
  /// Bright colours, for a dark background.
  case dark
  /// Deep colours, for a light background.
  case light
  /// As few colours as keep failures and successes apart.
  case calm
}
