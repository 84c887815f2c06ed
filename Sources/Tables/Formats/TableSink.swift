/// A table on its way into a file, run by run.
///
/// Rows of a table that was opened pass through with all that its format and this one can hold of them: what is known
/// only to a format, such as comments of a text, stays where both are the same.
protocol TableSink {
  /// The columns of the table that are renamed because an appended one has their name.
  var renames: [ColumnRename] { get }

  /// Appends the next rows.
  ///
  /// - Throws: ``TableError`` where they cannot be written, or the format cannot hold them.
  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError)

  /// Writes what stands after the last row.
  ///
  /// - Throws: ``TableError`` where it cannot be written.
  func finish(_ output: OutputDescriptor) throws(TableError)
}

/// Consecutive rows on their way out.
struct TableRun: Sendable {
  /// The rows of the table that pass through; of a new table, the rows of this run.
  let rows: Range<Int>
  /// Numbers that take the place of cells, with one for each row of the run.
  var fillings: [CellFilling] = []
  /// The columns that are appended, or all columns of a new table, with a cell for each row kept.
  let columns: [TableColumn]
  /// The rows, rising, to which these cells belong; nil for all. The others get cells that are missing.
  var keptRows: [Int]?
}
