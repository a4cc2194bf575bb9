/// A set of colours, where there are enough to choose from.
package enum ColorTheme: String, Sendable, Hashable, CaseIterable {
  case standard
  /// Bright colours alone, for screens in the sun.
  case contrast
  /// As few colours as keep failures and successes apart.
  case calm
}
