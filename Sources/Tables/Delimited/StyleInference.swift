/// How the numbers of a text are written, found out from the marks in them.
///
/// A mark decides nothing where it may be either, as in `1,498`. It does where another cell of the file leaves
/// no doubt: `17.18` says that the comma of `1,498` separates thousands, and `17,18` that it does not.
struct StyleInference {
  private(set) var style: NumberStyle
  /// What was taken for granted.
  private(set) var notes: [String] = []

  /// So many cells that can only have a decimal comma are needed to take the file for one of that kind unasked:
  /// fewer may be slips.
  private static let leastDecimalCommas = 10

  private let columns: [ColumnSurvey.Column]
  private let totals: Totals
  private let names: [String]

  /// How often marks stand for what, in all columns together.
  private struct Totals {
    var decimal: [NumberMark: Int] = [:]
    var thousands: [NumberMark: Int] = [:]
    var ambiguous: [NumberMark: Int] = [:]

    init(_ columns: [ColumnSurvey.Column]) {
      for column in columns {
        decimal.merge(column.decimal, uniquingKeysWith: +)
        thousands.merge(column.thousands, uniquingKeysWith: +)
        ambiguous.merge(column.ambiguous, uniquingKeysWith: +)
      }
    }
  }

  /// - Parameters:
  ///   - survey: What the marks of the columns are.
  ///   - names: What notes call the columns.
  init(_ survey: ColumnSurvey, _ options: ReadingOptions, names: [String]) {
    columns = survey.columns.map { $0.isMostlyNumbers ? $0 : ColumnSurvey.Column() }
    totals = Totals(columns)
    self.names = names
    style = NumberStyle(missing: MissingValues(options.missingValues))
    chooseDecimalMark(options)
    if let character = options.thousands {
      style.thousands = NumberMark(character)
    } else {
      chooseThousands()
    }
    let fortran = columns.indices.filter { columns[$0].hasFortranExponents }
    if !fortran.isEmpty { notes.append("exponents with D, as Fortran writes them, are read as with E") }
    if options.decimalComma == true, style.thousands == nil { noteAmbiguousCommas() }
  }

  private func count(_ marks: KeyPath<Totals, [NumberMark: Int]>, _ mark: NumberMark) -> Int {
    totals[keyPath: marks][mark] ?? 0
  }

  private mutating func chooseDecimalMark(_ options: ReadingOptions) {
    if let declared = options.decimalComma {
      if declared { style.decimalMark = Byte.comma }
      return
    }
    if let thousands = options.thousands.flatMap(NumberMark.init), thousands == .point || thousands == .comma
    {
      if thousands == .point { style.decimalMark = Byte.comma }
      return
    }
    guard count(\.decimal, .point) == 0, count(\.thousands, .comma) == 0 else { return }
    // Where spaces or apostrophes separate thousands, commas do not.
    let hasOtherGroups = count(\.thousands, .space) + count(\.thousands, .apostrophe) > 0
    let isDecimal = hasOtherGroups && count(\.ambiguous, .point) == 0
    let commas = count(\.decimal, .comma) + (isDecimal ? count(\.ambiguous, .comma) : 0)
    let groups = count(\.thousands, .point)
    guard commas >= Self.leastDecimalCommas || (commas == 0 && groups > 0) else { return }
    style.decimalMark = Byte.comma
    if commas > 0 {
      notes.append(
        "numbers have a decimal comma ("
          + list { ($0.decimal[.comma] ?? 0) + (isDecimal ? $0.ambiguous[.comma] ?? 0 : 0) > 0 }
          + "); --decimal-comma or --no-decimal-comma decides")
    }
  }

  private mutating func chooseThousands() {
    // The mark that the fraction does not begin with.
    let other = style.decimalComma ? NumberMark.point : .comma
    var candidates: [NumberMark] = [.space, .apostrophe].filter { count(\.thousands, $0) > 0 }
    if count(\.thousands, other) > 0 || isGroupedByOthers(other) { candidates.append(other) }
    guard candidates.count == 1, let mark = candidates.first, count(\.decimal, other) == 0 || mark != other
    else { return }
    style.thousands = mark
    let found = list { ($0.thousands[mark] ?? 0) + ($0.ambiguous[mark] ?? 0) > 0 }
    notes.append("\(Self.name(mark)) separate thousands (\(found)); --thousands decides")
  }

  /// Whether what may be either is thousands, because the fractions of other cells begin with another mark.
  private func isGroupedByOthers(_ mark: NumberMark) -> Bool {
    let decimal = style.decimalComma ? NumberMark.comma : .point
    guard count(\.ambiguous, mark) > 0, count(\.decimal, decimal) > 0 else { return false }
    // Where thousands are separated, a number of four digits has its mark.
    return columns.allSatisfy { ($0.ambiguous[mark] ?? 0) == 0 || $0.longIntegerCount == 0 }
  }

  /// Says what a declared decimal comma makes of numbers that look like thousands.
  private mutating func noteAmbiguousCommas() {
    guard count(\.ambiguous, .comma) > 0, count(\.decimal, .comma) == 0 else { return }
    notes.append(
      "every decimal comma stands before three digits (\(list { ($0.ambiguous[.comma] ?? 0) > 0 })): where "
        + "they are thousands, give --thousands , instead of --decimal-comma")
  }

  /// Whether the points of a column may be thousands and not fractions: whole numbers stand among numbers that
  /// all have three digits after the point, and nothing in the file has fewer or more.
  func mayBeGroupedByPoints(_ column: Int, _ options: ReadingOptions) -> Bool {
    guard options.decimalComma == nil, options.thousands == nil, !style.decimalComma,
      count(\.decimal, .point) == 0
    else { return false }
    let column = columns[column]
    let grouped = column.ambiguous[.point] ?? 0
    return grouped >= 2 && column.longIntegerCount == 0 && 20 * column.integerCount >= grouped
      && column.integerCount > 0
  }

  /// Whether commas may have cut numbers in two: whole numbers everywhere, in each second column with leading
  /// zeros.
  var mayBeCutFractions: Bool {
    columns.count > 1 && columns.count.isMultiple(of: 2)
      && columns.enumerated().allSatisfy { place, column in
        column.decimal.isEmpty && column.ambiguous.isEmpty && column.thousands.isEmpty
          && column.integerCount > 0 && (place.isMultiple(of: 2) || column.zeroPaddedCount > 0)
      }
  }

  /// Whether a declared decimal comma cannot be: a column has decimal points, and none has decimal commas.
  func contradictsDecimalComma(_ options: ReadingOptions) -> Int? {
    guard options.decimalComma == true, count(\.decimal, .comma) == 0 else { return nil }
    return columns.indices.first { (columns[$0].decimal[.point] ?? 0) > 0 }
  }

  private func list(_ isMeant: (ColumnSurvey.Column) -> Bool) -> String {
    let meant = columns.indices.filter { isMeant(columns[$0]) }
    let shown = meant.prefix(5).map { ColumnTitle(number: $0 + 1, name: names[$0]).description }
    return shown.joined(separator: ", ") + (meant.count > 5 ? ", …" : "")
  }

  private static func name(_ mark: NumberMark) -> String {
    switch mark {
    case .comma: "commas"
    case .point: "points"
    case .space: "spaces"
    case .apostrophe: "apostrophes"
    case .other(let byte): "signs «\(Character(UnicodeScalar(byte)))»"
    }
  }
}
