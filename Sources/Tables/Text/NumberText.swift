internal import CNumberText

/// Numbers as text and back, independent of any locale.
///
/// ```swift
/// print(NumberText.shortest(0.1))                                  // 0.1
/// print(NumberText.number("2,5", decimalComma: true) ?? .nan)      // 2.5
/// print(NumberText.number("2.5 kg") == nil)                        // true
/// ```
///
/// The one place where digits are made for files, which get the shortest text that reads back to the same bits, and for
/// people, who get as many digits as they look at: how many is for whoever shows them to say, `NumberFormat` of the
/// command and `FigureNumber` of the figures.
public enum NumberText {
  /// The shortest text that reads back to the same bits; whole numbers below 1e15 have no exponent.
  ///
  /// - Parameter value: Any double; the words for those that are not finite are `nan`, `inf` and `-inf`.
  /// - Returns: ASCII text of at most 32 characters.
  public static func shortest(_ value: Double) -> String {
    String(unsafeUninitializedCapacity: Int(NUMBER_TEXT_CAPACITY)) { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return number_text_format(value, Byte.point, base)
    }
  }

  /// The finite number that a text is, blanks around it aside.
  ///
  /// - Parameters:
  ///   - text: Decimal digits with an optional sign, fraction and exponent.
  ///   - decimalComma: Whether the fraction begins with a comma.
  /// - Returns: The nearest double; nil where the text is no number, or one too large.
  public static func number(_ text: String, decimalComma: Bool = false) -> Double? {
    var copy = text
    return copy.withUTF8 { bytes in
      guard case .number(let value) = content(of: bytes, decimalMark: decimalComma ? Byte.comma : Byte.point)
      else { return nil }
      return value
    }
  }

  /// What a cell holds when a number is asked for.
  enum Content {
    case number(Double)
    /// Empty, a word such as NA, NaN or inf, or a number too large for a double.
    case invalid
    /// A sign such as ? or - that stands for a missing number where numbers are, and is text elsewhere.
    case placeholder
    case text
  }

  static func content(of cell: UnsafeBufferPointer<UInt8>, decimalMark: UInt8) -> Content {
    guard let base = cell.baseAddress else { return .invalid }
    var value = 0.0
    switch number_text_parse(base, base + cell.count, decimalMark, &value) {
    case .number: return .number(value)
    case .invalid: return .invalid
    case .other: return .text
    }
  }

  /// A number with so many digits behind the decimal point.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    rounded(value, .fixed, decimals)
  }

  /// A number with so many digits that count, and a power of ten where it is large or small.
  package static func significant(_ value: Double, digits: Int) -> String {
    rounded(value, .significant, digits)
  }

  /// A number with so many digits behind the leading one, and a power of ten.
  package static func scientific(_ value: Double, digits: Int) -> String {
    rounded(value, .scientific, digits)
  }

  private static func rounded(_ value: Double, _ style: number_text_style, _ digits: Int) -> String {
    String(unsafeUninitializedCapacity: Int(NUMBER_TEXT_ROUNDED_CAPACITY)) { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return number_text_format_rounded(value, style, Int32(digits), base)
    }
  }

  /// The room that a formatted number needs at most.
  static let capacity = Int(NUMBER_TEXT_CAPACITY)

  static func write(_ value: Double, decimalMark: UInt8, to buffer: UnsafeMutablePointer<UInt8>) -> Int {
    number_text_format(value, decimalMark, buffer)
  }

  static func write(_ value: Int, to buffer: UnsafeMutablePointer<UInt8>) -> Int {
    number_text_format_integer(Int64(value), buffer)
  }
}
