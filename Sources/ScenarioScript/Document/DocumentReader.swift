import Yams

/// Reads YAML into values with places, and is the only one to know Yams.
///
/// Yams composes a document by recursion, a thousand levels deep at most, and shares what aliases
/// repeat. What it composed is written out here, so depth and size are checked on the way.
struct DocumentReader {
  /// Mappings and lists inside each other.
  ///
  /// Deeper ones would exhaust the stack of whoever reads on;
  /// a scenario needs six.
  static let deepestNesting = 64
  /// Values, with all aliases written out.
  ///
  /// More would let a small file fill the memory; fewer would
  /// forbid the results of a hundred thousand jobs.
  static let largestValueCount = 500_000

  private var valueCount = 0
  private var topLevelPlace = SourcePlace.start

  /// Returns the document's value; nothing when the file says nothing.
  static func read(_ source: SourceText) throws(DocumentError) -> DocumentValue? {
    try KeyGuard.check(source.text)
    guard let root = try compose(source) else { return nil }
    var reader = DocumentReader()
    return try reader.value(root, depth: 1)
  }

  private static func compose(_ source: SourceText) throws(DocumentError) -> Node? {
    do {
      // The resolver without rules: scalars stay as they are written.
      return try Parser(yaml: source.text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw DocumentError(error, source)
    } catch {
      throw DocumentError(.start, "the file cannot be read as YAML")
    }
  }

  private mutating func value(_ node: Node, depth: Int) throws(DocumentError) -> DocumentValue {
    let place = SourcePlace(node.mark)
    valueCount += 1
    guard valueCount <= Self.largestValueCount else {
      throw DocumentError(
        topLevelPlace,
        "the file grows beyond \(Self.largestValueCount) values when its aliases are written out")
    }
    guard depth <= Self.deepestNesting || node.scalar != nil else {
      throw DocumentError(place, .tooDeep)
    }
    switch node {
    case .scalar(let scalar):
      try checkTag(scalar.tag, allowed: .str, place)
      // A quoted scalar carries the tag of a text, a plain one none.
      let isPlain = scalar.style == .plain && scalar.tag.rawValue != Tag.Name.str.rawValue
      return DocumentValue(
        content: .scalar(DocumentScalar(text: scalar.string, isPlain: isPlain)), place: place)
    case .sequence(let sequence):
      try checkTag(sequence.tag, allowed: .seq, place)
      var values: [DocumentValue] = []
      for element in sequence {
        if depth == 1 { topLevelPlace = SourcePlace(element.mark) }
        values.append(try value(element, depth: depth + 1))
      }
      return DocumentValue(content: .sequence(values), place: place)
    case .mapping(let mapping):
      try checkTag(mapping.tag, allowed: .map, place)
      var pairs: [DocumentPair] = []
      for (key, element) in mapping {
        let keyPlace = SourcePlace(key.mark)
        if depth == 1 { topLevelPlace = keyPlace }
        guard case .scalar(let written) = key else {
          let found = key.sequence == nil ? "a mapping" : "a list"
          throw DocumentError(keyPlace, "a key must be a word, not \(found)")
        }
        try checkTag(written.tag, allowed: .str, keyPlace)
        pairs.append(
          DocumentPair(
            key: written.string, keyPlace: keyPlace, value: try value(element, depth: depth + 1)))
      }
      return DocumentValue(content: .mapping(pairs), place: place)
    case .alias:
      // The composer puts the value in an alias's place.
      throw DocumentError(place, "an alias stands for nothing")
    }
  }

  private func checkTag(
    _ tag: Tag, allowed: Tag.Name, _ place: SourcePlace
  ) throws(DocumentError) {
    let name = tag.rawValue
    guard !name.isEmpty, name != "!", name != allowed.rawValue else { return }
    let shortName = name.hasPrefix("tag:yaml.org,2002:") ? "!!" + name.dropFirst(18) : name
    throw DocumentError(
      place, "\(quoted(shortName)) is a YAML tag, which a scenario has none of; as a text, quote it"
    )
  }
}

extension SourcePlace {
  fileprivate init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension String {
  fileprivate static let tooDeep =
    "mappings and lists are nested deeper than \(DocumentReader.deepestNesting) levels"
}

// MARK: - Yams' errors

extension DocumentError {
  /// Says in one sentence what Yams found.
  fileprivate init(_ error: YamlError, _ source: SourceText) {
    switch error {
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.prefix(3).map(quoted).joined(separator: ", ")
      let noun = duplicates.count == 1 ? "duplicate key" : "duplicate keys"
      self.init(SourcePlace(context.mark), "\(noun) \(keys): it stands again further down")
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      guard !problem.contains("Maximum nesting level") else {
        self.init(SourcePlace(mark), .tooDeep)
        return
      }
      let during = context.map { " \($0.text)," } ?? ""
      let isTemplate =
        source.hasUnquotedTemplate(line: mark.line)
        || context.map { source.hasUnquotedTemplate(line: $0.mark.line) } ?? false
      let hint =
        source.isIndentedByTab(line: mark.line)
        ? "; a line is indented by spaces, never by tabs"
        : isTemplate ? "; quote a template that begins with a brace" : ""
      self.init(SourcePlace(mark), "no YAML:\(during) \(problem)\(hint)")
    case .composer(_, let problem, let mark, _):
      let isSecond = problem.contains("another document")
      self.init(
        SourcePlace(mark),
        isSecond ? "a second document begins here; a scenario is one" : "this alias has no anchor")
    case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem),
      .representer(let problem):
      self.init(.start, "no YAML: \(problem)")
    case .no, .memory, .dataCouldNotBeDecoded:
      self.init(.start, "the file cannot be read as YAML")
    }
  }
}
