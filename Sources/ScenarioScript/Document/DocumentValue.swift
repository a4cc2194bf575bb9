/// A value of a YAML document as it was written, and where.
struct DocumentValue {
  /// What a value is made of.
  enum Content {
    case scalar(DocumentScalar)
    case sequence([DocumentValue])
    case mapping([DocumentPair])
  }

  var content: Content
  var place: SourcePlace
}

/// A key and its value.
struct DocumentPair {
  var key: String
  var keyPlace: SourcePlace
  var value: DocumentValue
}

/// A single word, number or text, nothing resolved: `1:30`, `on` and `010` are just that.
struct DocumentScalar: Equatable {
  var text: String
  /// Whether it stands without quotes; only then can it be a number or nothing.
  var isPlain: Bool

  /// Whether it says nothing: left out, `~` or `null`.
  var isNull: Bool { isPlain && ["", "~", "null"].contains(text) }
}

extension DocumentValue {
  var isNull: Bool {
    guard case .scalar(let scalar) = content else { return false }
    return scalar.isNull
  }

  /// What was found, as an error names it.
  var shown: String {
    switch content {
    case .scalar(let scalar) where scalar.isNull: "nothing"
    case .scalar(let scalar) where scalar.isPlain: quoted(scalar.text)
    case .scalar(let scalar): "the text \(quoted(scalar.text))"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// How the text of a template would be quoted that was written as a mapping, `{n}`.
  var unquotedTemplate: String? {
    guard case .mapping(let pairs) = content, pairs.count == 1, pairs[0].value.isNull else {
      return nil
    }
    return "\"{\(cleaned(pairs[0].key, limit: 40))}\""
  }
}
