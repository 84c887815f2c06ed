/// A column of numbers under the question whether it holds measurements.
///
/// Most columns have a fraction in their first rows, and are done with. Of whole numbers a sample is looked at, and
/// all of them only where the sample is suspicious.
struct ExaminedColumn {
  /// The name in the header: nil without a header, empty where the header leaves it empty.
  let name: String?
  let isFirst: Bool
  let isLast: Bool
  let numbers: [Double]
  let keptRows: [Int]?
  /// Numbers from all over the column; NaN where one is missing.
  let sample: [Double]
  /// Whether the numbers are whole, and such that a double tells each from the next.
  let isWhole: Bool

  /// Fewer rows say nothing about regularity.
  static let leastCount = 10
  private static let sampleSize = 2000
  /// From here on not every whole number is a double.
  private static let largestCount = 9_007_199_254_740_992.0

  init(name: String?, isFirst: Bool, isLast: Bool, numbers: [Double], keptRows: [Int]?) {
    self.name = name
    self.isFirst = isFirst
    self.isLast = isLast
    self.numbers = numbers
    self.keptRows = keptRows
    let count = min(numbers.count, Self.sampleSize)
    sample = (0..<count).map { numbers[$0 * numbers.count / count] }
    isWhole = sample.allSatisfy { $0.isNaN || ($0 == $0.rounded() && abs($0) < Self.largestCount) }
  }

  /// The distinct numbers of the sample.
  private var distinct: Set<Double> { Set(sample.filter { !$0.isNaN }) }

  /// Why the column tells rows apart instead of measuring something; nil where it does not look so.
  ///
  /// - Parameter others: The other columns used, asked for only where they matter.
  func identification(beside others: () -> [ExaminedColumn]) -> ColumnDoubt.Reason? {
    let isLong = numbers.count >= Self.leastCount
    if isWhole, isLong, numbersRows { return .rowNumbers }
    if name == "", isFirst { return .unnamed }
    let kind = name.map(ColumnNameKind.init) ?? .other
    guard isLong, isWhole || kind == .identifier else { return nil }
    let distinct = distinct
    guard distinct.count > 1 else { return nil }
    // Identifiers may have more digits than a double.
    if kind == .identifier { return distinct.allSatisfy { $0 == $0.rounded() } ? .identifier : nil }
    guard Double(distinct.count) >= 0.9 * Double(sample.count { !$0.isNaN }) else { return nil }
    if kind == .perhapsIdentifier { return .identifier }
    guard isFirst, hasManyDigits(distinct) else { return nil }
    if name == nil { return isUnlike(others()) ? .identifier : nil }
    return rises ? .rising : nil
  }

  // MARK: Row numbers

  /// Whether the numbers rise by one from row to row, or are 1 to N (or 0 to N - 1) in any order.
  private var numbersRows: Bool { risesByOne || isPermutation }

  private var risesByOne: Bool {
    var offset: Double?
    for (place, number) in numbers.enumerated() where !number.isNaN {
      let difference = number - Double(keptRows?[place] ?? place)
      guard difference == offset ?? difference else { return false }
      offset = difference
    }
    return true
  }

  private var isPermutation: Bool {
    let limit = Double(numbers.count)
    guard sample.allSatisfy({ $0 >= 0 && $0 <= limit }), distinct.count == sample.count else { return false }
    var isTaken = [Bool](repeating: false, count: numbers.count + 1)
    for number in numbers {
      guard number >= 0, number <= limit, number == number.rounded(), !isTaken[Int(number)] else {
        return false
      }
      isTaken[Int(number)] = true
    }
    return !(isTaken.first ?? false) || !(isTaken.last ?? false)
  }

  // MARK: Identifiers

  /// Whether the numbers have five digits or more as a rule, and much more room than there are rows.
  private func hasManyDigits(_ distinct: Set<Double>) -> Bool {
    let sorted = distinct.sorted()
    return sorted[0] >= 0 && sorted[sorted.count / 2] >= 10_000
      && sorted[sorted.count - 1] - sorted[0] >= Double(numbers.count)
  }

  /// Whether the numbers are of another order than those of all other columns: coordinates are not.
  private func isUnlike(_ others: [ExaminedColumn]) -> Bool {
    !others.isEmpty && others.allSatisfy { middleMagnitude >= 100 * $0.middleMagnitude }
  }

  private var middleMagnitude: Double {
    let sorted = sample.filter { !$0.isNaN }.map { abs($0) }.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// Whether each number is larger than the one before.
  private var rises: Bool {
    var last = -Double.infinity
    for number in numbers where !number.isNaN {
      guard number > last else { return false }
      last = number
    }
    return true
  }

  // MARK: Classes

  /// The few whole numbers of a column that looks like a class; nil where it does not.
  ///
  /// - Parameter others: The other columns that may be measurements, asked for only where they matter.
  func classCode(beside others: () -> [ExaminedColumn]) -> ColumnDoubt.Reason? {
    let isCalledSo = name.map(ColumnNameKind.init) == .classCode
    guard isWhole, isCalledSo || isFirst || isLast, numbers.count >= Self.leastCount,
      let values = distinctValues(atMost: 20), values.count > 1, numbers.count >= 5 * values.count,
      isCalledSo || looksLikeClass(values, beside: others())
    else { return nil }
    return .classCode(values: values)
  }

  /// By place, by how few the values are beside those of the others, and by what they say of the others.
  private func looksLikeClass(_ values: [Double], beside others: [ExaminedColumn]) -> Bool {
    guard numbers.count >= 20, values.count <= 10 else { return false }
    let many = others.filter { $0.distinct.count >= 4 * values.count }
    guard !many.isEmpty, 2 * many.count >= others.count else { return false }
    let codes = [-1.0, 0, 1].map { first in values.indices.map { first + Double($0) } } + [[-1, 1]]
    let isNamed = name.map { !$0.isEmpty } ?? false
    // Counts are few whole numbers too: under a name that says nothing of classes more is asked for.
    guard !isNamed || (values.count <= 4 && codes.contains(values)) else { return false }
    let least = isNamed || values.count > 4 ? 0.5 : values.count > 3 ? 0.25 : 0.05
    // A coordinate of a grid says nothing of the other coordinates; a class does.
    let share = many.map { $0.shareExplained(by: self) }.max() ?? 0
    return share >= least && share * Double(sample.count) >= 15
  }

  /// The distinct numbers, in order; nil where there are more, or one of them is not whole.
  private func distinctValues(atMost limit: Int) -> [Double]? {
    var found: [Double] = []
    for number in numbers where !number.isNaN && !found.contains(number) {
      guard number == number.rounded(), found.count < limit else { return nil }
      found.append(number)
    }
    return found.sorted()
  }

  /// The share of the variance that lies between the groups of a column, in the sample.
  private func shareExplained(by groups: ExaminedColumn) -> Double {
    let pairs = zip(groups.sample, sample).filter { !$0.isNaN && !$1.isNaN }
    // Divided first: sums of large numbers may overflow.
    let largest = pairs.reduce(0) { max($0, abs($1.1)) }
    guard let first = pairs.first, largest > 0 else { return 0 }
    var sums: [Double: (count: Double, sum: Double)] = [:]
    var squares = 0.0
    var total = 0.0
    for (group, number) in pairs {
      let value = number / largest - first.1 / largest
      sums[group, default: (0, 0)].count += 1
      sums[group, default: (0, 0)].sum += value
      squares += value * value
      total += value
    }
    let middle = total * total / Double(pairs.count)
    let between = sums.values.reduce(0) { $0 + $1.sum * $1.sum / $1.count } - middle
    return squares > middle ? between / (squares - middle) : 0
  }
}
