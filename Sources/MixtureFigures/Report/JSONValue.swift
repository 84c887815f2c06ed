#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Tables

/// A JSON document that is safe inside a script element of an HTML page.
///
/// Numbers that are not finite become null: JSON has none, and a drawing library takes null for a gap.
package enum JSONValue: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])
  /// The bytes of a typed array: base64 within text, and as they are within ``bytes``.
  case packed([UInt8])

  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }

  package static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
  package static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

  /// The same object with further keys; what is no object stays as it is.
  package func adding(_ more: JSONValue) -> JSONValue {
    guard case .object(let own) = self, case .object(let others) = more else { return self }
    return .object(own + others)
  }

  /// The document as text.
  package var text: String {
    var (result, numbers) = ("", [UInt8]?.none)
    write(to: &result, &numbers)
    return result
  }

  /// The document with its typed arrays behind it, so that nobody has to decode them.
  ///
  /// First the length of the text in eight bytes, little-endian; then the text, in which a typed array is
  /// an object that says where it is (`packedAt`, counted from the end of the text, and `byteCount`); then
  /// the arrays. Everything begins at a multiple of eight bytes.
  package var bytes: [UInt8] {
    var (text, numbers) = ("", [UInt8]?.some([]))
    write(to: &text, &numbers)
    text += String(repeating: " ", count: Self.padding(after: text.utf8.count))
    let length = UInt64(text.utf8.count).littleEndian
    return withUnsafeBytes(of: length) { Array($0) } + Array(text.utf8) + (numbers ?? [])
  }

  private static func padding(after count: Int) -> Int { (8 - count % 8) % 8 }

  /// - Parameter numbers: where typed arrays go; nil where they become text.
  private func write(to result: inout String, _ numbers: inout [UInt8]?) {
    switch self {
    case .packed(let bytes): Self.writePacked(bytes, to: &result, &numbers)
    case .null: result += "null"
    case .boolean(let value): result += value ? "true" : "false"
    case .number(let value): result += value.isFinite ? FigureNumber.short(value) : "null"
    case .string(let value): Self.writeString(value, to: &result)
    case .array(let values):
      Self.writeList(values, "[", "]", to: &result) { $0.write(to: &$1, &numbers) }
    case .object(let members):
      Self.writeList(members, "{", "}", to: &result) { member, text in
        Self.writeString(member.key, to: &text)
        text += ":"
        member.value.write(to: &text, &numbers)
      }
    }
  }

  private static func writePacked(_ bytes: [UInt8], to result: inout String, _ numbers: inout [UInt8]?) {
    guard let place = numbers?.count else {
      result += "\"\(Data(bytes).base64EncodedString())\""
      return
    }
    numbers?.append(contentsOf: bytes)
    numbers?.append(contentsOf: [UInt8](repeating: 0, count: padding(after: bytes.count)))
    result += "{\"packedAt\":\(place),\"byteCount\":\(bytes.count)}"
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
    result += value.utf8.allSatisfy(isPlain) ? value : value.replacingScalars(escape)
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

  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    // The HTML parser ends a script at its closing tag even within a string, and older engines end a
    // line of script at U+2028 and U+2029.
    case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}":
      HexText.jsonEscape(of: scalar)
    default: nil
    }
  }
}
