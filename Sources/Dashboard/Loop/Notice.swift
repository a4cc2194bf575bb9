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
  /// When it was first seen, by the time that passes for people.
  var shownAt: Duration?

  package init(_ text: String, _ kind: Kind = .done) {
    self.text = sanitized(text)
    self.kind = kind
  }

  /// Says the first of several complaints, and where the others are to be found; `nil` without any.
  package init?(complaints: [String], whereAll: String) {
    guard let first = complaints.first else { return nil }
    let others = complaints.count - 1
    self.init(others == 0 ? first : "\(others) more \(whereAll); \(first)", .refused)
  }
}

extension Model {
  /// How long a sentence stays in the footer when no key is pressed.
  ///
  /// Longer hides the keys; shorter is gone before it is read.
  private static let noticeTime = Duration.seconds(6)

  /// How long nothing may happen while a sentence stays in the footer, or the rows are behind;
  /// `nil` while neither is so.
  package var longestWait: Duration? { notice == nil && !rows.isBehind ? nil : .seconds(1) }

  /// Whether a sentence stands in the footer.
  package var hasNotice: Bool { notice != nil }

  /// Takes a sentence away that has stood there for long enough, and has rows that are behind
  /// looked for again.
  mutating func pass(_ time: Duration) {
    elapsed = time
    if rows.isBehind { refreshRows() }
    guard let shownAt = notice?.shownAt else {
      notice?.shownAt = time
      return
    }
    if time - shownAt > Self.noticeTime { notice = nil }
  }
}
