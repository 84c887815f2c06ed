internal import Elementary
internal import Tables

/// Numbers as pages and figures show them: a true minus sign, raised powers, and as many digits as are looked at.
///
/// The terminal's are plain ASCII (`NumberFormat` of the command), and a file's read back to the same bits
/// (`NumberText` of the tables); the scripts of pages have these in `numbers.js`.
enum FigureNumber {
  /// The shortest decimal that reads back to the same bits, without a fraction of zero; powers of ten are as Swift
  /// writes them, and not as `NumberText.shortest` does for files: here they are read by scripts of our own.
  static func short(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Four significant digits.
  static func rounded(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return short(value) }
    let digits = 3 - Int(Elementary.decimalLogarithm(value.magnitude).rounded(.down))
    guard (-3...12).contains(digits) else { return short(value) }
    let factor = Elementary.power(10, Double(digits))
    return minus(short((value * factor).rounded() / factor))
  }

  /// A log-likelihood or criterion: whole nats in groups, and two decimals, beside which four would not be read.
  static func nats(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return minus(short(value)) }
    let hundredths = Int((value.magnitude * 100).rounded())
    let decimals = hundredths % 100
    let text = "\(CountText.grouped(hundredths / 100)).\(decimals < 10 ? "0" : "")\(decimals)"
    return value < 0 ? "−" + text : text
  }

  /// A share in percent.
  static func percent(_ share: Double) -> String { rounded(100 * share) + " %" }

  private static func minus(_ text: String) -> String { text.replacing("-", with: "−") }

  /// A whole number in raised digits.
  static func superscript(_ number: Int) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    return String(String(number).map { raised[$0] ?? $0 })
  }
}
