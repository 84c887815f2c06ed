internal import Tables

/// Values as R reads them.
enum RText {
  /// A number to the last bit: R scales decimals in long double, which some machines lack; hexadecimals are not scaled.
  static func number(_ value: Double) -> String {
    guard value != 0 else { return value.sign == .minus ? "-0" : "0" }
    let isExact = value.rounded() == value && abs(value) < 1e15
    return isExact ? String(Int(value)) : hexadecimal(value)
  }

  /// Such as `0x1.8p+1`.
  private static func hexadecimal(_ value: Double) -> String {
    let (bits, sign) = (value.magnitude.significandBitPattern, value.sign == .minus ? "-" : "")
    var digits = String(bits, radix: 16)
    digits = String(repeating: "0", count: 13 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    let isNormal = value.isNormal
    let exponent = isNormal ? Int(value.exponent) : -1022
    let mantissa = (isNormal ? "1" : "0") + (digits.isEmpty ? "" : "." + digits)
    return "\(sign)0x\(mantissa)p\(exponent < 0 ? "-" : "+")\(abs(exponent))"
  }

  static func vector(_ numbers: [Double]) -> String {
    numbers.count == 1 ? number(numbers[0]) : wrapped(numbers.map(number))
  }

  static func vector(_ texts: [String]) -> String {
    texts.count == 1 ? text(texts[0]) : wrapped(texts.map(text))
  }

  /// An array, its first axis running fastest.
  ///
  /// - Parameter names: The names along each axis, as R has them.
  static func array(_ numbers: [Double], _ sizes: [Int], names: [String]) -> String {
    let shape = "c(\(sizes.map { "\($0)L" }.joined(separator: ", ")))"
    let words = wrapped(numbers.map(number))
    return "structure(\(words),\n  dim = \(shape), dimnames = list(\(names.joined(separator: ", "))))"
  }

  /// A text in quotes, without a sign that an editor or a terminal acts upon.
  static func text(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value >= 0x7F:
        "\\U{" + String(scalar.value, radix: 16) + "}"
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  private static func wrapped(_ words: [String]) -> String {
    var (text, length) = ("c(", 2)
    for (place, word) in words.enumerated() {
      if place > 0 { text += "," }
      if length > 90 { (text, length) = (text + "\n    ", 0) } else if place > 0 { text += " " }
      text += word
      length += word.utf8.count + 2
    }
    return text + ")"
  }
}
