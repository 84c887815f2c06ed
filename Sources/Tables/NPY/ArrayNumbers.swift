extension TableColumn {
  /// The numbers of a column for an array, NaN for empty cells.
  /// - Throws: ``TableError`` where a cell is text.
  func arrayNumbers(path: String) throws(TableError) -> [Double] {
    switch values {
    case .integers(let cells): return cells.map(Double.init)
    case .numbers(let cells): return cells
    case .strings, .categories: return try numbers(of: values.texts, path: path)
    }
  }

  private func numbers(of cells: [String?], path: String) throws(TableError) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(cells.count)
    for cell in cells {
      guard let cell, !cell.isEmpty else {
        numbers.append(.nan)
        continue
      }
      guard let number = NumberText.number(cell) else {
        throw ArrayRefusal.text(column: name, found: cell, path: path)
      }
      numbers.append(number)
    }
    return numbers
  }
}

extension PointTable {
  /// The numbers of all columns for an array, NaN for invalid cells.
  /// - Throws: ``TableError`` where there are whole numbers that float64 does not hold.
  func arrayNumbers(of rows: Range<Int>, path: String) throws(TableError) -> [[Double]] {
    let columns = try numbers(in: Array(columnNames.indices), rows: rows, invalid: .missing).columns
    for (column, numbers) in columns.enumerated() where numbers.contains(where: { abs($0) >= 0x1p53 }) {
      for (cell, number) in zip(contents.texts(of: column, in: rows), numbers) where abs(number) >= 0x1p53 {
        guard let whole = Int(cell), Double(exactly: whole) == nil else { continue }
        throw ArrayRefusal.digits(column: columnNames[column], found: cell, path: path)
      }
    }
    return columns
  }
}

/// Why a column cannot be part of an array.
enum ArrayRefusal {
  static func text(column: String, found: String, path: String) -> TableError {
    TableError(
      .badData, source: path,
      message:
        "the column \(MessageText.quoted(column)) holds text (\(MessageText.quoted(found))), and a NumPy "
        + "array holds numbers only; name the output \(TableFormats.endings(forText: true)).")
  }

  static func digits(column: String, found: String, path: String) -> TableError {
    TableError(
      .badData, source: path,
      message: "the column \(MessageText.quoted(column)) holds \(MessageText.quoted(found)), which has more "
        + "digits than the float64 of a NumPy array; name the output \(TableFormats.endings(forText: true)).")
  }
}
