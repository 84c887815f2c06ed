/// Consecutive rows of a table, numbered anew; messages call them by where they stand in the file.
struct RowRangeTable: TableSourceWrapper {
  let contents: any TableSource
  let rows: Range<Int>
  /// How many bytes of numbers may be in memory.
  private let mostBytes: Int

  init(_ contents: any TableSource, rows: Range<Int>, mostBytes: Int) {
    self.contents = contents
    self.rows = rows
    self.mostBytes = mostBytes
  }

  var rowCount: Int { rows.count }

  /// Whether so many numbers are too many: the file may be on the disk since others have its other rows.
  var isLargerThanMemory: Bool {
    contents.isLargerThanMemory && rows.count > mostBytes / (8 * max(1, contents.columnNames.count))
  }

  private func outer(_ part: Range<Int>) -> Range<Int> {
    (rows.lowerBound + part.lowerBound)..<(rows.lowerBound + part.upperBound)
  }

  private func outer(_ place: CellPlace) -> CellPlace {
    CellPlace(row: rows.lowerBound + place.row, column: place.column)
  }

  func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    var inner = sink.part(Array(columns.indices), rows: outer(rows))
    try contents.readNumbers(of: columns, in: inner.rows, into: &inner)
    _ = sink.take(
      inner, slots: Array(columns.indices), firstRow: -self.rows.lowerBound,
      columns: Array(contents.columnNames.indices))
  }

  func storedColumns(_ columns: [Int]) -> [StoredColumn]? {
    contents.storedColumns(columns).map { stored in
      // What others may do to the file is of no concern to what is in memory.
      stored.map { column in
        isLargerThanMemory || !column.file.isMapped ? column.selecting(rows) : column.selecting(rows).copied()
      }
    }
  }

  func texts(of column: Int, in rows: Range<Int>) -> [String] { contents.texts(of: column, in: outer(rows)) }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    contents.cells(of: column, in: outer(rows))
  }

  func categories(of column: Int) -> CategoryColumn {
    let all = contents.categories(of: column)
    return CategoryColumn(names: all.names, indices: Array(all.indices[rows]))
  }

  func line(ofRow row: Int) -> Int { contents.line(ofRow: rows.lowerBound + row) }
  func origin(of place: CellPlace) -> CellOrigin { contents.origin(of: outer(place)) }
  func shownText(at place: CellPlace) -> String { contents.shownText(at: outer(place)) }
  func noNumber(at place: CellPlace) -> TableError { contents.noNumber(at: outer(place)) }

  func firstTexts(of columns: [Int]) -> [Int: CellPlace] {
    contents.firstTexts(of: columns).compactMapValues { place in
      rows.contains(place.row) ? CellPlace(row: place.row - rows.lowerBound, column: place.column) : nil
    }
  }
}

extension StoredColumn {
  /// The numbers of consecutive rows.
  fileprivate func selecting(_ rows: Range<Int>) -> StoredColumn {
    let size = precision == .double ? 8 : 4
    return StoredColumn(
      file: file, offset: offset + rows.lowerBound * stride * size, stride: stride, count: rows.count,
      precision: precision)
  }

  /// The same numbers in memory, one beside the other.
  fileprivate func copied() -> StoredColumn {
    let copy =
      switch precision {
      case .double: bytes(of: Double.self)
      case .single: bytes(of: Float.self)
      }
    return StoredColumn(
      file: FileBytes(copying: copy), offset: 0, stride: 1, count: count, precision: precision)
  }

  private func bytes<Number>(of type: Number.Type) -> [UInt8] {
    withStart { start in
      let numbers = start.assumingMemoryBound(to: type)
      return [UInt8](unsafeUninitializedCapacity: count * MemoryLayout<Number>.size) { target, filled in
        target.withMemoryRebound(to: type) { target in
          for row in 0..<count { target[row] = numbers[row * stride] }
        }
        filled = target.count
      }
    } ?? []
  }
}

extension PointTable {
  /// Consecutive rows of the table, as a table of their own; names and kinds of columns are those of the whole.
  ///
  /// - Parameter rows: Their numbers, from 0; at least one.
  /// - Complexity: O(1).
  package func selecting(rows: Range<Int>) -> PointTable {
    precondition(!rows.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= rowCount, "no such rows")
    var part = PointTable(
      RowRangeTable(contents, rows: rows, mostBytes: MemoryAllowance.share(reading.memoryLimit)),
      source: source, options: reading)
    part.numberMap = numberMap
    return part
  }

  /// Which rows of a table these are; nil where they are all.
  package var partRows: Range<Int>? { (contents as? RowRangeTable)?.rows }
}

extension PointTable {
  /// The table that these are consecutive rows of; itself where it is whole.
  package var whole: PointTable {
    guard let part = contents as? RowRangeTable else { return self }
    var whole = PointTable(part.contents, source: source, options: reading)
    whole.numberMap = numberMap
    return whole
  }
}
