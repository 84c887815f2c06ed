/// The rows of a file, in named columns.
///
/// ```swift
/// let table = try PointTable(contentsOf: "points.csv")
/// print(table.rowCount, table.columnNames)
/// let numbers = try table.numbers(in: table.selectColumns("x,y")).columns
/// let names = table.text(of: 0)
/// ```
///
/// A value that exists is sound: it has rows, and every row has a cell for every column. Cells are read
/// from the bytes when they are asked for; nothing is kept of a row but its place.
public struct PointTable: Sendable {
  /// What a column holds.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv")
  /// let texts = table.columnNames.indices.filter { table.kind(of: $0) == .text }
  /// ```
  public enum ColumnKind: Sendable, Hashable {
    /// Numbers; some cells may be invalid.
    case numeric
    /// Text: most of the cells that are not empty, NA or the like are no numbers.
    case text
  }

  /// The table as its format has it.
  let contents: any TableSource
  let reading: ReadingOptions
  /// What the numbers of its cells become when they are read; nil where they stay.
  package internal(set) var numberMap: (any NumberMap)?
  /// What messages call the file: its path as given, or «standard input».
  public let source: String
  /// The names of the columns: the header's, or the columns' numbers where there is none.
  public let columnNames: [String]
  /// What each column holds.
  public let columnKinds: [ColumnKind]

  /// The number of rows, the header left out.
  public var rowCount: Int { contents.rowCount }

  /// The bytes that the table takes: the file's, and the places of the rows.
  var byteCount: Int { contents.byteCount }

  /// What was taken for granted in reading, for the user to know: sentences without a full stop.
  public var notes: [String] { contents.notes }

  /// Why the numbers of a column cannot be told, where most of its cells would be some.
  func doubt(of column: Int) -> TableError? { contents.doubt(of: column) }

  /// The number of columns.
  public var columnCount: Int { columnNames.count }

  /// Whether the file names its columns itself.
  public var hasHeader: Bool { contents.hasHeader }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file, or "-" for standard input. Its format is recognized by its first bytes or its name.
  ///   - options: How a delimited text is to be read.
  /// - Throws: ``TableError`` where there is no such file, or it holds no table.
  /// - Complexity: O(bytes) time and memory; beside the file's bytes a row takes four.
  public init(contentsOf path: String, options: ReadingOptions = ReadingOptions()) throws(TableError) {
    let source = FileBytes.sourceName(of: path)
    try self.init(try FileBytes.read(path, options: options), source: source, options: options)
  }

  /// Reads bytes that are in memory.
  ///
  /// - Parameters:
  ///   - bytes: What would stand in a file.
  ///   - source: What messages are to call them.
  ///   - options: How a delimited text is to be read.
  /// - Throws: ``TableError`` where the bytes are no table.
  /// - Complexity: O(bytes).
  public init(
    bytes: [UInt8], source: String, options: ReadingOptions = ReadingOptions()
  ) throws(TableError) {
    try self.init(FileBytes(copying: bytes), source: source, options: options)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - file: The bytes.
  ///   - source: What messages are to call them.
  ///   - options: How a delimited text is to be read.
  /// - Throws: ``TableError`` where the bytes are no table.
  /// - Complexity: O(bytes).
  package init(_ file: FileBytes, source: String, options: ReadingOptions) throws(TableError) {
    let input = try TableInput(bytes: file, source: source, options: options).decompressed()
    self.init(try TableFormats.format(of: input).open(input), source: source, options: options)
  }

  /// Takes a table that has been opened.
  init(_ contents: any TableSource, source: String, options: ReadingOptions) {
    self.contents = contents
    self.source = source
    reading = options
    columnNames = contents.columnNames
    columnKinds = contents.columnKinds
  }

  /// What a column holds.
  ///
  /// - Parameter column: The column, from 0.
  /// - Returns: Text for a column that does not exist.
  public func kind(of column: Int) -> ColumnKind {
    columnKinds.indices.contains(column) ? columnKinds[column] : .text
  }

  /// The line, from 1, in which a row starts; the row itself, from 1, for an array.
  ///
  /// - Parameter row: The row, from 0.
  /// - Returns: The number that messages give.
  /// - Complexity: O(bytes before the row).
  public func line(ofRow row: Int) -> Int {
    row >= 0 && row < rowCount ? contents.line(ofRow: row) : row + 1
  }

  /// An error about a column as a whole.
  func error(_ message: String, column: Int? = nil, code: TableError.Code = .badData) -> TableError {
    TableError(
      code, source: source, column: column.map { $0 + 1 }, columnName: column.map { columnNames[$0] },
      message: message)
  }
}
