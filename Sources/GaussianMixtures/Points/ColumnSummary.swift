/// The range and the spread of one column, free of overflow whatever the units.
struct ColumnSummary: Sendable {
  /// What is subtracted from the column: a value in its middle where that is exact for all of its
  /// values, else 0.
  let origin: Double
  /// The binary exponent of the largest distance from the origin; nil where the column is constant.
  let exponent: Int?
  /// The standard deviation (divisor N), in the units of the column; 0 where it is constant.
  let spread: Double
  /// The largest magnitude.
  let magnitude: Double

  init(_ column: [Double]) {
    var smallest = column[0]
    var largest = column[0]
    for x in column {
      smallest = x < smallest ? x : smallest
      largest = x > largest ? x : largest
    }
    let origin = CoordinateFrame.origin(smallest, largest)
    self.origin = origin
    magnitude = max(abs(smallest), abs(largest))
    guard smallest < largest else {
      exponent = nil
      spread = 0
      return
    }
    // Halved first: the distance between values of opposite sign may overflow.
    let reach = max(abs(largest / 2 - origin / 2), abs(smallest / 2 - origin / 2))
    let exponent = Int(reach.exponent) + 2
    self.exponent = exponent
    spread = scaled(Self.deviation(column, origin: origin, exponent: exponent), byPowerOfTwo: exponent)
  }

  private static func deviation(_ column: [Double], origin: Double, exponent: Int) -> Double {
    let scale = scaled(1, byPowerOfTwo: -exponent / 2)
    let rest = scaled(1, byPowerOfTwo: -exponent - (-exponent / 2))
    let count = Double(column.count)
    let mean = sum(column) { ($0 - origin) * scale * rest } / count
    let squares = sum(column) { x in
      let distance = (x - origin) * scale * rest - mean
      return distance * distance
    }
    return (squares / count).squareRoot()
  }

  /// The sum over blocks of sums, so that rounding grows with the logarithm of the count.
  private static func sum(_ column: [Double], of term: (Double) -> Double) -> Double {
    var total = 0.0
    var start = 0
    while start < column.count {
      let end = min(start + 4096, column.count)
      var partial = SIMD4<Double>.zero
      var index = start
      while index + 4 <= end {
        partial += SIMD4(
          term(column[index]), term(column[index + 1]), term(column[index + 2]), term(column[index + 3]))
        index += 4
      }
      while index < end {
        partial[0] += term(column[index])
        index += 1
      }
      total += partial.sum()
      start = end
    }
    return total
  }
}
