@testable import Tables

/// All that is done with a file of which nothing is known: it is opened, read in runs, and passed through.
///
/// The tests use it with some thousand damaged files, and the package Fuzzing with as many as there is time for.
struct TableExercise {
  /// What became of a file.
  struct Outcome {
    /// The error of what could not be read, nil where all could.
    var error: TableError?
    /// The bytes that its rows take as doubles and texts: what was read of them.
    var contents = 0
    /// What must not be, whatever the bytes are.
    var fault: String?

    fileprivate mutating func require(_ isSo: Bool, else fault: String) {
      if !isSo { self.fault = self.fault ?? fault }
    }
  }

  /// What reading may take.
  private static let memory = 1 << 28
  /// Rows that are looked at; what a file holds beyond them is decoded in the same way.
  private static let mostRows = 1 << 12
  /// Cells that are looked at.
  private static let mostCells = 1 << 14

  /// The name by which the format is told where the first bytes do not tell it.
  let name: String

  /// Whether the table is written anew as well: into its own format and into CSV.
  var isWritten = true

  /// - Returns: What became of the bytes; a trap is a fault as well.
  func outcome(of bytes: [UInt8]) -> Outcome {
    var outcome = Outcome()
    do throws(TableError) {
      try exercise(bytes, &outcome)
    } catch {
      outcome.error = error
      let file = name.split(separator: ":").first ?? ""
      outcome.require(error.description.hasPrefix(file), else: "an error without a place: \(error)")
    }
    return outcome
  }

  private func exercise(_ bytes: [UInt8], _ outcome: inout Outcome) throws(TableError) {
    var options = ReadingOptions(threadCount: 1)
    options.memoryLimit = Self.memory
    options.mostColumns = 4096
    let table = try PointTable(bytes: bytes, source: name, options: options)
    outcome.require(table.rowCount > 0 && table.columnCount > 0, else: "a table without points was opened")
    outcome.require(table.columnKinds.count == table.columnCount, else: "there are columns without a kind")
    guard outcome.fault == nil else { return }
    _ = try? table.defaultColumns()
    let rowCount = min(table.rowCount, Self.mostRows, max(1, Self.mostCells / table.columnCount))
    outcome.contents = rowCount * table.columnCount * 8
    var first: TableError?
    for column in table.columnNames.indices {
      do throws(TableError) {
        try read(column, of: table, rowCount, &outcome)
      } catch {
        first = first ?? error
      }
    }
    _ = table.line(ofRow: rowCount - 1)
    if isWritten, table.rowCount == rowCount {
      outcome.contents += try write(table)
    }
    if let first { throw first }
  }

  /// Reads a column's numbers and its texts in three runs.
  private func read(
    _ column: Int, of table: PointTable, _ rowCount: Int, _ outcome: inout Outcome
  ) throws(TableError) {
    let length = rowCount / 3 + 1
    var numbers: [Double] = []
    for start in stride(from: 0, to: rowCount, by: length) {
      let rows = start..<min(start + length, rowCount)
      let texts = table.contents.texts(of: column, in: rows)
      outcome.require(texts.count == rows.count, else: "a run has another number of texts than rows")
      outcome.contents += texts.reduce(0) { $0 + $1.utf8.count + 16 }
      guard table.columnKinds[column] == .numeric else { continue }
      let run = try table.numbers(in: [column], rows: rows, invalid: .missing)
      outcome.require(run.columns[0].count == rows.count, else: "a run has another number of cells than rows")
      numbers += run.columns[0]
    }
    guard table.rowCount == rowCount else { return }
    let categories = table.categories(of: column)
    outcome.require(categories.indices.count == rowCount, else: "rows have no category")
    guard table.columnKinds[column] == .numeric else { return }
    // The whole column is what its runs are.
    let whole = try table.numbers(in: [column], invalid: .missing).columns[0]
    let isSame = whole.map(\.bitPattern) == numbers.map(\.bitPattern)
    outcome.require(isSame, else: "runs are not what the whole is")
  }

  /// Writes the table with a label for each row, and answers how many bytes came of it.
  private func write(_ table: PointTable) throws(TableError) -> Int {
    var count = 0
    var names = ["exercise.csv"]
    if let ending = TableFormats.promised(by: FileEnding.of(name))?.endings.first {
      names.append("exercise." + ending)
    }
    var failure: TableError?
    for name in names {
      do throws(TableError) {
        count += try Self.passed(table, name).count
      } catch {
        // What a format cannot hold is its error; CSV holds everything.
        if name == names[0] { failure = error }
      }
    }
    if let failure { throw failure }
    return count
  }

  /// The bytes of a table that passes through into memory in two runs, with labels.
  static func passed(_ table: PointTable, _ name: String) throws(TableError) -> [UInt8] {
    let memory = OutputMemory()
    let output = OutputDescriptor(number: -1, path: name, memory: memory)
    let outline = TableOutline(
      table: table, columnNames: ["label"], rowCount: table.rowCount, path: name, threadCount: 1,
      rowsOfChunk: 100)
    var sink = try TableFormats.format(writtenTo: name).makeSink(outline)
    let middle = table.rowCount / 3
    for rows in [0..<middle, middle..<table.rowCount] where !rows.isEmpty {
      let label = TableColumn(name: "label", values: .integers(rows.map { $0 % 5 }))
      try sink.append(TableRun(rows: rows, columns: [label]), to: output)
    }
    try sink.finish(output)
    return memory.bytes
  }
}
