import Foundation

@testable import ScenarioScript

/// As much of JSON Schema as the language's own schema uses.
struct Schema {
  var root: [String: Any]

  private func definition(_ name: String?) -> [String: Any] {
    guard let name else { return root }
    return (root["$defs"] as? [String: Any])?[name] as? [String: Any] ?? [:]
  }

  /// The keys that a mapping may have.
  func keys(of name: String?) -> [String] {
    (definition(name)["properties"] as? [String: Any]).map { Array($0.keys) } ?? []
  }

  /// The words that a key's value may be.
  func words(of name: String?, _ key: String) -> [String] {
    let property = (definition(name)["properties"] as? [String: Any])?[key] as? [String: Any]
    return property?["enum"] as? [String] ?? []
  }

  /// What is wrong with a document, by the path.
  func violations(of value: DocumentValue) -> [String] {
    violations(of: value, root, at: "")
  }

  private func violations(
    of value: DocumentValue, _ schema: [String: Any], at path: String
  ) -> [String] {
    if let reference = schema["$ref"] as? String {
      let name = String(reference.split(separator: "/").last ?? "")
      return violations(of: value, definition(name), at: path)
    }
    var found: [String] = []
    if let choices = schema["anyOf"] as? [[String: Any]],
      !choices.contains(where: { violations(of: value, $0, at: path).isEmpty })
    {
      found.append("\(path): none of the forms")
    }
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] }
    if let types, types.allSatisfy({ !value.types.contains($0) }) {
      found.append("\(path): no \(types)")
    }
    let isWord = schema["enum"] != nil || schema["const"] != nil
    if isWord, !value.isScalar { found.append("\(path): no word") }
    switch value.content {
    case .scalar(let scalar): found += scalarViolations(scalar, value, schema, at: path)
    case .sequence(let values):
      if let least = schema["minItems"] as? Int, values.count < least {
        found.append("\(path): few")
      }
      if let most = schema["maxItems"] as? Int, values.count > most {
        found.append("\(path): many")
      }
      if let items = schema["items"] as? [String: Any] {
        for element in values { found += violations(of: element, items, at: path + "[]") }
      }
    case .mapping(let pairs): found += mappingViolations(pairs, schema, at: path)
    }
    return found
  }

  private func scalarViolations(
    _ scalar: DocumentScalar, _ value: DocumentValue, _ schema: [String: Any], at path: String
  ) -> [String] {
    var found: [String] = []
    if let words = schema["enum"] as? [String], !words.contains(scalar.text) {
      found.append("\(path): not one of \(words)")
    }
    if let word = schema["const"], "\(word)" != scalar.text { found.append("\(path): not \(word)") }
    if let pattern = schema["pattern"] as? String, value.types == ["string"],
      scalar.text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(path): not like \(pattern)")
    }
    if let least = schema["minLength"] as? Int, scalar.text.count < least {
      found.append("\(path): short")
    }
    if let number = Double(scalar.text) {
      if let least = schema["minimum"] as? Double, number < least { found.append("\(path): low") }
      if let most = schema["maximum"] as? Double, number > most { found.append("\(path): high") }
      if let below = schema["exclusiveMinimum"] as? Double, number <= below {
        found.append("\(path): low")
      }
    }
    return found
  }

  private func mappingViolations(
    _ pairs: [DocumentPair], _ schema: [String: Any], at path: String
  ) -> [String] {
    let properties = schema["properties"] as? [String: Any] ?? [:]
    var found: [String] = []
    for key in schema["required"] as? [String] ?? [] where !pairs.contains(where: { $0.key == key })
    {
      found.append("\(path): without \(key)")
    }
    if let least = schema["minProperties"] as? Int, pairs.count < least {
      found.append("\(path): few")
    }
    for pair in pairs {
      if let property = properties[pair.key] as? [String: Any] {
        found += violations(of: pair.value, property, at: "\(path)/\(pair.key)")
      } else if let others = schema["additionalProperties"] as? [String: Any] {
        found += violations(of: pair.value, others, at: "\(path)/\(pair.key)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(path)/\(pair.key): unknown")
      }
    }
    return found
  }
}

extension DocumentValue {
  fileprivate var isScalar: Bool {
    if case .scalar = content { true } else { false }
  }

  /// The types that JSON Schema would see in it.
  fileprivate var types: [String] {
    switch content {
    case .sequence: return ["array"]
    case .mapping: return ["object"]
    case .scalar(let scalar):
      if scalar.isNull { return ["null"] }
      guard scalar.isPlain else { return ["string"] }
      if ["true", "false"].contains(scalar.text) { return ["boolean"] }
      if isInteger(scalar.text) { return ["integer", "number"] }
      if Double(scalar.text) != nil { return ["number"] }
      return ["string"]
    }
  }
}
