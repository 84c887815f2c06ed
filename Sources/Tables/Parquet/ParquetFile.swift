#if Formats

internal import CFormats
internal import Synchronization

/// A Parquet file that is read by several threads, each with a reader of its own.
final class ParquetFile: Sendable {
  let bytes: FileBytes
  let source: String
  /// The columns that have one value a row.
  let columns: [ParquetColumn]
  /// The names of the others.
  let others: [String]
  /// Where each group of rows begins, and the end of the last.
  let groupStarts: [Int]
  /// Readers that wait to be used again, by the column in which they have a cursor.
  private let idle: Mutex<[Int32: [ParquetLane]]>

  var rowCount: Int { groupStarts.last ?? 0 }

  /// The most of them in one column.
  private static let mostIdle = 4

  init(_ input: TableInput) throws(TableError) {
    (bytes, source) = (input.bytes, input.source)
    let lane = try ParquetLane(bytes, source: source)
    let (starts, all) = try lane.withFile { file throws(TableError) in
      (try Self.groupStarts(file, source: input.source), Self.columns(file))
    }
    groupStarts = starts
    columns = all.filter(\.isOfRows)
    others = all.filter { !$0.isOfRows }.map(\.name)
    idle = Mutex([0: [lane]])
  }

  private static func groupStarts(_ file: OpaquePointer, source: String) throws(TableError) -> [Int] {
    var starts = [0]
    for group in 0..<max(0, cparquet_group_count(file)) {
      let (end, isTooLarge) = starts[starts.count - 1].addingReportingOverflow(
        Int(cparquet_group_row_count(file, group)))
      guard end >= starts[starts.count - 1], !isTooLarge else {
        throw ParquetLane.damaged(source, "a group of rows has no sensible number of rows")
      }
      starts.append(end)
    }
    guard Int(cparquet_row_count(file)) == starts[starts.count - 1] else {
      throw ParquetLane.damaged(source, "the rows of its groups are not those of the file")
    }
    return starts
  }

  private static func columns(_ file: OpaquePointer) -> [ParquetColumn] {
    var names = [UnsafePointer<CChar>?](repeating: nil, count: 64)
    return (0..<max(0, cparquet_column_count(file))).map { place in
      let depth = cparquet_path(file, place, &names, Int32(names.count))
      let parts = names.prefix(Int(depth)).compactMap { $0.map { String(cString: $0) } }
      return ParquetColumn(
        name: parts.isEmpty ? String(place + 1) : parts.joined(separator: "."), place: place,
        cparquet_column(file, place))
    }
  }

  // MARK: Rows

  /// Calls the body for each part of some rows that is of one group and no longer than so many rows.
  ///
  /// - Parameter body: Gets the group, the rows as the group counts them, and the number of the group's first row.
  func forEachPart(
    of rows: Range<Int>, most: Int,
    _ body: (_ group: Int, _ rows: Range<Int>, _ first: Int) throws(TableError) -> Void
  ) throws(TableError) {
    var row = rows.lowerBound
    var group = group(of: row)
    while row < rows.upperBound {
      while groupStarts[group + 1] <= row { group += 1 }
      let end = min(row + most, groupStarts[group + 1], rows.upperBound)
      let first = groupStarts[group]
      try body(group, row - first..<end - first, first)
      row = end
    }
  }

  private func group(of row: Int) -> Int {
    var (low, high) = (0, groupStarts.count - 1)
    while low + 1 < high {
      let middle = (low + high) / 2
      if groupStarts[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }

  /// Where the group of a row ends.
  func groupEnd(after row: Int) -> Int { groupStarts[group(of: row) + 1] }

  /// Lends a reader: one that was left shortly before a row of the column, if there is such.
  func withLane<Result>(
    in column: Int32 = 0, near row: Int, _ body: (ParquetLane) throws(TableError) -> Result
  ) throws(TableError) -> Result {
    let found = idle.withLock { idle -> ParquetLane? in
      let lanes = idle[column] ?? []
      let before = lanes.indices.filter { lanes[$0].row <= row }
      guard let nearest = before.max(by: { lanes[$0].row < lanes[$1].row }) else { return nil }
      return idle[column]?.remove(at: nearest)
    }
    let lane = if let found { found } else { try ParquetLane(bytes, source: source) }
    let result = try body(lane)
    idle.withLock { idle in
      if idle[column, default: []].count >= Self.mostIdle { idle[column]?.removeFirst() }
      idle[column, default: []].append(lane)
    }
    return result
  }
}

#endif
