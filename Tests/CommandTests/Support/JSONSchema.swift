import Foundation

/// What of JSON Schema (draft 2020-12) the schema of model files uses, and no more.
struct JSONSchema {
  private let root: [String: Any]

  /// Keywords that say something to people only.
  private static let annotations: Set<String> = ["$schema", "$defs", "title", "description"]
  private static let known: Set<String> = annotations.union([
    "$ref", "type", "enum", "const", "anyOf", "oneOf", "if", "then", "else", "required", "properties", "items",
    "minItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern",
  ])

  struct Unsupported: Error { let keyword: String }

  init(_ text: Data) throws {
    root = try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
  }

  /// The schema of the package.
  static func modelFile() throws -> JSONSchema {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try JSONSchema(
      Data(contentsOf: package.appendingPathComponent("Documentation/model.schema.json")))
  }

  /// What is wrong with a value; nothing where it is valid.
  ///
  /// - Parameter isClosed: whether keys that the schema does not name are wrong too.
  func faults(of value: Any, isClosed: Bool = false) throws -> [String] {
    try faults(of: value, by: root, at: "", isClosed)
  }

  private func faults(
    of value: Any, by schema: [String: Any], at place: String, _ isClosed: Bool
  ) throws -> [String] {
    if let keyword = schema.keys.first(where: { !Self.known.contains($0) }) {
      throw Unsupported(keyword: keyword)
    }
    var faults: [String] = []
    if let reference = schema["$ref"] as? String {
      faults += try self.faults(of: value, by: resolved(reference), at: place, isClosed)
    }
    faults += Self.faultsOfKind(value, schema, place)
    faults += Self.faultsOfNumber(value, schema, place)
    faults += try faultsOfCombination(value, schema, place, isClosed)
    if let object = value as? [String: Any] {
      faults += try faultsOfObject(object, schema, place, isClosed)
    }
    if let list = value as? [Any] {
      if let least = schema["minItems"] as? Int, list.count < least { faults.append("\(place): too short") }
      if let items = schema["items"] as? [String: Any] {
        for (index, item) in list.enumerated() {
          faults += try self.faults(of: item, by: items, at: "\(place)[\(index)]", isClosed)
        }
      }
    }
    return faults
  }

  private func resolved(_ reference: String) throws -> [String: Any] {
    let name = String(reference.dropFirst("#/$defs/".count))
    guard let schema = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
      throw Unsupported(keyword: reference)
    }
    return schema
  }

  private func faultsOfObject(
    _ object: [String: Any], _ schema: [String: Any], _ place: String, _ isClosed: Bool
  ) throws -> [String] {
    var faults: [String] = []
    for key in schema["required"] as? [String] ?? [] where object[key] == nil {
      faults.append("\(place): «\(key)» is missing")
    }
    guard let properties = schema["properties"] as? [String: [String: Any]] else { return faults }
    for (key, value) in object {
      if let part = properties[key] {
        faults += try self.faults(of: value, by: part, at: "\(place).\(key)", isClosed)
      } else if isClosed {
        faults.append("\(place): «\(key)» is not described")
      }
    }
    return faults
  }

  private func faultsOfCombination(
    _ value: Any, _ schema: [String: Any], _ place: String, _ isClosed: Bool
  ) throws -> [String] {
    var faults: [String] = []
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let results = try choices.map { try self.faults(of: value, by: $0, at: place, isClosed) }
      if results.allSatisfy({ !$0.isEmpty }) { faults += results.max { $0.count < $1.count } ?? [] }
    }
    // Conditions say nothing of which keys there may be.
    if let choices = schema["oneOf"] as? [[String: Any]] {
      let count = try choices.count { try self.faults(of: value, by: $0, at: place, false).isEmpty }
      if count != 1 { faults.append("\(place): \(count) of the choices hold, not one") }
    }
    if let condition = schema["if"] as? [String: Any] {
      let holds = try self.faults(of: value, by: condition, at: place, false).isEmpty
      if let part = schema[holds ? "then" : "else"] as? [String: Any] {
        faults += try self.faults(of: value, by: part, at: place, false)
      }
    }
    return faults
  }

  private static func faultsOfKind(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    var faults: [String] = []
    let kinds = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] }
    if let kinds, !kinds.contains(where: { isKind(value, $0) }) { faults.append("\(place): is no \(kinds)") }
    let choices = schema["enum"] as? [Any] ?? schema["const"].map { [$0] }
    if let choices, !choices.contains(where: { isSame($0, value) }) {
      faults.append("\(place): \(value) is none of \(choices)")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      faults.append("\(place): «\(text)» has another form")
    }
    return faults
  }

  private static func faultsOfNumber(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    guard isKind(value, "number"), let number = (value as? NSNumber)?.doubleValue else { return [] }
    func bound(_ name: String) -> Double? { (schema[name] as? NSNumber)?.doubleValue }
    let isWithin =
      number >= bound("minimum") ?? -.infinity && number <= bound("maximum") ?? .infinity
      && number > bound("exclusiveMinimum") ?? -.infinity && number < bound("exclusiveMaximum") ?? .infinity
    return isWithin ? [] : ["\(place): \(number) is out of range"]
  }

  private static func isKind(_ value: Any, _ kind: String) -> Bool {
    switch kind {
    case "null": value is NSNull
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": isBoolean(value)
    case "number": !isBoolean(value) && value is NSNumber
    case "integer":
      !isBoolean(value) && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
    default: false
    }
  }

  /// Numbers and the two words are of one class to Foundation.
  private static func isBoolean(_ value: Any) -> Bool {
    (value as? NSNumber).map { ["c", "B"].contains(String(cString: $0.objCType)) } ?? false
  }

  private static func isSame(_ a: Any, _ b: Any) -> Bool {
    if a is NSNull || b is NSNull { return a is NSNull && b is NSNull }
    if let a = a as? String, let b = b as? String { return a == b }
    return (a as? NSNumber).flatMap { a in (b as? NSNumber).map { a == $0 } } ?? false
  }
}
