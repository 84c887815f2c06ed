internal import Parallel

extension PointTable {
  /// Reads several files as one table: the rows of the first, then those of the next.
  ///
  /// Columns are matched by name, and by place where no file names its columns. What no file but some has is an error
  /// where it is used, with the file's name; else its cells are empty.
  ///
  /// ```swift
  /// let table = try PointTable(joining: ["monday.csv", "tuesday.tsv"], fileColumn: "day")
  /// let numbers = try table.numbers(in: table.selectColumns("x,y")).columns
  /// let days = table.text(of: try table.column("day", option: "--by"))
  /// ```
  ///
  /// - Parameters:
  ///   - paths: At least one file; "-" for standard input.
  ///   - fileColumn: The name of a column of text that says which file a row is from; nil for none.
  ///   - options: How delimited texts are to be read.
  /// - Throws: ``TableError`` where there is no such file, one holds no table, or columns cannot be matched.
  /// - Complexity: O(bytes) time and memory.
  public init(
    joining paths: [String], fileColumn: String? = nil, options: ReadingOptions = ReadingOptions()
  ) throws(TableError) {
    guard paths.count > 1 || fileColumn != nil else {
      guard let path = paths.first else {
        throw TableError(.noInput, source: "", message: "there is no file to read; name one.")
      }
      try self.init(contentsOf: path, options: options)
      return
    }
    let tables = try Self.open(paths, options)
    let name = paths.count == 1 ? tables[0].source : InputFiles.name(of: paths)
    let joined = try JoinedTable(tables, fileColumn: fileColumn)
    try options.require(columns: joined.columnNames.count, rows: joined.rowCount, source: name)
    self.init(joined, source: name, options: options)
  }

  /// The same rows with some of the columns, in the given order.
  ///
  /// - Parameter columns: Columns from 0, none twice, at least one. That of ``init(joining:fileColumn:options:)`` stays in
  ///   any case, and the last one.
  /// - Complexity: O(files · columns).
  package func choosing(_ columns: [Int]) throws(TableError) -> PointTable {
    guard let joined = contents as? JoinedTable else {
      let alone = try JoinedTable([(contents, source)])
      return PointTable(alone.choosing(columns), source: source, options: reading)
    }
    return PointTable(joined.choosing(columns), source: source, options: reading)
  }

  /// Refuses a column that one of several files lacks.
  package func requireEverywhere(_ column: Int) throws(TableError) {
    if let absence = contents.absence(of: column) { throw absence }
  }

  /// The notes, each with the file that it is about before it.
  package var placedNotes: [String] {
    contents is JoinedTable ? notes : notes.map { "\(source): \($0)" }
  }

  /// The table's name for a title: the file's without its folders, or what several files are called.
  package var title: String {
    contents is JoinedTable ? source : source.split(separator: "/").last.map(String.init) ?? source
  }

  /// Where messages find a cell: such as `points.csv:17: column 3 (z)`.
  ///
  /// - Parameters:
  ///   - row: The row, from 0.
  ///   - column: The column, from 0.
  package func place(ofRow row: Int, column: Int) -> String {
    let origin = contents.origin(of: CellPlace(row: row, column: column))
    let title = ColumnTitle(number: origin.column + 1, name: columnNames[column])
    return "\(origin.source ?? source):\(origin.line): \(title)"
  }

  private static func open(
    _ paths: [String], _ options: ReadingOptions
  ) throws(TableError) -> [(contents: any TableSource, source: String)] {
    // Of many files each is for one thread; with a limit the memory of those before is known.
    guard options.memoryLimit == nil, paths.count >= 4 * options.workerCount else {
      return try openInTurn(paths, options)
    }
    var ofOneThread = options
    ofOneThread.threadCount = 1
    let opened = ParallelLoop.map(count: paths.count, threadCount: options.workerCount) {
      [ofOneThread] place in
      Result { () throws(TableError) in try PointTable(contentsOf: paths[place], options: ofOneThread) }
    }
    var tables: [(contents: any TableSource, source: String)] = []
    for result in opened {
      let table = try result.get()
      tables.append((table.contents, table.source))
    }
    return tables
  }

  private static func openInTurn(
    _ paths: [String], _ options: ReadingOptions
  ) throws(TableError) -> [(contents: any TableSource, source: String)] {
    var tables: [(contents: any TableSource, source: String)] = []
    var options = options
    for path in paths {
      let table = try PointTable(contentsOf: path, options: options)
      options.heldBytes += table.byteCount
      tables.append((table.contents, table.source))
    }
    return tables
  }
}
