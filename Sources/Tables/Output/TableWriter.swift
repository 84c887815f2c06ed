package import Parallel

/// Writes tables: the rows of one that was read, with columns after them, or new ones.
///
/// ```swift
/// let table = try PointTable(contentsOf: "points.csv")
/// let sums = try table.numbers(in: [0, 1]).columns
/// let column = TableColumn(name: "sum", values: .numbers(zip(sums[0], sums[1]).map(+)))
/// try TableWriter(to: "with-sums.csv").write(table, appending: [column])
/// ```
///
/// The file appears complete or not at all (see ``AtomicFile``). Its format is the one that the end of its name
/// promises, else delimited text. Rows, comments and blank lines of a text are copied byte for byte into a text, and its
/// delimiter, decimal mark, line end and byte order mark are kept. A file whose name ends in `.tsv` or `.tab` gets tabs,
/// and one in `.npy` is an array of float64 without names. With the trait `Formats`, `.gz` or `.zst` after that compresses
/// the file. A table that was read from PLY, PCD, LAS, FCS or FITS passes through into a file of the same kind with all else
/// that is in it, and any table of numbers becomes one. Of a picture, a `.png` has the one number of each pixel that is
/// appended.
///
/// A text without a header gets one: its columns' numbers, then the new names: `1,2,3,kind`. The new
/// columns would be lost among the others without names, and any others than the numbers would part
/// the file from what names its columns by these. Such a row of numbers is told from data by what follows them: a
/// first row `1,2,…` and then only ``ReadingOptions/derivedNames`` (and `NAME_input` of these) is read as a header.
public struct TableWriter: Sendable {
  /// Where the table goes; "-" is standard output.
  public let path: String
  /// How many threads make rows, at most; nil for one a processor. The bytes do not depend on it.
  public let threadCount: Int?
  /// The rows that a thread makes before it takes others.
  package var rowsOfChunk = 8192
  /// What is told how far writing has come.
  package var meter: WorkMeter?
  /// The colours of the numbers that a picture is written of.
  package var palette = PicturePalette.greys
  /// How the file would be named for its format; nil where the path says it.
  package var formatName: String?
  /// Where the table goes instead of a file.
  let memory: OutputMemory?

  /// Chooses where a table goes.
  ///
  /// - Parameters:
  ///   - path: The file, or "-" for standard output.
  ///   - threadCount: How many threads work, at most; nil for one a processor.
  public init(to path: String, threadCount: Int? = nil) {
    self.path = path
    self.threadCount = threadCount
    memory = nil
  }

  /// Sends a table to memory.
  ///
  /// - Parameters:
  ///   - memory: Holds the bytes afterwards.
  ///   - threadCount: How many threads work, at most; nil for one a processor.
  package init(to memory: OutputMemory, threadCount: Int? = nil) {
    path = "memory"
    self.threadCount = threadCount
    self.memory = memory
  }

  /// Writes all rows of a table, with results after their cells.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv")
  /// let first = try table.numbers(in: [0], invalid: .skipRows)
  /// let squares = TableColumn(name: "square", values: .numbers(first.columns[0].map { $0 * $0 }))
  /// try TableWriter(to: "squares.csv").write(table, appending: [squares], keptRows: first.keptRows)
  /// ```
  ///
  /// - Parameters:
  ///   - table: The table that was read.
  ///   - fillings: Numbers that take the place of cells.
  ///   - columns: The results, with a cell for each row kept.
  ///   - keptRows: The rows, from 0 and rising, to which the results belong; nil for all. The others get
  ///     empty cells (NA where spaces separate cells).
  /// - Returns: The columns of the table that are renamed because a result has their name.
  /// - Throws: ``TableError`` where the file cannot be created or written, columns differ in length, or an array
  ///   is asked for and a column holds text.
  /// - Complexity: O(bytes + cells).
  @discardableResult
  public func write(
    _ table: PointTable, filling fillings: [CellFilling] = [], appending columns: [TableColumn],
    keptRows: [Int]? = nil
  ) throws(TableError) -> [ColumnRename] {
    try checkLengths(columns, rowCount: keptRows?.count ?? table.rowCount)
    return try writeWhole(
      TableRun(rows: 0..<table.rowCount, fillings: fillings, columns: columns, keptRows: keptRows), of: table)
  }

  /// Writes all rows of a table, with results after their cells, run by run, so that neither need fit into memory.
  ///
  /// - Parameters:
  ///   - table: The table that was read.
  ///   - rowsOfRun: How many rows have their results at a time.
  ///   - keptRows: The rows, from 0 and rising, to which the results belong; nil for all.
  ///   - results: Answers the columns for the next so many of the rows kept, and numbers for their cells; all runs
  ///     alike.
  /// - Returns: The columns of the table that are renamed because a result has their name.
  /// - Throws: As ``write(_:filling:appending:keptRows:)``, and what `results` throws.
  /// - Complexity: O(bytes + cells) time, O(cells of a run) memory.
  package func write(
    _ table: PointTable, rowsOfRun: Int, keptRows: [Int]? = nil,
    results: (Range<Int>) throws -> (fillings: [CellFilling], columns: [TableColumn])
  ) throws -> [ColumnRename] {
    let count = keptRows?.count ?? table.rowCount
    var taken = 0
    return try writeRuns(of: table, rowCount: table.rowCount) { start in
      guard start < table.rowCount else { return nil }
      let places = taken..<min(taken + rowsOfRun, count)
      taken = places.upperBound
      // Up to the next row kept: however many are left out, a run has results.
      let end = taken < count ? keptRows?[taken] ?? taken : table.rowCount
      let (fillings, columns) = try results(places)
      try checkLengths(columns, rowCount: places.count)
      return TableRun(
        rows: start..<end,
        fillings: fillings.map { $0.spread(over: start..<end, keptRows: keptRows?[places]) },
        columns: columns, keptRows: keptRows.map { Array($0[places]) })
    }
  }

  /// Writes a new table.
  ///
  /// - Parameter columns: The columns, all of one length.
  /// - Throws: ``TableError`` where the file cannot be created or written, columns differ in length, or an array
  ///   is asked for and a column holds text.
  /// - Complexity: O(cells).
  public func write(_ columns: [TableColumn]) throws(TableError) {
    let rowCount = columns.first?.count ?? 0
    try checkLengths(columns, rowCount: rowCount)
    _ = try writeWhole(TableRun(rows: 0..<rowCount, columns: columns), of: nil)
  }

  /// Writes a new table, block by block, so that it need not fit into memory.
  ///
  /// ```swift
  /// var blocks = (0..<1_000).makeIterator()    // a million rows, a thousand at a time
  /// try TableWriter(to: "numbers.csv").write(rowCount: 1_000_000) {
  ///   blocks.next().map { block in
  ///     [TableColumn(name: "number", values: .integers(Array(block * 1_000..<(block + 1) * 1_000)))]
  ///   }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows of all blocks.
  ///   - next: Answers the columns of the next rows, all blocks alike, or nil at the end; nothing is written where that
  ///     comes first.
  /// - Throws: ``TableError`` where the file cannot be created or written, or columns differ in length, and
  ///   what `next` throws.
  /// - Complexity: O(cells) time, O(cells of a block) memory.
  public func write(rowCount: Int, blocks next: () throws -> [TableColumn]?) throws {
    _ = try writeRuns(of: nil, rowCount: rowCount) { start in
      guard let block = try next() else { return nil }
      let count = block.first?.count ?? 0
      try checkLengths(block, rowCount: count)
      return TableRun(rows: start..<start + count, columns: block)
    }
  }

  // MARK: Runs

  private func writeWhole(_ run: TableRun, of table: PointTable?) throws(TableError) -> [ColumnRename] {
    try meter.measuring(.init(.writing, of: path, total: run.rows.count)) { () throws(TableError) in
      var sink = try makeSink(table, run.columns, rowCount: run.rows.count)
      let file = try open()
      try sink.append(run, to: file.output)
      try sink.finish(file.output)
      try file.output.finish()
      try file.commit()
      return sink.renames
    }
  }

  /// Writes one run after the other, from the end of the one before; nothing where there is none.
  private func writeRuns(
    of table: PointTable?, rowCount: Int, _ run: (_ start: Int) throws -> TableRun?
  ) throws -> [ColumnRename] {
    guard var next = try run(0) else { return [] }
    return try meter.measuring(.init(.writing, of: path, total: rowCount)) {
      var sink = try makeSink(table, next.columns, rowCount: rowCount)
      let file = try open()
      while true {
        try sink.append(next, to: file.output)
        guard let following = try run(next.rows.upperBound) else { break }
        next = following
      }
      try sink.finish(file.output)
      try file.output.finish()
      try file.commit()
      return sink.renames
    }
  }

  /// What the table is written to.
  func open() throws(TableError) -> AtomicFile {
    if let memory { return AtomicFile(memory) }
    var file = try AtomicFile(path)
    #if Formats
    if let compression = Compression(ending: FileEnding.last(of: formatName ?? path)) {
      file.compress(compression)
    }
    #endif
    return file
  }

  private func makeSink(
    _ table: PointTable?, _ columns: [TableColumn], rowCount: Int
  ) throws(TableError) -> any TableSink {
    try TableFormats.format(writtenTo: formatName ?? path).makeSink(
      TableOutline(
        table: table?.unmapped, columnNames: columns.map(\.name), rowCount: rowCount, path: path,
        threadCount: threadCount ?? Processors.count, rowsOfChunk: rowsOfChunk, meter: meter,
        palette: palette))
  }

  /// Refuses a table of which a picture cannot be written, before work is done.
  ///
  /// - Throws: ``TableError`` where the name promises one.
  package func requireSuited(_ table: PointTable) throws(TableError) {
    guard TableFormats.isPicture(path) else { return }
    _ = try makeSink(table, [TableColumn(name: "", values: .integers([]))], rowCount: table.rowCount)
  }

  private func checkLengths(_ columns: [TableColumn], rowCount: Int) throws(TableError) {
    guard let odd = columns.first(where: { $0.count != rowCount }) else { return }
    throw TableError(
      .usage, source: path,
      message: "the column \(MessageText.quoted(odd.name)) has \(CountText.of(odd.count, "cell")) for "
        + "\(CountText.of(rowCount, "row")); give "
        + "one for each row.")
  }
}
