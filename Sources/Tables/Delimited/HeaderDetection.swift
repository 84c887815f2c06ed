/// Decides whether the first row names the columns.
struct HeaderDetection {
  enum Answer {
    case none
    case header
    /// A header, though it has numbers among its names: what says so.
    case unusual(String)
    /// Both may be: what is odd.
    case open(String)
    /// A point, most likely: what is odd.
    case doubtful(String)
  }

  /// A cell of the first row, with what stands below it.
  private struct Cell {
    let text: String
    let isQuoted: Bool
    let value: Double?
    /// Neither a number, in whatever style, nor something that stands for none.
    let isText: Bool
    /// A number, but not in the style of the file.
    let isForeign: Bool
    let isInteger: Bool
    let below: ColumnSurvey.Column

    /// Whether only numbers stand below.
    var isAboveNumbers: Bool { below.numberCount > 0 && below.textCount == 0 }
    /// Whether only numbers with fractions stand below.
    var isAboveFractions: Bool { isAboveNumbers && below.integerCount == 0 }
    /// Whether the number is whole, and fractions stand below or it may be a year.
    var isNameLike: Bool {
      isInteger
        && (!below.decimal.isEmpty || !below.ambiguous.isEmpty || value.map { 1500...2500 ~= $0 } ?? false)
    }
    private var distance: Double { value.map { max($0 - below.highest, below.lowest - $0) } ?? 0 }
    var isOutside: Bool { isAboveNumbers && distance > 0 }
    /// Whether the number lies farther from those below than they lie from each other.
    var isFar: Bool { isOutside && distance > below.highest - below.lowest }
  }

  private let cells: [Cell]
  /// The numbers of some rows that follow.
  private let others: [[Double]]
  private let sampleCount: Int
  private let derived: DerivedNames

  /// - Parameters:
  ///   - start: Where the first row starts.
  ///   - survey: What stands in some rows below it.
  ///   - others: Where some of these rows start.
  ///   - derived: Names that make a header of a row of numbers before them.
  init(
    _ scanner: RowScanner, start: Int, _ survey: ColumnSurvey, _ style: NumberStyle, others: [Int],
    derived: DerivedNames
  ) {
    self.derived = derived
    let cells = Self.contents(scanner, start, survey.columns.count).enumerated().map { column, cell -> Cell in
      let text = scanner.text(of: cell)
      var value: Double?
      var isText = false
      switch style.content(of: text) {
      case .number(let number): value = number
      case .text: isText = true
      case .invalid, .placeholder: break
      }
      let form = NumberForm(text)
      return Cell(
        text: scanner.string(of: cell), isQuoted: cell.isQuoted, value: value, isText: isText && form == nil,
        isForeign: isText && form != nil, isInteger: form?.isInteger ?? false, below: survey.columns[column])
    }
    self.cells = cells
    sampleCount = survey.columns.first?.count ?? 0
    let numeric = cells.indices.filter { cells[$0].value != nil && cells[$0].isAboveNumbers }
    self.others = others.map { start in
      let row = Self.contents(scanner, start, survey.columns.count)
      return numeric.compactMap { column in
        guard row.indices.contains(column),
          case .number(let number) = style.content(of: scanner.text(of: row[column]))
        else { return nil }
        return number
      }
    }
  }

  private static func contents(_ scanner: RowScanner, _ start: Int, _ count: Int) -> [RowScanner.Cell] {
    var cells: [RowScanner.Cell] = []
    var position = start
    while cells.count < count {
      let cell = scanner.cell(at: position)
      cells.append(cell)
      guard !cell.endsRow else { break }
      position = cell.next
    }
    return cells
  }

  var answer: Answer {
    let numbers = cells.filter { $0.value != nil }
    // A row of nothing but empty cells and words like NA is a point whose values are missing.
    guard !numbers.isEmpty || cells.contains(where: \.isForeign) else {
      return cells.contains(where: \.isText) ? .header : .none
    }
    if isNumberedHeader { return .header }
    guard sampleCount >= 3 else { return fewRows }
    if let index = cells.first, index.value == nil, !index.isText, isCounting(index.below) {
      return .unusual("its first cell is empty above row numbers")
    }
    if !numbers.isEmpty, numbers.allSatisfy({ $0.isQuoted && $0.below.quotedCount == 0 }) {
      return .unusual("its numbers alone are in quotes")
    }
    return cells.contains { $0.isText && $0.isAboveNumbers } ? mixed : numbered
  }

  /// Too few rows to know what numbers are like: only years above fractions are odd.
  private var fewRows: Answer {
    let numbers = cells.filter { $0.value != nil && $0.isAboveNumbers }
    let areYears = numbers.allSatisfy { ($0.value.map { 1500...2500 ~= $0 } ?? false) && $0.isInteger }
    guard numbers.count >= 2, areYears, numbers.allSatisfy(\.isAboveFractions) else { return .none }
    return .open("its numbers may be years, and those below are not whole")
  }

  /// Names above numbers, and numbers among the names.
  private var mixed: Answer {
    let numbers = cells.filter { $0.value != nil && $0.isAboveNumbers }
    let names = cells.filter { $0.isText && $0.isAboveNumbers }
    if names.allSatisfy({ derived.containsOriginal(of: $0.text) }) { return .header }
    let nameCount = names.count
    let isPlain =
      numbers.allSatisfy(\.isFar) || (nameCount >= numbers.count && numbers.allSatisfy(\.isOutside))
    let found = "text stands above numbers"
    return isPlain ? .unusual(found) : .open(found)
  }

  /// Nothing but numbers above numbers.
  private var numbered: Answer {
    let numbers = cells.filter { $0.value != nil && $0.isAboveNumbers }
    let values = numbers.compactMap(\.value)
    guard !values.isEmpty, Set(values).count == values.count else { return .none }
    let areFar = numbers.allSatisfy(\.isFar)
    let areOutside = numbers.allSatisfy(\.isOutside)
    let areOddlyWhole = numbers.allSatisfy { $0.isInteger && $0.isAboveFractions }
    let areEven = Self.isEven(values) && !areOthers(Self.isEven)
    let areRising = Self.isMonotone(values) && !areOthers(Self.isMonotone)
    let count = values.count
    let areIndices = areEven && count >= 2 && (values[0] == 0 || values[0] == 1) && values[1] == values[0] + 1
    if areFar, areEven || (areRising && areOddlyWhole), count >= (areOddlyWhole ? 2 : 3) {
      return .unusual("its numbers are evenly spaced and far from those below")
    }
    if areIndices, areOddlyWhole, count >= 3 { return .unusual("it counts up, and no number below is whole") }
    if areFar, count == 1, !numbers.allSatisfy(\.isNameLike) {
      return .doubtful("its number is far from those below")
    }
    if areFar { return .open("its numbers are far from those below") }
    if areIndices, areOddlyWhole || (count >= 3 && areOutside) { return .open("it counts up as names may") }
    // A point is seldom far from all others; where it is, its numbers seldom have one step or rise as well.
    let areMostlyFar = 2 * numbers.count(where: \.isFar) > count && (areEven || areRising)
    let isOdd =
      (count >= 3 && areOutside && areOddlyWhole && (areEven || areRising)) || (count >= 4 && areEven)
      || (count >= 3 && areEven && numbers.contains(where: \.isFar)) || (count >= 3 && areMostlyFar)
    return isOdd ? .open("its numbers are evenly spaced or whole, unlike those below") : .none
  }

  /// Whether a row is `1,2,…,kind,…`: the header that ``TableWriter`` gives to a table without one.
  private var isNumberedHeader: Bool {
    let names = cells.map(\.text)
    let written = names.drop { !derived.containsOriginal(of: $0) }
    guard written.count < names.count, !written.isEmpty else { return false }
    return written.allSatisfy(derived.containsOriginal)
      && names.prefix(names.count - written.count).enumerated().allSatisfy { String($0 + 1) == $1 }
  }

  private func isCounting(_ column: ColumnSurvey.Column) -> Bool {
    column.numberCount >= 3 && column.textCount == 0 && column.decimal.isEmpty && column.ambiguous.isEmpty
      && (column.lowest == 0 || column.lowest == 1)
  }

  /// Whether most of the rows that follow have a property too, so that it says nothing of the first.
  private func areOthers(_ property: ([Double]) -> Bool) -> Bool {
    2 * others.count(where: property) > others.count
  }

  private static func isEven(_ values: [Double]) -> Bool {
    guard values.count >= 2, values[1] != values[0] else { return false }
    let step = values[1] - values[0]
    return zip(values, values.dropFirst()).allSatisfy { abs($1 - $0 - step) <= 1e-9 * abs(step) }
  }

  private static func isMonotone(_ values: [Double]) -> Bool {
    guard values.count >= 3 else { return false }
    let pairs = zip(values, values.dropFirst())
    return pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 }
  }
}
