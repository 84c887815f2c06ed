/// Writes numbers as a NumPy array of float64, row by row.
struct NPYWriter: ~Copyable {
  private var file: AtomicFile
  private var buffer: [UInt8] = []

  /// Begins an array of known size.
  init(_ file: consuming AtomicFile, rowCount: Int, columnCount: Int) throws(TableError) {
    self.file = file
    let shape = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rowCount), \(columnCount)), }"
    // The numbers begin at a multiple of 64 bytes.
    let used = NPYHeader.magic.count + 4 + shape.utf8.count + 1
    let header = shape + String(repeating: " ", count: (64 - used % 64) % 64) + "\n"
    buffer = NPYHeader.magic + [1, 0, UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
    buffer += Array(header.utf8)
    try flush()
  }

  /// Appends rows, given as columns of equal length.
  mutating func write(_ columns: [[Double]]) throws(TableError) {
    let rowCount = columns.first?.count ?? 0
    for row in 0..<rowCount {
      for column in columns {
        withUnsafeBytes(of: column[row].bitPattern.littleEndian) { buffer.append(contentsOf: $0) }
      }
      if buffer.count >= 1 << 16 { try flush() }
    }
    try flush()
  }

  consuming func commit() throws(TableError) { try file.commit() }

  private mutating func flush() throws(TableError) {
    var failure: TableError?
    buffer.withUnsafeBytes { bytes in
      do throws(TableError) { try file.write(bytes) } catch { failure = error }
    }
    buffer.removeAll(keepingCapacity: true)
    if let failure { throw failure }
  }
}

extension TableColumn {
  /// The numbers of a column for an array, NaN for empty cells.
  ///
  /// - Throws: ``TableError`` where a cell is text.
  func arrayNumbers(path: String) throws(TableError) -> [Double] {
    switch values {
    case .integers(let cells): return cells.map(Double.init)
    case .numbers(let cells): return cells
    case .strings(let cells): return try numbers(of: cells, path: path)
    case .categories(let indices, let names):
      let cells = indices.map { $0.flatMap { names.indices.contains($0) ? names[$0] : nil } }
      return try numbers(of: cells, path: path)
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
  ///
  /// - Throws: ``TableError`` where a column holds text, or whole numbers that float64 does not hold.
  func arrayNumbers(path: String) throws(TableError) -> [[Double]] {
    if let column = columnNames.indices.first(where: { kind(of: $0) == .text }) {
      let first = text(of: column).first { !$0.isEmpty } ?? ""
      throw ArrayRefusal.text(column: columnNames[column], found: first, path: path)
    }
    let columns = try numbers(in: Array(columnNames.indices), invalid: .missing).columns
    for (column, numbers) in columns.enumerated() where numbers.contains(where: { abs($0) >= 0x1p53 }) {
      for (cell, number) in zip(text(of: column), numbers) where abs(number) >= 0x1p53 {
        guard let whole = Int(cell), Double(exactly: whole) == nil else { continue }
        throw ArrayRefusal.digits(column: columnNames[column], found: cell, path: path)
      }
    }
    return columns
  }
}

/// Why a column cannot be part of an array.
private enum ArrayRefusal {
  static func text(column: String, found: String, path: String) -> TableError {
    TableError(
      .badData, source: path,
      message:
        "the column \(MessageText.quoted(column)) holds text (\(MessageText.quoted(found))), and a NumPy "
        + "array holds numbers only; name the output .csv or .tsv.")
  }

  static func digits(column: String, found: String, path: String) -> TableError {
    TableError(
      .badData, source: path,
      message: "the column \(MessageText.quoted(column)) holds \(MessageText.quoted(found)), which has more "
        + "digits than the float64 of a NumPy array; name the output .csv or .tsv.")
  }
}
