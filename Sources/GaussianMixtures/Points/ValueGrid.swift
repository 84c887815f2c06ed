internal import Elementary

/// The grid on which the numbers of a column lie: all are an origin plus multiples of one step, within rounding.
///
/// It is seen in the numbers and not in their text, so a column that was read from binary files, scaled or shifted has
/// the grid that it was measured on. Also multiples that were rounded to decimals count, such as seconds told in
/// minutes to three digits, where there are enough values to tell them from chance.
struct ValueGrid: Sendable, Hashable {
  /// A number of the grid.
  let origin: Double
  /// The distance of two neighbours, above 0.
  let step: Double
  /// How far numbers may be from the grid, as a share of the step.
  let tolerance: Double

  /// So many distinct values there must be: fewer lie on a grid by chance, or are codes.
  static let fewestValues = 10
  /// In spreads: the variance of a finer grid is below what the covariance floor is by default.
  private static let finestStep = 0x1p-20
  /// Of a step: numbers farther from the grid were not rounded to it, nor to decimals of it.
  private static let coarsestRounding = 0.06
  /// Of a step: as near to the grid are numbers that were computed from it.
  private static let exactness = 0x1p-8
  /// Values that are looked at before all are.
  static let sampleSize = 1024
  /// Values that most columns without a grid end at.
  private static let fewValues = 128
  private static let rounds = 6

  /// The grid of a column's values, or nil where none is seen.
  ///
  /// - Parameters:
  ///   - values: NaN where one is missing.
  ///   - range: the smallest and the largest of them.
  ///   - spread: their standard deviation.
  /// - Complexity: O(1) where the first thousand values have none, else O(N).
  static func grid(of values: PointColumn, range: ClosedRange<Double>, spread: Double) -> ValueGrid? {
    guard spread > 0, (range.upperBound - range.lowerBound) < spread * 0x1p28 else { return nil }
    let scale = spread * finestStep
    guard mayHaveGrid(values, scale) else { return nil }
    var sample = [range.lowerBound, range.upperBound] + ValueSample.values(of: values, count: sampleSize)
    for _ in 0..<rounds {
      var distinct = distinctValues(sample, apart: scale)
      if distinct.count < fewestValues {
        distinct = distinctValues(sample + someDistinct(of: values), apart: scale)
      }
      guard distinct.count >= fewestValues, let grid = finest(distinct, scale) else { return nil }
      for candidate in [grid.coarser(distinct), grid].compactMap(\.self) {
        let others = candidate.strangers(among: values)
        if others.isEmpty { return candidate }
        if candidate == grid { sample += others }
      }
    }
    return nil
  }

  /// Whether the first values lie on a grid, as any of a column with one do: most columns end here.
  private static func mayHaveGrid(_ values: PointColumn, _ scale: Double) -> Bool {
    let first = distinctValues(
      (0..<min(fewValues, values.count)).map { values[$0] }.filter { !$0.isNaN }, apart: scale)
    return first.count < fewValues / 2 || finest(first, scale) != nil
  }

  /// The sorted values, of those that differ by rounding one.
  private static func distinctValues(_ values: [Double], apart: Double) -> [Double] {
    var distinct: [Double] = []
    for value in values.sorted() where distinct.last.map({ value - $0 > apart / 4 }) ?? true {
      distinct.append(value)
    }
    return distinct
  }

  /// Where a sample has too few distinct values, those of the whole column, as many as are needed.
  private static func someDistinct(of values: PointColumn) -> [Double] {
    var seen: Set<Double> = []
    values.forEachRun { _, run in
      for value in run where !value.isNaN && seen.count <= 2 * fewestValues { seen.insert(value) }
      return seen.count <= 2 * fewestValues
    }
    return Array(seen)
  }

  /// The greatest common divisor of the distances, with as little tolerance as it takes to find one.
  private static func finest(_ distinct: [Double], _ scale: Double) -> ValueGrid? {
    let gaps = zip(distinct.dropFirst(), distinct).map { $0 - $1 }.sorted()
    var tolerance = scale * 0x1p-16
    while tolerance < gaps[0] / 4 {
      var divisor = 0.0
      for gap in gaps where divisor == 0 || divisor >= scale {
        divisor = commonDivisor(divisor, gap, tolerance)
      }
      if divisor >= scale, divisor > 4 * tolerance, let grid = through(distinct, near: divisor),
        grid.step >= scale, grid.tolerance <= exactness
      {
        return grid
      }
      tolerance *= 16
    }
    return nil
  }

  /// Euclid's algorithm, to the nearest remainder.
  private static func commonDivisor(_ one: Double, _ other: Double, _ tolerance: Double) -> Double {
    var (larger, smaller) = (max(one, other), min(one, other))
    while smaller > tolerance {
      let remainder = abs(larger - smaller * (larger / smaller).rounded())
      (larger, smaller) = (smaller, remainder)
    }
    return larger
  }

  /// A grid of a longer step, of which the numbers are multiples that were rounded to this one.
  private func coarser(_ distinct: [Double]) -> ValueGrid? {
    let shortest = step / (2 * Self.coarsestRounding)
    // Shorter gaps are between two roundings of one number.
    let gaps = zip(distinct.dropFirst(), distinct).map { $0 - $1 }.filter { $0 > shortest / 2 }.sorted()
    guard let first = gaps.first, first >= shortest else { return nil }
    for divisor in 1...3 {
      var (sum, count) = (0.0, 0.0)
      for gap in gaps {
        let unit = count > 0 ? sum / count : first / Double(divisor)
        let multiple = (gap / unit).rounded()
        // Beyond, the unit is not known well enough to count by.
        guard multiple < 16 else { break }
        sum += gap
        count += multiple
      }
      if let grid = Self.through(distinct, near: sum / count), grid.step > 1.5 * step { return grid }
    }
    return nil
  }

  /// The grid of about a step that is nearest to the values in squares, if chance does not explain how near it is.
  ///
  /// So many numbers as there are values would all be within a share ε of a step with the probability (2ε)^n, at each
  /// of the steps that can be told apart.
  private static func through(_ distinct: [Double], near divisor: Double) -> ValueGrid? {
    let (first, last) = (distinct[0], distinct[distinct.count - 1])
    var step = divisor
    var numbers: [Double] = []
    for value in distinct {
      let number = ((value - first) / step).rounded()
      if number > 0 { step = (value - first) / number }
      numbers.append(number)
    }
    let count = Double(distinct.count)
    let meanNumber = numbers.reduce(0, +) / count
    let meanDistance = distinct.reduce(0) { $0 + ($1 - first) } / count
    var (products, squares) = (0.0, 0.0)
    for (value, number) in zip(distinct, numbers) {
      products += (number - meanNumber) * (value - first - meanDistance)
      squares += (number - meanNumber) * (number - meanNumber)
    }
    guard squares > 0, products > 0 else { return nil }
    step = products / squares
    let origin = first + meanDistance - meanNumber * step
    let farthest = zip(distinct, numbers).reduce(0.0) { max($0, abs($1.0 - origin - $1.1 * step)) } / step
    let share = max(farthest, 0x1p-40)
    guard share <= coarsestRounding, (last - first) / step < 0x1p50 else { return nil }
    let chance = (count - 2) * binaryLogarithm(2 * share) + binaryLogarithm((last - first) / step / share)
    guard chance <= -20 else { return nil }
    return ValueGrid(origin: origin, step: step, tolerance: max(1.5 * farthest, exactness))
  }

  /// Some of the values that are not on the grid.
  private func strangers(among values: PointColumn) -> [Double] {
    // Adding it leaves the nearest whole number: the compiler makes vectors of that, and not of `rounded`.
    let whole = 0x1.8p52
    let (origin, inverse, tolerance) = (origin, 1 / step, tolerance)
    var strangers: [Double] = []
    values.forEachRun { _, part in
      var farthest = 0.0
      for value in part {
        let number = (value - origin) * inverse
        let distance = abs(number - ((number + whole) - whole))
        farthest = distance > farthest ? distance : farthest
      }
      guard farthest > tolerance else { return true }
      strangers += part.lazy.filter { value in
        let number = (value - origin) * inverse
        return abs(number - number.rounded()) > tolerance
      }.prefix(64)
      return strangers.count < 64
    }
    return strangers
  }
}

/// Values drawn from all of a column, the same for every column of so many rows.
enum ValueSample {
  /// Places that follow no period of the rows.
  static func places(count: Int, of rows: Int) -> [Int] {
    guard rows > count else { return Array(0..<rows) }
    var random = RandomStream(seed: 0, purpose: .values)
    return random.sample(count, of: rows)
  }

  /// Some of the values that are not missing.
  static func values(of column: PointColumn, count: Int) -> [Double] {
    column.values(at: places(count: count, of: column.count)).filter { !$0.isNaN }
  }
}
