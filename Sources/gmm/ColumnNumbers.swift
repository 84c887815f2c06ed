#if Command

import Elementary
import Tables

/// Numbers in the units of one column of data, with the digits that the spread of the column calls for.
///
/// Six significant digits do not tell apart northings in metres or seconds since 1970; all seventeen show rounding.
/// What counts is the spread: its leading digit and three more.
struct ColumnNumbers {
  /// The largest number of digits behind the leading one that mean anything in a double.
  private static let mostDigits = 15
  private static let digitsOfSpread = 3
  private static let usualDigits = 5

  /// The power of ten of the last digit that the spread calls for; nil where the column has none.
  private let last: Int?

  /// - Parameter spread: the standard deviation, or another length in the column's units.
  init(spread: Double?) {
    last = spread.flatMap { $0 > 0 && $0.isFinite ? Self.power($0) - Self.digitsOfSpread : nil }
  }

  /// One under the other: all with the same last digit, and zeros that all end with left out.
  func texts(_ values: [Double]) -> [String] {
    let largest = values.map(\.magnitude).filter(\.isFinite).max() ?? 0
    guard largest > 0 else { return values.map(NumberFormat.short) }
    let top = Self.power(largest)
    let last = max(last ?? (top - Self.usualDigits), top - Self.mostDigits)
    // Means that are 0 but for rounding, and those that are small beside the spread but no rounding.
    guard top > last - 9 else { return values.map { _ in "0" } }
    let lowest = min(last, top - 1)
    let isPlain = top < Self.mostDigits && top >= -4
    let digits = isPlain ? max(0, -lowest) : top - lowest
    let texts = values.map {
      isPlain ? NumberText.fixed($0, decimals: digits) : NumberText.scientific($0, digits: digits)
    }
    return Self.withoutCommonZeros(texts).map(Self.unsignedZero)
  }

  /// A number by itself: six significant digits, or as many more as the spread calls for.
  func text(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return NumberFormat.short(value) }
    let top = Self.power(value.magnitude)
    // Without a spread the number is what every cell has.
    guard let last else { return NumberText.significant(value, digits: Self.mostDigits) }
    guard top > last - 9 else { return "0" }
    let needed = max(Self.usualDigits, top - last, top < Self.mostDigits ? top : 0)
    return NumberText.significant(value, digits: 1 + min(Self.mostDigits, needed))
  }

  /// The power of ten of the leading digit.
  private static func power(_ magnitude: Double) -> Int { Int(decimalLogarithm(magnitude).rounded(.down)) }

  private static func withoutCommonZeros(_ texts: [String]) -> [String] {
    let parts = texts.map { text in
      let mantissa = text.prefix { $0 != "e" }
      return (mantissa: mantissa, exponent: text.dropFirst(mantissa.count))
    }
    let zeros = parts.map { part in
      part.mantissa.contains(".") ? part.mantissa.reversed().prefix { $0 == "0" }.count : 0
    }
    let common = zeros.min() ?? 0
    return parts.map { part in
      let rest = part.mantissa.dropLast(common)
      return String((rest.last == "." ? rest.dropLast() : rest) + part.exponent)
    }
  }

  private static func unsignedZero(_ text: String) -> String {
    text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) } ? String(text.dropFirst()) : text
  }
}

#endif
