/// Decimal numbers that are stored as whole ones, of whose digits some stand after the point.
enum DecimalText {
  /// The digits with the point among them; with a scale below 0, zeros after them.
  static func text(_ number: Int128, scale: Int) -> String {
    text(digits: String(number.magnitude), isNegative: number < 0, scale: scale)
  }

  private static func text(digits: String, isNegative: Bool, scale: Int) -> String {
    let sign = isNegative ? "-" : ""
    // Types with more digits there are none; a damaged file may say so.
    guard (-100...100).contains(scale) else { return sign + digits }
    guard scale > 0 else {
      return sign + digits + (digits == "0" ? "" : String(repeating: "0", count: -scale))
    }
    let missing = scale + 1 - digits.utf8.count
    let digits = missing > 0 ? String(repeating: "0", count: missing) + digits : digits
    return sign + digits.dropLast(scale) + "." + digits.suffix(scale)
  }

  /// The digits of a whole number of any size, its lowest byte first.
  static func text(wholeBytes bytes: [UInt8], scale: Int) -> String {
    let isNegative = (bytes.last ?? 0) >= 128
    // The magnitude in digits of a base of 10^9, the lowest first.
    var digits: [UInt64] = [0]
    for byte in bytes.reversed() {
      var carry = UInt64(isNegative ? ~byte : byte)
      for place in digits.indices {
        let sum = digits[place] << 8 + carry
        (carry, digits[place]) = sum.quotientAndRemainder(dividingBy: base)
      }
      if carry > 0 { digits.append(carry) }
    }
    if isNegative { addOne(to: &digits) }
    let text = digits.reversed().map { String($0) }
    let padded = text.dropFirst().map { String(repeating: "0", count: 9 - $0.utf8.count) + $0 }
    return self.text(digits: (text.prefix(1) + padded).joined(), isNegative: isNegative, scale: scale)
  }

  private static let base: UInt64 = 1_000_000_000

  /// What is below zero is stored as what one less is without a sign.
  private static func addOne(to digits: inout [UInt64]) {
    for place in digits.indices {
      digits[place] += 1
      if digits[place] < base { return }
      digits[place] = 0
    }
    digits.append(1)
  }

  /// The nearest double.
  static func number(wholeBytes bytes: [UInt8], scale: Int) -> Double {
    NumberText.number(text(wholeBytes: bytes, scale: scale)) ?? .nan
  }
}
