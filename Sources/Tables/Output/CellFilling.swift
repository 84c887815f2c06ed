/// Numbers for cells of a column that are missing.
///
/// ```swift
/// // Numbers for the empty cells of the second column; NaN leaves a cell as it is.
/// let table = try PointTable(contentsOf: "points.csv")
/// let filling = CellFilling(column: 1, numbers: [Double](repeating: 0, count: table.rowCount))
/// try TableWriter(to: "filled.csv").write(table, filling: [filling], appending: [])
/// ```
public struct CellFilling: Sendable, Hashable {
  /// The column, from 0.
  public let column: Int
  /// A number for each row of the table; NaN leaves the cell as it is.
  public let numbers: [Double]

  /// Takes the values as they are.
  ///
  /// - Parameters:
  ///   - column: The column, from 0.
  ///   - numbers: A number for each row of the table; NaN leaves the cell as it is.
  public init(column: Int, numbers: [Double]) {
    self.column = column
    self.numbers = numbers
  }

  /// The same where there is a number for each row that is kept alone.
  ///
  /// - Parameters:
  ///   - rows: All rows in question.
  ///   - keptRows: Those of them, rising, to which the numbers belong; nil for all.
  func spread(over rows: Range<Int>, keptRows: ArraySlice<Int>?) -> CellFilling {
    guard let keptRows, keptRows.count < rows.count else { return self }
    var spread = [Double](repeating: .nan, count: rows.count)
    for (row, number) in zip(keptRows, numbers) { spread[row - rows.lowerBound] = number }
    return CellFilling(column: column, numbers: spread)
  }
}

/// The fillings of a table, found by column.
struct CellFillings: Sendable {
  private let all: [CellFilling]
  /// The first row of the run that they belong to.
  private let firstRow: Int
  /// The place of each column's filling, or -1; the first of a column counts.
  private var places: [Int] = []

  init(_ run: TableRun, columnCount: Int) {
    all = run.fillings
    firstRow = run.rows.lowerBound
    guard !all.isEmpty else { return }
    places = Array(repeating: -1, count: columnCount)
    for (place, filling) in all.enumerated() where places.indices.contains(filling.column) {
      if places[filling.column] < 0 { places[filling.column] = place }
    }
  }

  /// Whether a cell of the row gets a number.
  func touch(_ row: Int) -> Bool { all.contains { !$0.numbers[row - firstRow].isNaN } }

  /// The number that a cell gets; nil where it stays.
  func number(_ column: Int, _ row: Int) -> Double? {
    guard !places.isEmpty, places[column] >= 0 else { return nil }
    let number = all[places[column]].numbers[row - firstRow]
    return number.isNaN ? nil : number
  }

  /// The cells of a column in some rows, with the numbers that take their place.
  func filled(_ values: TableColumn.Values, _ column: Int, _ rows: Range<Int>) -> TableColumn.Values {
    guard !places.isEmpty, places[column] >= 0 else { return values }
    let numbers = rows.map { number(column, $0) }
    if case .numbers(let cells) = values { return .numbers(zip(numbers, cells).map { $0 ?? $1 }) }
    return .strings(zip(numbers, values.texts).map { $0.map(NumberText.shortest) ?? $1 })
  }
}
