/// What some rows say of the columns: how their numbers are written, and where there is none.
struct ColumnSurvey: Sendable {
  /// What the cells of one column are.
  struct Column: Sendable {
    /// Cells that are numbers in the style that is asked about.
    var numberCount = 0
    /// Cells that would be numbers in some style, those counted before among them.
    var numberLikeCount = 0
    var textCount = 0
    /// Cells that are empty or NA, or ? and the like.
    var missingCount = 0
    var placeholderCount = 0
    var quotedCount = 0
    /// Numbers without a mark, zero left out.
    var integerCount = 0
    /// Of these, numbers of more than three digits.
    var longIntegerCount = 0
    /// Of these, numbers of two digits or more that begin with zero.
    var zeroPaddedCount = 0
    var hasFortranExponents = false
    var decimal: [NumberMark: Int] = [:]
    var thousands: [NumberMark: Int] = [:]
    var ambiguous: [NumberMark: Int] = [:]
    var lowest = Double.infinity
    var highest = -Double.infinity
    /// The first cell that is no number in the style asked about but would be in another.
    var firstForeign: (row: Int, cell: RowScanner.Cell)?

    /// Whether half of the cells that say something, or more, are numbers in some style.
    var isMostlyNumbers: Bool { numberLikeCount > 0 && numberLikeCount >= textCount }
    var count: Int { numberLikeCount + textCount + missingCount }

    mutating func append(_ later: Column) {
      numberCount += later.numberCount
      numberLikeCount += later.numberLikeCount
      textCount += later.textCount
      missingCount += later.missingCount
      placeholderCount += later.placeholderCount
      if firstForeign == nil { firstForeign = later.firstForeign }
    }
  }

  private(set) var columns: [Column]

  init(width: Int) { columns = Array(repeating: Column(), count: width) }

  /// Adds a cell of a column.
  ///
  /// - Parameter details: Whether marks, ranges and quotes are looked at as well.
  mutating func add(
    _ cell: RowScanner.Cell, of column: Int, row: Int, _ scanner: RowScanner, _ style: NumberStyle,
    details: Bool
  ) {
    let text = scanner.text(of: cell)
    var form: NumberForm?
    switch style.content(of: text) {
    case .number(let number):
      columns[column].numberCount += 1
      columns[column].numberLikeCount += 1
      guard details else { return }
      form = NumberForm(text)
      // A code is no measurement: beside -9999 nothing is far from all others.
      if !MissingCodes.isUsual(number) {
        columns[column].lowest = min(columns[column].lowest, number)
        columns[column].highest = max(columns[column].highest, number)
      }
    case .invalid: columns[column].missingCount += 1
    case .placeholder:
      columns[column].missingCount += 1
      columns[column].placeholderCount += 1
    case .text:
      form = NumberForm(text)
      if form == nil {
        columns[column].textCount += 1
      } else {
        columns[column].numberLikeCount += 1
        if columns[column].firstForeign == nil { columns[column].firstForeign = (row, cell) }
      }
    }
    guard details else { return }
    if cell.isQuoted { columns[column].quotedCount += 1 }
    if let form { note(form, of: column, isZero: text.allSatisfy { $0 == UInt8(ascii: "0") }) }
  }

  private mutating func note(_ form: NumberForm, of column: Int, isZero: Bool) {
    if let mark = form.decimal { columns[column].decimal[mark, default: 0] += 1 }
    if let mark = form.thousands { columns[column].thousands[mark, default: 0] += 1 }
    if let mark = form.ambiguous { columns[column].ambiguous[mark, default: 0] += 1 }
    if form.hasFortranExponent { columns[column].hasFortranExponents = true }
    if form.isInteger, !isZero {
      columns[column].integerCount += 1
      if form.leadingDigits > 3 { columns[column].longIntegerCount += 1 }
      if form.leadingDigits > 1, form.beginsWithZero { columns[column].zeroPaddedCount += 1 }
    }
  }

  mutating func append(_ later: ColumnSurvey) {
    for column in columns.indices { columns[column].append(later.columns[column]) }
  }
}
