/// A used column that looks like no measurement, and why.
///
/// ```swift
/// let table = try PointTable(contentsOf: "points.csv")
/// let columns = try table.defaultColumns()
/// for doubt in table.doubts(about: columns, numbers: try table.numbers(in: columns).columns) {
///   print("the column \(table.columnNames[doubt.column]) \(doubt.explanation)")
/// }
/// ```
///
/// It is a suspicion only, by what the column holds, its name and its place: the column is used all the same.
public struct ColumnDoubt: Sendable, Hashable {
  /// Why a column looks like no measurement; new reasons may be added.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv")
  /// let columns = try table.defaultColumns()
  /// let doubts = table.doubts(about: columns, numbers: try table.numbers(in: columns).columns)
  /// let measured = columns.filter { column in !doubts.contains { $0.column == column && $0.reason == .rowNumbers } }
  /// ```
  public enum Reason: Sendable, Hashable {
    /// It numbers the rows.
    case rowNumbers
    /// It stands first and has no name, as the row names of data frames do.
    case unnamed
    /// Its whole numbers name rows.
    case identifier
    /// It stands first, and its whole numbers rise from row to row.
    case rising
    /// It holds these few whole numbers, as a class does.
    case classCode(values: [Double])
    /// Who asked suspects it: the words that follow the column's name.
    case suspected(String)
  }

  /// The column of the table, from 0.
  public let column: Int
  /// Why.
  public let reason: Reason

  /// The reason in a few words, to follow the column's name.
  public var explanation: String {
    switch reason {
    case .rowNumbers: return "numbers the rows"
    case .unnamed: return "stands first and has no name, as row names do"
    case .identifier: return "holds whole numbers that name rows, as an identifier does"
    case .rising: return "holds whole numbers that rise from row to row, as those of records do"
    case .classCode(let values):
      let shown = values.prefix(4).map(NumberText.shortest).joined(separator: ", ")
      let list = values.count > 4 ? "\(shown), …" : shown
      return "holds only \(values.count) whole numbers (\(list)), as a class does"
    case .suspected(let why): return why
    }
  }
}

extension PointTable {
  /// The columns among those used that look like no measurements.
  ///
  /// - Parameters:
  ///   - columns: The columns used, from 0.
  ///   - numbers: Their numbers, NaN where one is missing: a column for each.
  ///   - keptRows: The rows, from 0, that the numbers come from; nil for all.
  ///   - suspected: Columns, from 0, that look like no measurements by what else is known of them, and why: words that
  ///     follow the column's name.
  /// - Returns: The doubts in the order of the columns.
  /// - Complexity: O(columns) for columns with fractions; O(rows) for those that are whole and suspicious.
  public func doubts(
    about columns: [Int], numbers: [[Double]], keptRows: [Int]? = nil, suspected: [Int: String] = [:]
  ) -> [ColumnDoubt] {
    guard numbers.count == columns.count, columns.count > 1 else { return [] }
    let examined: [ExaminedColumn] = zip(columns, numbers).map { column, numbers in
      ExaminedColumn(
        name: ownName(of: column), isFirst: column == 0, isLast: column == columnCount - 1, numbers: numbers,
        keptRows: keptRows)
    }
    func others(than index: Int, where isMeant: (Int) -> Bool = { _ in true }) -> [ExaminedColumn] {
      examined.indices.filter { $0 != index && isMeant($0) }.map { examined[$0] }
    }
    let identifications = examined.indices.map { index in
      examined[index].identification(beside: { others(than: index) })
    }
    return columns.indices.compactMap { index in
      // What tells rows apart says nothing about a class.
      let reason =
        identifications[index]
        ?? suspected[columns[index]].map { .suspected($0) }
        ?? examined[index].classCode(beside: { others(than: index) { identifications[$0] == nil } })
      return reason.map { ColumnDoubt(column: columns[index], reason: $0) }
    }
  }

  /// The name that the file gives to a column; nil where it gives none to any, empty where it leaves it empty.
  private func ownName(of column: Int) -> String? {
    let name = columnNames[column]
    guard hasHeader, columnCount < 2 || columnNames.prefix(2) != ["1", "2"] else { return nil }
    // Where a header has no name for a column, that is called by its number.
    return name == String(column + 1) || name.hasPrefix("Unnamed: ") ? "" : name
  }
}
