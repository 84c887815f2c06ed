internal import Parallel

/// Writes tables: the rows of one that was read, with columns after them, or new ones.
///
/// The file appears complete or not at all (see ``AtomicFile``). Rows, comments and blank lines of the
/// input are copied byte for byte, and its delimiter, decimal mark, line end and byte order mark are kept. A file
/// whose name ends in `.tsv` or `.tab` gets tabs, and one in `.npy` is an array of float64 without names.
///
/// A text without a header gets one: its columns' numbers, then the new names: `1,2,3,label`. The new
/// columns would be lost among the coordinates without names, and any others than the numbers would part
/// the file from models fitted to it. Such a row of numbers is told from data by what follows them: a
/// first row `1,2,…` and then only names that gmm writes (``ReservedColumn``, and `NAME_input`) is read as
/// a header.
public struct TableWriter: Sendable {
  /// Where the table goes; "-" is standard output.
  public let path: String
  /// How many threads make rows, at most; nil for one a processor. The bytes do not depend on it.
  public let threadCount: Int?
  /// The rows that a thread makes before it takes others.
  package var rowsOfChunk = 8192
  /// Where the table goes instead of a file.
  let memory: OutputMemory?

  var workerCount: Int { threadCount ?? Processors.count }

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
  /// - Parameters:
  ///   - table: The table that was read; an array is written as CSV.
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
    if case .array = format {
      try writeArray(table, fillings, columns, keptRows)
      return []
    }
    switch table.storage {
    case .text(let text):
      try checkLetters(columns, text)
      let names = OutputNames(of: text, appending: columns.map(\.name))
      var output = try TableOutput(
        self, dialect: OutputDialect(of: text, format), columns, keptRows: keptRows)
      try output.writeRows(of: text, names, fillings)
      try output.commit()
      return names.renames
    case .array(let array):
      let dialect = OutputDialect(columnCount: table.columnCount + columns.count, format)
      var output = try TableOutput(self, dialect: dialect, columns, keptRows: keptRows)
      try output.writeRows(of: array, names: table.columnNames, fillings)
      try output.commit()
      return []
    }
  }

  /// Writes a new table as CSV.
  ///
  /// - Parameter columns: The columns, all of one length.
  /// - Throws: ``TableError`` where the file cannot be created or written, columns differ in length, or an array
  ///   is asked for and a column holds text.
  /// - Complexity: O(cells).
  public func write(_ columns: [TableColumn]) throws(TableError) {
    let rowCount = columns.first?.count ?? 0
    try checkLengths(columns, rowCount: rowCount)
    if case .array = format { return try writeArray(try numbers(of: columns)) }
    var output = try TableOutput(
      self, dialect: OutputDialect(columnCount: columns.count, format), columns, keptRows: nil)
    try output.writeNewHeader()
    try output.writeNewRows(rowCount)
    try output.commit()
  }

  /// Writes a new table as CSV, block by block, so that it need not fit into memory.
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows of all blocks.
  ///   - next: Answers the columns of the next rows, none of them categories and all blocks alike,
  ///     or nil at the end; nothing is written where that comes first.
  /// - Throws: ``TableError`` where the file cannot be created or written, or columns differ in length, and
  ///   what `next` throws.
  /// - Complexity: O(cells) time, O(cells of a block) memory.
  public func write(rowCount: Int, blocks next: () throws -> [TableColumn]?) throws {
    guard var block = try next() else { return }
    if case .array = format {
      var output = try NPYWriter(try open(), rowCount: rowCount, columnCount: block.count)
      while true {
        try output.write(try numbers(of: block))
        guard let following = try next() else { break }
        block = following
      }
      return try output.commit()
    }
    var output = try TableOutput(
      self, dialect: OutputDialect(columnCount: block.count, format), block, keptRows: nil)
    try output.writeNewHeader()
    while true {
      let rowCount = block.first?.count ?? 0
      try checkLengths(block, rowCount: rowCount)
      output.replaceColumns(block)
      try output.writeNewRows(rowCount)
      guard let following = try next() else { break }
      block = following
    }
    try output.commit()
  }

  /// What the table is written to.
  func open() throws(TableError) -> AtomicFile {
    if let memory { return AtomicFile(memory) }
    return try AtomicFile(path)
  }

  private var format: TableFormat { memory == nil ? TableFormat(path: path) : .delimited }

  // MARK: Arrays

  private func writeArray(
    _ table: PointTable, _ fillings: [CellFilling], _ results: [TableColumn], _ keptRows: [Int]?
  ) throws(TableError) {
    var columns = try table.arrayNumbers(path: path)
    for filling in fillings {
      for (row, number) in filling.numbers.enumerated() where !number.isNaN {
        columns[filling.column][row] = number
      }
    }
    for numbers in try numbers(of: results) {
      guard let keptRows else {
        columns.append(numbers)
        continue
      }
      var column = [Double](repeating: .nan, count: table.rowCount)
      for (row, number) in zip(keptRows, numbers) { column[row] = number }
      columns.append(column)
    }
    try writeArray(columns)
  }

  private func writeArray(_ columns: [[Double]]) throws(TableError) {
    var output = try NPYWriter(
      try open(), rowCount: columns.first?.count ?? 0, columnCount: columns.count)
    try output.write(columns)
    try output.commit()
  }

  private func numbers(of columns: [TableColumn]) throws(TableError) -> [[Double]] {
    var numbers: [[Double]] = []
    for column in columns { numbers.append(try column.arrayNumbers(path: path)) }
    return numbers
  }

  /// Refuses texts that the input's encoding has no letters for: others would take their place.
  private func checkLetters(_ columns: [TableColumn], _ text: DelimitedText) throws(TableError) {
    guard text.encoding != .utf8 else { return }
    for column in columns {
      var texts = [column.name]
      switch column.values {
      case .strings(let cells): texts += cells.compactMap(\.self)
      case .categories(_, let names): texts += names
      case .integers, .numbers: break
      }
      guard let odd = texts.first(where: { text.encoding.bytes($0) == nil }) else { continue }
      throw TableError(
        .badData, source: text.source,
        message:
          "\(MessageText.quoted(odd)) cannot be written beside text in Windows-1252, which has not all its "
          + "letters; save the input as UTF-8.")
    }
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

/// The names in the output's header.
struct OutputNames {
  /// The new name of each column of the input that is renamed.
  private(set) var newNames: [Int: String] = [:]
  private(set) var renames: [ColumnRename] = []

  init(of text: DelimitedText, appending names: [String]) {
    guard text.headerStart != nil else { return }
    let appended = Set(names)
    var taken = appended.union(text.columnNames)
    // Where a name stands many times, none of its numbers is tried twice.
    var numbers: [String: Int] = [:]
    for (column, name) in text.columnNames.enumerated() where appended.contains(name) {
      var candidate = name + ReservedColumn.renamedSuffix
      while taken.contains(candidate) {
        let number = numbers[name, default: 2]
        candidate = name + ReservedColumn.renamedSuffix + String(number)
        numbers[name] = number + 1
      }
      taken.insert(candidate)
      newNames[column] = candidate
      renames.append(ColumnRename(original: name, renamed: candidate))
    }
  }
}
