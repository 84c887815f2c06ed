/// The columns that are used where none are chosen, and why the others are not.
///
/// ```swift
/// let table = try PointTable(contentsOf: "points.csv")
/// let choice = try table.chooseColumns()
/// let numbers = try table.numbers(in: choice.columns)
/// for leftOut in choice.leftOut { print(table.columnNames[leftOut.column], leftOut.reason) }
/// ```
public struct ColumnChoice: Sendable, Hashable {
  /// Why a column is left out.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv")
  /// for leftOut in try table.chooseColumns().leftOut {
  ///   guard case .numberInText(let line, let cell) = leftOut.reason else { continue }
  ///   print("line \(line), \(table.columnNames[leftOut.column]): «\(cell)» may be meant as a number")
  /// }
  /// ```
  public enum Reason: Sendable, Hashable {
    /// It holds text.
    case text
    /// It holds text that begins as a number does, such as `5 kg`; its first cell.
    case numberInText(line: Int, cell: String)
    /// All its cells are empty, or say that there is no number.
    case empty
    /// A program has added it to the table.
    case derived
    /// It is used for something else, such as `the weights`.
    case otherwiseUsed(as: String)
    /// It stands beside the coordinates of points, such as a colour or a time.
    case notCoordinate
    /// It stands beside the colours of a picture's pixels, such as their places or opacity.
    case notColour
  }

  /// A column that is left out.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv")
  /// let texts = try table.chooseColumns().leftOut.filter { $0.reason == .text }.map { table.columnNames[$0.column] }
  /// ```
  public struct LeftOut: Sendable, Hashable {
    /// The column, from 0.
    public let column: Int
    /// Why.
    public let reason: Reason
  }

  /// The columns used, from 0, in the order of the file.
  public let columns: [Int]
  /// All others, in the order of the file.
  public let leftOut: [LeftOut]
}

extension PointTable {
  /// The columns used where none are chosen: the numeric ones, but for those that a program has added; of a format of
  /// points in space their coordinates alone.
  ///
  /// - Parameters:
  ///   - derived: The columns that have been added.
  ///   - otherwiseUsed: What columns are used for that are something else, such as `the weights`.
  /// - Returns: At least one column, and why the others are left out.
  /// - Throws: ``TableError`` where there is none.
  /// - Complexity: O(columns).
  public func chooseColumns(
    derived: DerivedColumns = DerivedColumns(), otherwiseUsed: [Int: String] = [:]
  ) throws(TableError) -> ColumnChoice {
    let textReasons = self.textReasons(
      columnNames.indices.filter { columnKinds[$0] == .text && otherwiseUsed[$0] == nil })
    let coordinates = coordinateColumns(otherwiseUsed: otherwiseUsed)
    var used: [Int] = []
    var leftOut: [ColumnChoice.LeftOut] = []
    for column in columnNames.indices {
      // A column that would be numbers if the reader were told how is not left out in silence.
      if otherwiseUsed[column] == nil, let doubt = doubt(of: column) { throw doubt }
      let reason: ColumnChoice.Reason? =
        if let use = otherwiseUsed[column] {
          .otherwiseUsed(as: use)
        } else if columnKinds[column] == .text {
          textReasons[column] ?? .text
        } else if contents.isEmpty(column) {
          .empty
        } else if derived.columns.contains(column) {
          .derived
        } else {
          coordinates?.contains(column) == false ? contents.reasonBesideCoordinates : nil
        }
      if let reason {
        leftOut.append(ColumnChoice.LeftOut(column: column, reason: reason))
      } else {
        used.append(column)
      }
    }
    if used.isEmpty {
      // Where nothing else is left, reading them says what is wrong.
      let mayBeNumbers = { (item: ColumnChoice.LeftOut) in
        item.reason == .empty && columnKinds[item.column] == .numeric
      }
      used = leftOut.filter(mayBeNumbers).map(\.column)
      leftOut.removeAll(where: mayBeNumbers)
    }
    guard used.isEmpty else { return ColumnChoice(columns: used, leftOut: leftOut) }
    throw noColumn(derived)
  }

  /// The columns that are where points stand, unless all are used for something else.
  private func coordinateColumns(otherwiseUsed: [Int: String]) -> Set<Int>? {
    guard let places = contents.coordinateColumns, places.contains(where: { otherwiseUsed[$0] == nil }) else {
      return nil
    }
    return Set(places)
  }

  /// Why columns of text are left out: where the first cell may be meant as a number, this is shown.
  private func textReasons(_ columns: [Int]) -> [Int: ColumnChoice.Reason] {
    var reasons: [Int: ColumnChoice.Reason] = [:]
    for column in columns where contents.isEmpty(column) { reasons[column] = .empty }
    var lines: [Int: Int] = [:]
    for (column, first) in contents.firstTexts(of: columns.filter { !contents.isEmpty($0) }) {
      let found = contents.shownText(at: first)
      guard Self.mayBeMeantAsNumber(found) else { continue }
      let line = lines[first.row] ?? contents.line(ofRow: first.row)
      lines[first.row] = line
      reasons[column] = .numberInText(line: line, cell: MessageText.cleaned(found))
    }
    return reasons
  }

  /// One sign at most stands before the digits: $5, <0.1, 5 kg, but not A12 or 2020-01-01.
  private static func mayBeMeantAsNumber(_ found: String) -> Bool {
    let digits = found.drop { !$0.isNumber }
    let signs = found.prefix(found.count - digits.count)
    let after = digits.drop { $0.isNumber || $0 == "." || $0 == "," }
    let isDate = after.first.map { "-/:".contains($0) } ?? false
    return !digits.isEmpty && signs.count <= 3 && !signs.contains(where: \.isLetter) && !isDate
  }

  /// The columns used where none are chosen.
  ///
  /// - Parameter derived: The columns that a program has added.
  /// - Returns: At least one column, in the order of the file.
  /// - Throws: ``TableError`` where there is none.
  public func defaultColumns(derived: DerivedColumns = DerivedColumns()) throws(TableError) -> [Int] {
    try chooseColumns(derived: derived).columns
  }

  private func noColumn(_ derived: DerivedColumns) -> TableError {
    let numeric = columnNames.indices.filter { columnKinds[$0] == .numeric }
    guard numeric.isEmpty else {
      let writer = derived.writer.map { "\($0) itself writes or that " } ?? ""
      return error(
        "the only numeric columns are ones that \(writer)are used for something else "
          + "(\(list(numeric))); name them with --columns if they are meant.")
    }
    let first = contents.shownText(at: CellPlace(row: 0, column: 0))
    let hasComma = NumberText.number(first, decimalComma: true) != nil
    let cure =
      hasComma
      ? "if the comma is the decimal mark, give --decimal-comma"
      : "give a file with coordinates, or its --delimiter"
    return error(
      "found no numeric column (there are: \(list(Array(columnNames.indices))), the first cell is "
        + "\(MessageText.quoted(first))); \(cure).")
  }

  /// A value of `--columns` that chooses these columns, in this order, and can be pasted.
  ///
  /// - Parameter columns: The columns, from 0.
  /// - Returns: Names where they are few and plain, else numbers and ranges of these.
  public func columnsOption(choosing columns: [Int]) -> String {
    let names = columns.map { columnNames[$0] }
    let areNames = names.allSatisfy { name in
      name.first?.isLetter == true && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    }
    let byName = names.joined(separator: ",")
    let byNumber = Self.ranges(columns.map { $0 + 1 })
    func chooses(_ option: String) -> Bool { (try? selectColumns(option)) == columns }
    if areNames, byName.count <= 60, chooses(byName) { return byName }
    // A name may look like a number or a range, and comes before it.
    return chooses(byNumber) ? byNumber : byName
  }

  /// Such as `2-4,6`.
  private static func ranges(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }.joined(separator: ",")
  }
}
