extension TableColumn {
  /// The numbers of a column for a format without text, NaN for empty cells.
  /// - Throws: ``TableError`` where a cell is text.
  func recordNumbers(of format: any TableFormat, path: String) throws(TableError) -> [Double] {
    switch values {
    case .integers(let cells): return cells.map(Double.init)
    case .numbers(let cells): return cells
    case .strings, .categories: return try numbers(of: values.texts, format, path: path)
    }
  }

  private func numbers(
    of cells: [String?], _ format: any TableFormat, path: String
  ) throws(TableError) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(cells.count)
    for cell in cells {
      guard let cell, !cell.isEmpty else {
        numbers.append(.nan)
        continue
      }
      guard let number = NumberText.number(cell) else {
        throw NumberRefusal.text(column: name, found: cell, format, path: path)
      }
      numbers.append(number)
    }
    return numbers
  }
}

extension PointTable {
  /// The numbers of some columns, or all, for a format of float64, NaN for invalid cells.
  /// - Throws: ``TableError`` where there are whole numbers that float64 does not hold.
  func recordNumbers(
    of rows: Range<Int>, columns chosen: [Int]? = nil, _ format: any TableFormat, path: String
  ) throws(TableError) -> [[Double]] {
    let chosen = chosen ?? Array(columnNames.indices)
    let columns = try numbers(in: chosen, ofRows: rows, invalid: .missing).columns
    for (column, numbers) in zip(chosen, columns) where numbers.contains(where: { abs($0) >= 0x1p53 }) {
      for (cell, number) in zip(contents.texts(of: column, in: rows), numbers) where abs(number) >= 0x1p53 {
        guard let whole = Int(cell), Double(exactly: whole) == nil else { continue }
        throw NumberRefusal.digits(column: columnNames[column], found: cell, format, path: path)
      }
    }
    return columns
  }

  /// Refuses a table with a column of text.
  func requireNumbers(for format: any TableFormat, path: String) throws(TableError) {
    guard let column = columnKinds.firstIndex(of: .text) else { return }
    let first = text(of: column).first { !$0.isEmpty } ?? ""
    throw NumberRefusal.text(column: columnNames[column], found: first, format, path: path)
  }
}

/// Why a column cannot be part of a file that holds numbers only.
enum NumberRefusal {
  static func text(
    column: String, found: String, _ format: any TableFormat, path: String
  ) -> TableError {
    TableError(
      .badData, source: path,
      message:
        "the column \(MessageText.quoted(column)) holds text (\(MessageText.quoted(found))), and "
        + "\(format.names.several) hold numbers only; name the output \(TableFormats.endings(forText: true))."
    )
  }

  static func digits(
    column: String, found: String, _ format: any TableFormat, path: String
  ) -> TableError {
    TableError(
      .badData, source: path,
      message: "the column \(MessageText.quoted(column)) holds \(MessageText.quoted(found)), which has more "
        + "digits than the float64 of \(format.names.several); name the output \(TableFormats.endings(forText: true))."
    )
  }

  static func range(
    column: String, found: Double, _ format: any TableFormat, path: String
  ) -> TableError {
    TableError(
      .badData, source: path,
      message:
        "the column \(MessageText.quoted(column)) holds \(NumberText.shortest(found)), which is beyond the "
        + "whole numbers that are appended to \(format.names.several); name the output "
        + "\(TableFormats.endings(forText: true)).")
  }
}
