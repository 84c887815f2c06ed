public import GaussianMixtures
public import Tables

extension Compensation {
  /// Reads a spillover matrix from a table: a column for each channel, a row for each in the same order.
  ///
  /// ```swift
  /// let matrix = try Compensation(contentsOf: "spillover.csv")
  /// let table = try PointTable(contentsOf: "sample.fcs")
  /// let columns = try table.selectColumns("FL1-A,FL2-A")
  /// let compensated = try table.preprocessed(
  ///   by: Preprocessing(compensation: .matrix(matrix), transforms: [nil, nil]), columns: columns)
  /// ```
  ///
  /// A first column may name the rows, which then may be in another order. Of names such as `FL1-A :: CD4` the first part
  /// counts.
  ///
  /// - Parameter path: A file of any format that tables are read from, or "-" for standard input.
  /// - Throws: ``/Tables/TableError`` where there is no such file, or it is no matrix that can be inverted.
  /// - Complexity: O(bytes + n³) for n channels.
  public init(contentsOf path: String) throws(TableError) {
    let table = try PointTable(contentsOf: path, options: ReadingOptions())
    let hasRowNames = table.columnCount == table.rowCount + 1
    guard hasRowNames || table.columnCount == table.rowCount else {
      throw TableError(
        .badData, source: table.source,
        message:
          "a spillover matrix has as many rows as channels, and here are \(table.columnCount) columns and "
          + "\(CountText.of(table.rowCount, "row")); give a header with the channels, and a row for each.")
    }
    guard table.hasHeader else {
      throw TableError(
        .badData, source: table.source,
        message: "the columns of the spillover matrix have no names; give a header with the channels.")
    }
    let columns = Array((hasRowNames ? 1 : 0)..<table.columnCount)
    let channels = columns.map { Self.channel(table.columnNames[$0]) }
    let values = try table.numbers(in: columns).columns
    let rows = table.rowCount
    let matrix = (0..<rows).map { row in values.map { $0[row] } }
    let names = hasRowNames ? table.text(of: 0).map(Self.channel) : channels
    // Rows that are only numbered are in the order of the columns.
    let places = Dictionary(zip(names, 0..<rows)) { first, _ in first }
    let order = names == (1...rows).map(String.init) ? Array(0..<rows) : channels.compactMap { places[$0] }
    guard order.count == rows else {
      throw TableError(
        .badData, source: table.source,
        message: "the rows of the spillover matrix are \(TerminalText.list(names)), and its columns "
          + "\(TerminalText.list(channels)); give both the same names.")
    }
    do {
      try self.init(channels: channels, spillover: order.map { matrix[$0] })
    } catch {
      throw TableError(.badData, source: table.source, message: error.description)
    }
  }

  /// The name of a channel, without what people call it.
  private static func channel(_ name: String) -> String {
    var name = Substring(name)
    if let mark = name.firstRange(of: " :: ") { name = name[..<mark.lowerBound] }
    return String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
