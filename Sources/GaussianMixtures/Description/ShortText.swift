internal import Elementary

// Numbers as descriptions show them; what is to be read back is written by its bits.

extension Double {
  /// The number rounded to so many digits, 1 or more.
  func text(digits: Int) -> String {
    guard isNormal else { return "\(self)" }
    let leading = Int(decimalLogarithm(magnitude).rounded(.down))
    let exponent = digits - 1 - leading
    // Farther powers of ten are not exact.
    guard exponent.magnitude <= 22 else {
      return (self / power(10, Double(leading))).text(digits: digits) + "e\(leading)"
    }
    let scale = power(10, Double(exponent.magnitude))
    return exponent < 0 ? "\((self / scale).rounded() * scale)" : "\((self * scale).rounded() / scale)"
  }

  /// Six digits, without a fraction of zero.
  var shortText: String {
    let text = text(digits: 6)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Int {
  /// So many of what a noun names, such as `1 point` and `2 points`.
  func text(of noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Collection where Element == Double {
  /// The first numbers in brackets, and how many there are where these are not all.
  var shortText: String {
    let shown = prefix(8).map(\.shortText).joined(separator: ", ")
    return count > 8 ? "[\(shown), … \(count) in all]" : "[\(shown)]"
  }
}

extension Sequence<String> {
  /// The first lines, and how many there are where these are not all.
  func firstLines(of count: Int, _ noun: String) -> String {
    let shown = prefix(8).joined(separator: "\n")
    return count > 8 ? "\(shown)\n… \(count.text(of: noun)) in all" : shown
  }
}
