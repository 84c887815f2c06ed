import GaussianMixtures
import PointFiles

/// A file of points as a command uses it: the table, the chosen columns, and their numbers.
struct PointInput {
  let table: PointTable
  let columnNames: [String]
  let points: PointSet
  /// The rows of the points, where some were left out.
  let keptRows: [Int]?

  /// Reads the columns to fit: the named ones, or all numeric ones that gmm does not write itself.
  init(_ path: String, _ options: DataOptions, threads: Int? = nil, console: Console) throws {
    let table = try PointTable(contentsOf: path, options: options.reading(threads: threads))
    let columns = try options.columns.map(table.selectColumns) ?? table.defaultColumns()
    if options.columns == nil, columns.count < table.columnCount {
      let names = TerminalText.list(columns.map { table.columnNames[$0] })
      console.note("using the columns \(names) of \(table.source); --columns chooses others")
    }
    try self.init(table, columns, options, console: console)
  }

  /// Reads the columns of a model, by name; a model without names takes what `init(_:_:threads:console:)` does.
  init(
    _ path: String, of document: ModelDocument, _ options: DataOptions, threads: Int? = nil, console: Console
  ) throws {
    guard options.columns == nil, let names = document.columns else {
      try self.init(path, options, threads: threads, console: console)
      try requireDimension(of: document)
      return
    }
    let table = try PointTable(contentsOf: path, options: options.reading(threads: threads))
    guard Set(names).count == names.count else {
      throw CommandFailure(
        .badData,
        "\(table.source): two columns of the model have one name (\(TerminalText.list(names))), so they cannot be "
          + "found by name; choose them with --columns, in the model's order.")
    }
    try self.init(table, try table.columns(named: names), options, console: console)
  }

  private init(_ table: PointTable, _ columns: [Int], _ options: DataOptions, console: Console) throws {
    let numbers = try table.numbers(in: columns, invalid: options.invalidCells)
    self.table = table
    columnNames = columns.map { table.columnNames[$0] }
    points = try PointSet(columns: numbers.columns)
    keptRows = numbers.keptRows
    if numbers.skipped.count > 0 {
      let first = numbers.skipped.first.first.map { ", the first at \($0)" } ?? ""
      console.note("\(NumberFormat.grouped(numbers.skipped.count)) rows with invalid cells left out\(first)")
    }
  }

  private func requireDimension(of document: ModelDocument) throws {
    guard points.dimension != document.model.dimension else { return }
    throw CommandFailure(
      .badData,
      "\(table.source): the model has \(document.model.dimension) dimensions, and the columns used are "
        + "\(points.dimension) (\(TerminalText.list(columnNames))); choose with --columns.")
  }
}
