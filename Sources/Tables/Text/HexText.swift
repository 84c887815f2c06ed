/// Whole numbers in hexadecimal digits.
package enum HexText {
  /// The digits, with zeros before them where there are fewer than asked for.
  package static func padded(_ value: some BinaryInteger, to count: Int, uppercase: Bool = false) -> String {
    let digits = String(value, radix: 16, uppercase: uppercase)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }

  /// A character of a JSON text by its number (RFC 8259, section 7): readers find the same character.
  package static func jsonEscape(of scalar: Unicode.Scalar) -> String {
    scalar.utf16.map { "\\u" + padded($0, to: 4) }.joined()
  }
}
