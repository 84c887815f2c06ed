/// A JSON document that is safe inside a script element of an HTML page.
///
/// Numbers that are not finite become null: JSON has none, and a drawing library takes null for a gap.
enum JSONValue: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(floatLiteral value: Double) { self = .number(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }

  static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
  static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

  /// The same object with further keys; what is no object stays as it is.
  func adding(_ more: JSONValue) -> JSONValue {
    guard case .object(let own) = self, case .object(let others) = more else { return self }
    return .object(own + others)
  }

  /// The document as text.
  var text: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    switch self {
    case .null: result += "null"
    case .boolean(let value): result += value ? "true" : "false"
    case .number(let value): result += value.isFinite ? NumberText.short(value) : "null"
    case .string(let value): Self.writeString(value, to: &result)
    case .array(let values):
      Self.writeList(values, "[", "]", to: &result) { $0.write(to: &$1) }
    case .object(let members):
      Self.writeList(members, "{", "}", to: &result) { member, text in
        Self.writeString(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: String, _ close: String, to result: inout String,
    write: (Element, inout String) -> Void
  ) {
    result += open
    for (index, element) in elements.enumerated() {
      if index > 0 { result += "," }
      write(element, &result)
    }
    result += close
  }

  private static func writeString(_ value: String, to result: inout String) {
    result += "\""
    // Packed numbers are megabytes of text without anything to escape.
    if value.utf8.allSatisfy(isPlain) {
      result += value
    } else {
      for scalar in value.unicodeScalars { writeScalar(scalar, to: &result) }
    }
    result += "\""
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
      UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func writeScalar(_ scalar: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    // The HTML parser ends a script at its closing tag even within a string, and older engines end a
    // line of script at U+2028 and U+2029.
    case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
}
