internal import PoolObservation

// What a scenario's values are made of: keys, texts, numbers, durations, templates.

extension ScenarioReader {
  /// Notes that something else was expected.
  mutating func expected<Value>(_ expectation: String, _ found: DocumentValue) -> Value? {
    let way = found.unquotedTemplate.map { "; as a text, quote it: \($0)" } ?? ""
    problems.add(found.place, "expected \(expectation), found \(found.shown)\(way)")
    return nil
  }

  /// Reads a mapping's known keys; names the unknown ones.
  mutating func fields(
    of value: DocumentValue, _ vocabulary: Vocabulary, in owner: String?
  ) -> [String: DocumentValue]? {
    guard case .mapping(let pairs) = value.content else {
      return expected(owner == nil ? "a mapping with 'jobs'" : "a mapping", value)
    }
    let place = owner.map { " in \($0)" } ?? ""
    var fields: [String: DocumentValue] = [:]
    for pair in pairs {
      if vocabulary.keys.contains(pair.key) {
        fields[pair.key] = pair.value
      } else {
        problems.add(
          pair.keyPlace,
          "unknown key \(quoted(pair.key))\(place)"
            + (pair.key == "<<"
              ? "; a scenario merges nothing, but 'defaults' are for all jobs"
              : hint(pair.key, among: vocabulary.keys)))
      }
    }
    return fields
  }

  /// Reads a list.
  mutating func list(_ value: DocumentValue, of elements: String) -> [DocumentValue]? {
    guard case .sequence(let values) = value.content else {
      return expected("a list of \(elements)", value)
    }
    return values
  }

  /// Reads a text; a number without quotes is one, too.
  mutating func text(_ value: DocumentValue) -> String? {
    guard case .scalar(let scalar) = value.content, !scalar.isNull else {
      return expected("a text", value)
    }
    return scalar.text
  }

  /// Reads one word of a few.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: DocumentValue, of: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    guard case .scalar(let scalar) = value.content, let choice = Choice(rawValue: scalar.text)
    else {
      let last = words.last ?? ""
      let others = words.dropLast().joined(separator: ", ")
      return expected(others.isEmpty ? last : "\(others) or \(last)", value)
    }
    return choice
  }

  /// Reads a whole number.
  mutating func integer(
    _ value: DocumentValue, in range: ClosedRange<Int> = .min ... .max
  ) -> Int? {
    guard case .scalar(let scalar) = value.content, scalar.isPlain, isInteger(scalar.text) else {
      return expected("a whole number", value)
    }
    guard let number = Int(scalar.text), number <= range.upperBound else {
      let isNegative = scalar.text.hasPrefix("-")
      let limit = range.upperBound == .max || isNegative ? "" : "; \(range.upperBound) is the most"
      problems.add(
        value.place, "\(quoted(scalar.text)) is too \(isNegative ? "small" : "large")\(limit)")
      return nil
    }
    guard number >= range.lowerBound else {
      problems.add(value.place, "expected \(range.lowerBound) or more, found \(number)")
      return nil
    }
    return number
  }

  /// Reads a number with or without a fraction.
  mutating func decimal(_ value: DocumentValue, in range: ClosedRange<Double>) -> Double? {
    guard case .scalar(let scalar) = value.content, scalar.isPlain,
      let number = ScenarioScript.decimal(asWritten: scalar.text), range.contains(number)
    else {
      return expected(
        "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))", value)
    }
    return number
  }

  /// Reads a duration that is always the same.
  mutating func duration(_ value: DocumentValue) -> Duration? {
    let expectation = "a duration such as 5s, 250ms or 1m30s"
    guard case .scalar(let scalar) = value.content, !scalar.isNull else {
      return expected(expectation, value)
    }
    do throws(DurationError) {
      return try Duration(asWritten: scalar.text)
    } catch {
      switch error {
      case .unreadable:
        return expected(expectation, value)
      case .negative:
        problems.add(value.place, "a duration cannot be negative, as \(quoted(scalar.text)) is")
      case .tooLong:
        problems.add(value.place, "\(quoted(scalar.text)) is too long for a duration")
      }
      return nil
    }
  }

  /// Reads a duration that is longer than nothing.
  mutating func positiveDuration(_ value: DocumentValue) -> Duration? {
    guard let duration = duration(value) else { return nil }
    guard duration > .zero else {
      problems.add(value.place, "expected a duration longer than 0s")
      return nil
    }
    return duration
  }

  /// Reads a template; a whole number without quotes is a template that gives it.
  mutating func template(_ value: DocumentValue, knowsWorker: Bool = true) -> Template? {
    guard case .scalar(let scalar) = value.content, !scalar.isNull else {
      return expected("a text", value)
    }
    if scalar.isPlain, let number = ScenarioScript.integer(asWritten: scalar.text) {
      return Template(pieces: [.arithmetic(.integer(number))])
    }
    do throws(TemplateError) {
      let template = try Template(scalar.text)
      if template.mentionsWorker, !knowsWorker {
        problems.add(value.place, "{worker} is not known yet when a job is submitted")
        return nil
      }
      return template
    } catch {
      let place = source.place(
        of: error.offset, in: scalar.text, at: value.place, isPlain: scalar.isPlain)
      problems.add(place, error.sentence)
      return nil
    }
  }
}
