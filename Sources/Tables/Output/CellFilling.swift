/// Numbers for cells of a column that are missing.
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
}

/// The fillings of a table, found by column.
struct CellFillings: Sendable {
  private let all: [CellFilling]
  /// The place of each column's filling, or -1; the first of a column counts.
  private var places: [Int] = []

  init(_ all: [CellFilling], columnCount: Int) {
    self.all = all
    guard !all.isEmpty else { return }
    places = Array(repeating: -1, count: columnCount)
    for (place, filling) in all.enumerated() where places.indices.contains(filling.column) {
      if places[filling.column] < 0 { places[filling.column] = place }
    }
  }

  /// Whether a cell of the row gets a number.
  func touch(_ row: Int) -> Bool { all.contains { !$0.numbers[row].isNaN } }

  /// The number that a cell gets; nil where it stays.
  func number(_ column: Int, _ row: Int) -> Double? {
    guard !places.isEmpty, places[column] >= 0 else { return nil }
    let number = all[places[column]].numbers[row]
    return number.isNaN ? nil : number
  }
}
