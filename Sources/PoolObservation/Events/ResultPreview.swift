/// How a result reads, made only when somebody reads it.
///
/// Numbers are kept as numbers and strings are shared, so noting a result costs no text; a result
/// of any other kind is asked for its text while it lives.
@usableFromInline
package enum ResultPreview: Sendable {
  /// There is nothing to read.
  case none
  /// The job returned nothing.
  case unit
  /// A whole number.
  case integer(Int)
  /// A number.
  case double(Double)
  /// A truth value.
  case bool(Bool)
  /// A text, which is cut when it is read.
  case text(String)
  /// Something that can say how it reads, as long as it lives.
  case live(LiveText)

  /// The longest text, in characters.
  ///
  /// More shows more of a value; fewer keeps what is drawn and written ten times a second small.
  package static let limit = 160

  /// How the result reads now; empty when there is nothing, or nothing any more.
  package var text: String {
    switch self {
    case .none: ""
    case .unit: "()"
    case .integer(let value): "\(value)"
    case .double(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .text(let text): Self.cut(text)
    case .live(let text): Self.cut(text.text)
    }
  }

  /// Cutting twice cuts no more than once.
  private static func cut(_ text: String) -> String {
    // Characters are at least one byte each.
    guard text.utf8.count > limit,
      let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex),
      end != text.endIndex
    else { return text }
    return text[..<end] + "…"
  }
}

/// How a result reads that is a number or nothing.
@usableFromInline
package struct ShortPreview: Sendable {
  @usableFromInline let kind: EventBatch.PreviewKind
  /// Those of the number; a truth value's is 1 or 0.
  @usableFromInline let bits: UInt64

  /// Keeps a number's bits.
  @inlinable
  package init(kind: EventBatch.PreviewKind, bits: UInt64) {
    self.kind = kind
    self.bits = bits
  }
}

/// Something that holds a result and can say how it reads.
package protocol DescribableResult: AnyObject, Sendable {
  /// A short text of the result.
  var resultText: String { get }
}

/// How the result of something reads that may be gone by the time somebody reads it.
@usableFromInline
package final class LiveText: Sendable {
  private weak let source: (any DescribableResult)?

  /// Notes whom to ask, and does not keep it alive.
  package init(_ source: any DescribableResult) {
    self.source = source
  }

  /// How the result reads; empty when nobody holds it any more.
  package var text: String { source?.resultText ?? "" }
}
