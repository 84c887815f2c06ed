internal import Elementary
internal import Tables

/// How the numbers of a column become the numbers of an axis: shifted by an offset and divided by a power
/// of ten, both of which the axis' title then names.
///
/// Graphics processors compute in single precision. Coordinates far from 0 for their spread would merge,
/// and those beyond 1e38 or below 1e-38 would vanish.
struct AxisScale: Sendable {
  /// What is subtracted; 0 unless the spread is a small part of the values.
  let offset: Double
  /// The power of ten that divides; 0 for everyday sizes.
  let exponent: Int
  /// The name of the column with what was done to it.
  let title: String
  /// The ends of the axis, in its own numbers, with a margin.
  let range: ClosedRange<Double>

  private let divisor: Double

  /// The number on the axis.
  func display(_ value: Double) -> Double { (value - offset) / divisor }

  /// The number of the column that is shown there.
  func value(_ display: Double) -> Double { display * divisor + offset }

  /// A length along the axis.
  func displayLength(_ length: Double) -> Double { length / divisor }

  /// Places from end to end, evenly spaced.
  func places(_ count: Int) -> [Double] {
    let length = range.upperBound - range.lowerBound
    return (0..<count).map { range.lowerBound + length * Double($0) / Double(count - 1) }
  }

  init(name: String, span: Span, exponent: Int) {
    self.offset = span.offset
    self.exponent = exponent
    self.divisor = Elementary.power(10, Double(exponent))
    var title = name
    if offset != 0 {
      title += offset < 0 ? " + " : " − "
      title += FigureNumber.short(offset.magnitude)
    }
    if exponent != 0 { title += " (× 10\(FigureNumber.superscript(exponent)))" }
    self.title = title
    let lower = (span.lower - span.offset) / divisor
    let upper = (span.upper - span.offset) / divisor
    let margin = (upper / 2 - lower / 2) * 0.06
    self.range = (lower - margin)...(upper + margin)
  }

  /// The ends of a column, never the same, and the offset they call for.
  struct Span: Sendable {
    let lower: Double
    let upper: Double

    /// The span of a column, with room for what reaches beyond it: middles and how far they reach.
    init(of column: [Double], reaches: [(middle: Double, length: Double)]) {
      var (lower, upper) = (column[0], column[0])
      for value in column {
        if value < lower { lower = value }
        if value > upper { upper = value }
      }
      guard !reaches.isEmpty, column.count > 1, upper > lower else {
        self.init(lower: lower, upper: upper)
        return
      }
      // Contours may reach beyond the points, but must not make the points small.
      let room = (upper / 2 - lower / 2) / 2
      let least = reaches.map { $0.middle - $0.length }.min() ?? lower
      let most = reaches.map { $0.middle + $0.length }.max() ?? upper
      self.init(
        lower: min(lower, max(least, lower - room)), upper: max(upper, min(most, upper + room)))
    }

    /// Whether one unit can be equally long on all axes.
    ///
    /// A flat cloud still reads in space, where it can be turned; in the plane a sliver does not.
    static func suitOneScale(_ spans: [Span]) -> Bool {
      let halves = spans.map(\.half)
      return (halves.max() ?? 1) / (halves.min() ?? 1) <= (spans.count == 3 ? 10 : 5)
    }

    /// Half the length: the length itself of finite numbers may overflow.
    var half: Double { upper / 2 - lower / 2 }

    init(lower: Double, upper: Double) {
      guard upper / 2 - lower / 2 > 0 else {
        // The half of the smallest number is 0, and beyond the largest there is none.
        let room = lower == 0 ? 0.5 : max(lower.magnitude / 2, .leastNormalMagnitude)
        self.lower = max(lower - room, -.greatestFiniteMagnitude)
        self.upper = min(lower + room, .greatestFiniteMagnitude)
        return
      }
      self.lower = lower
      self.upper = upper
    }

    var offset: Double {
      let middle = lower / 2 + upper / 2
      // Single precision has seven digits; three may be lost to the distance from 0, four are seen.
      guard middle.magnitude / 1000 > 2 * half else { return 0 }
      let step = Elementary.power(10, Elementary.decimalLogarithm(2 * half).rounded(.up) + 1)
      let rounded = (middle / step).rounded() * step
      return rounded.isFinite ? rounded : middle
    }

    /// The power of ten, a multiple of three, that brings the numbers of the axis to everyday size.
    var exponent: Int {
      let largest = max((lower - offset).magnitude, (upper - offset).magnitude)
      guard largest > 0, !(1e-4..<1e9).contains(largest) else { return 0 }
      return min(300, max(-300, 3 * Int((Elementary.decimalLogarithm(largest) / 3).rounded(.down))))
    }
  }
}
