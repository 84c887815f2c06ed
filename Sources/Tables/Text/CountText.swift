/// Counted things, for people: `1 row`, `1,000 rows`.
package enum CountText {
  /// The number, in groups of three digits, and the noun that goes with it.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - noun: what one is called.
  ///   - plural: what several are called, where that is not the noun with an s.
  package static func of(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// `1,000,000`.
  package static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var text = count < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
