/// A table that has been opened: its columns, and the cells of whatever run of rows is asked for.
///
/// Several threads ask at once, each for rows of its own. Nothing is kept of a row that has been answered, so that what
/// is read may be larger than memory.
protocol TableSource: Sendable {
  /// The names of the columns, by their numbers where the file has none.
  var columnNames: [String] { get }

  /// What each column holds.
  var columnKinds: [PointTable.ColumnKind] { get }

  /// Whether the file names its columns itself.
  var hasHeader: Bool { get }

  var rowCount: Int { get }

  /// The bytes of memory that are held.
  var byteCount: Int { get }

  /// Whether the file stays on the disk, since it is larger than what memory is allowed for it.
  var isLargerThanMemory: Bool { get }

  /// What was taken for granted: sentences without a full stop.
  var notes: [String] { get }

  /// What people call the columns beside their names, by which they are found as well; nil for one, or none at all.
  var columnLabels: [String?] { get }

  /// The columns that are where points stand, where the format knows of such: they are used where none are chosen.
  var coordinateColumns: [Int]? { get }

  /// Why the other columns are not used then.
  var reasonBesideCoordinates: ColumnChoice.Reason { get }

  /// Puts the numbers of some columns into a sink, row by row, up to the first cell that is no number at all.
  ///
  /// - Throws: ``TableError`` where the rows are damaged.
  func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError)

  /// Some columns where they stand in the file's bytes; nil where these are no numbers of this machine.
  func storedColumns(_ columns: [Int]) -> [StoredColumn]?

  /// The texts of a column's cells, such that numbers read back to the same.
  func texts(of column: Int, in rows: Range<Int>) -> [String]

  /// The cells of a column, to be written as another format has them.
  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values

  /// The distinct texts of a column; cells that say that there is none have none.
  func categories(of column: Int) -> CategoryColumn

  /// The number, from 1, by which messages call a row.
  func line(ofRow row: Int) -> Int

  /// Where messages find a cell.
  func origin(of place: CellPlace) -> CellOrigin

  /// The error that a column is not everywhere, as of a table that was put together; nil where it is.
  func absence(of column: Int) -> TableError?

  /// How many rows a thread takes at once, at least: where reading some rows means to decode those around them.
  var leastRowsOfTask: Int { get }

  // MARK: Cells that leave doubts, as only texts have them

  /// The error of a cell that is neither a number nor invalid.
  func noNumber(at place: CellPlace) -> TableError

  /// Why the numbers of a column cannot be told, where most of its cells would be some.
  func doubt(of column: Int) -> TableError?

  /// Whether no cell of a column holds anything.
  func isEmpty(_ column: Int) -> Bool

  /// The first cell of each column that says something, among the first rows.
  func firstTexts(of columns: [Int]) -> [Int: CellPlace]

  /// As much of a cell's text as a message shows.
  func shownText(at place: CellPlace) -> String

  /// How many cells of each column are invalid, and how many distinct texts the others are.
  func textCounts(of columns: [Int]) -> [(invalid: Int, distinct: Int)]

  /// The first cell of each column that is neither a number nor invalid, as an error.
  func faults(of columns: [Int]) -> [Int: TableError]
}

/// A cell, by row and column from 0.
struct CellPlace: Sendable, Hashable {
  let row: Int
  let column: Int
}

/// Where messages find a cell.
struct CellOrigin: Sendable, Hashable {
  /// The file; nil where the table is of one.
  let source: String?
  /// The line, from 1.
  let line: Int
  /// The column, from 0, in that file.
  let column: Int
}

/// What holds where a format says nothing else: each column has a type, and cells are written as their texts.
extension TableSource {
  var isLargerThanMemory: Bool { false }

  var notes: [String] { [] }

  var columnLabels: [String?] { [] }

  var coordinateColumns: [Int]? { nil }

  var reasonBesideCoordinates: ColumnChoice.Reason { .notCoordinate }

  var leastRowsOfTask: Int { 1 }

  func storedColumns(_ columns: [Int]) -> [StoredColumn]? { nil }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    .strings(texts(of: column, in: rows))
  }

  func line(ofRow row: Int) -> Int { row + 1 }

  func origin(of place: CellPlace) -> CellOrigin {
    CellOrigin(source: nil, line: line(ofRow: place.row), column: place.column)
  }

  func absence(of column: Int) -> TableError? { nil }

  func noNumber(at place: CellPlace) -> TableError {
    preconditionFailure("the cell \(place) of a column of numbers is none")
  }

  func doubt(of column: Int) -> TableError? { nil }

  func isEmpty(_ column: Int) -> Bool { false }

  func firstTexts(of columns: [Int]) -> [Int: CellPlace] { [:] }

  func shownText(at place: CellPlace) -> String {
    texts(of: place.column, in: place.row..<place.row + 1).first ?? ""
  }

  func textCounts(of columns: [Int]) -> [(invalid: Int, distinct: Int)] {
    columns.map { (0, Set(texts(of: $0, in: 0..<rowCount)).count) }
  }

  func faults(of columns: [Int]) -> [Int: TableError] { [:] }
}
