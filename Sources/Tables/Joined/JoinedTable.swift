/// Several tables as one: the rows of the first, then those of the next, with columns matched by name.
///
/// A value that exists is sound: all its tables name their columns, or none does and all have as many. A column that one
/// of them lacks, or holds in another kind, is an error for whoever uses it (``doubt(of:)``, ``absence(of:)``), and passes
/// through for all others.
struct JoinedTable: Sendable {
  /// One of the tables.
  struct Part: Sendable {
    let contents: any TableSource
    let source: String
    /// Where its first row stands among all rows.
    let start: Int
    /// Its own column for each column of the whole; nil where it has none.
    let columns: [Int?]
    /// The columns of the whole, by its own; ``JoinedTable/nowhere`` for one that is left out.
    let wholes: [Int]

    var rows: Range<Int> { start..<start + contents.rowCount }
  }

  /// In the place of a column that there is none of.
  static let nowhere = -1

  let parts: [Part]
  let columnNames: [String]
  let columnKinds: [PointTable.ColumnKind]
  /// The column, the last one, that holds the name of each row's file.
  let fileColumn: Int?
  let rowCount: Int
  let byteCount: Int
  let isLargerThanMemory: Bool
  /// Why the numbers of columns cannot be told.
  private let doubts: [Int: TableError]
  /// The first table that lacks a column, as an error.
  private let absences: [Int: TableError]

  /// Puts tables together.
  ///
  /// - Parameters:
  ///   - tables: At least one, with what messages call it.
  ///   - fileColumn: The name of a column that says which table a row is from; nil for none.
  /// - Throws: ``TableError`` where columns cannot be matched.
  /// - Complexity: O(tables · columns).
  init(
    _ tables: [(contents: any TableSource, source: String)], fileColumn name: String? = nil
  ) throws(TableError) {
    let match = try ColumnMatch(tables)
    if let name, match.names.contains(name) {
      throw TableError(
        .badData, source: tables[0].source,
        message: "there is a column \(MessageText.quoted(name)) already; give --file-column another name.")
    }
    self.init(tables, match.names, match.columns, fileColumn: name)
  }

  /// - Parameters:
  ///   - names: What the columns are called.
  ///   - columns: For each table its own column for each of these; nil where it has none.
  private init(
    _ tables: [(contents: any TableSource, source: String)], _ names: [String], _ columns: [[Int?]],
    fileColumn name: String?
  ) {
    var parts: [Part] = []
    var start = 0
    for (table, columns) in zip(tables, columns) {
      var wholes = [Int](repeating: Self.nowhere, count: table.contents.columnNames.count)
      for (whole, own) in columns.enumerated() { if let own { wholes[own] = whole } }
      let all = name == nil ? columns : columns + [nil]
      parts.append(
        Part(contents: table.contents, source: table.source, start: start, columns: all, wholes: wholes))
      start += table.contents.rowCount
    }
    self.parts = parts
    columnNames = names + (name.map { [$0] } ?? [])
    fileColumn = name.map { _ in names.count }
    rowCount = start
    byteCount = tables.reduce(0) { $0 + $1.contents.byteCount }
    isLargerThanMemory = tables.contains { $0.contents.isLargerThanMemory }
    let kinds = MatchedKinds(parts, names: names)
    columnKinds = kinds.kinds + (name == nil ? [] : [.text])
    doubts = kinds.doubts
    absences = kinds.absences
  }

  /// The same rows with some of the columns, in the given order; the column of the files stays, and stays the last one.
  ///
  /// - Parameter chosen: Columns from 0, none twice.
  /// - Complexity: O(tables · columns).
  func choosing(_ chosen: [Int]) -> JoinedTable {
    let chosen = chosen.filter { $0 != fileColumn }
    return JoinedTable(
      parts.map { ($0.contents, $0.source) }, chosen.map { columnNames[$0] },
      parts.map { part in chosen.map { part.columns[$0] } }, fileColumn: fileColumn.map { columnNames[$0] })
  }

  /// Why the numbers of a column cannot be told in all tables.
  func doubt(of column: Int) -> TableError? {
    doubts[column] ?? (columnKinds[column] == .numeric ? absences[column] : nil)
  }

  /// The first table that does not have a column, as an error.
  func absence(of column: Int) -> TableError? { absences[column] }

  /// The tables that some rows are from.
  func parts(of rows: Range<Int>) -> ArraySlice<Part> {
    guard !rows.isEmpty else { return [] }
    let first = place(ofRow: rows.lowerBound)
    var last = first
    while last + 1 < parts.count, parts[last + 1].start < rows.upperBound { last += 1 }
    return parts[first...last]
  }

  /// The table that a row is from.
  func part(ofRow row: Int) -> Part { parts[place(ofRow: row)] }

  private func place(ofRow row: Int) -> Int {
    var (low, high) = (0, parts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if parts[middle].start <= row { low = middle } else { high = middle }
    }
    return low
  }
}
