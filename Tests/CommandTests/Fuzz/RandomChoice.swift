import GaussianMixtures

/// Choices of the random tests, all from one stream, so that a seed and a number give the same case again.
extension RandomStream {
  mutating func chance(_ share: Double) -> Bool { uniform() < share }

  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + integer(below: range.count)
  }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[integer(below: items.count)] }

  /// One of the items, each as often as its number says.
  mutating func pick<Item>(weighted items: [(Int, Item)]) -> Item {
    var place = integer(below: items.reduce(0) { $0 + $1.0 })
    for (weight, item) in items {
      place -= weight
      if place < 0 { return item }
    }
    return items[items.count - 1].1
  }
}

/// Texts that a terminal, a page or a reader may take for something else.
enum Trouble {
  static let texts = [
    "\u{1B}[31mred", "\u{9B}2J", "\u{202E}evil", "a\u{7}b", "<script>alert(1)</script>", "&amp;", "\u{0}",
    "a\rb", "a\nb", "a\tb", "\u{FEFF}x", "重量", "é", "e\u{301}", "🙂", "'", "\"", "\\", "$x", "`x`", "%s%n",
    "=1+1", "-", "--", "", " ", "#", "x,y", "x;y", "1", "0", "-1", "2019", "1e5", "NA",
    String(repeating: "long", count: 80),
  ]
  /// Where arithmetic ends.
  static let numbers = [
    "0", "-0", "-0.0", "1", "-1", "2", "0.5", "1e308", "-1e308", "1.7976931348623157e308", "5e-324", "1e-320",
    "-5e-324", "2.2250738585072014e-308", "1e-300", "1e-160", "1e160", "1e300", "1e15", "9007199254740993",
    "1e400",
    "-1e400", "1e-400", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
    "18446744073709551615", "0.1", "1e-8", "1e9",
    "1e99999999999999999999", "-1e-99999999999999999999", String(repeating: "9", count: 400),
    "0." + String(repeating: "0", count: 400) + "1",
  ]
  static let words = [
    "NaN", "nan", "inf", "-inf", "Infinity", "NA", "", "?", "-", "null", "n/a", "-9999", ".", "x",
  ]
}
