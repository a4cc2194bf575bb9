internal import PoolObservation
internal import TextCanvas

/// A sentence for the footer.
package struct Notice: Sendable, Hashable {
  /// Whether what was asked for happened.
  package enum Kind: String, Sendable, Hashable {
    case done
    case refused
  }

  package let text: String
  package let kind: Kind
  /// When it was first seen, in the pool's time.
  var shownAt: PoolInstant?

  package init(_ text: String, _ kind: Kind = .done) {
    self.text = sanitized(text)
    self.kind = kind
  }
}
