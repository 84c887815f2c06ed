public import GaussianMixtures
public import Tables

/// A file that may be either, read once: a pipe cannot be read twice.
///
/// ```swift
/// switch try ModelOrTable(contentsOf: "-") {
/// case .model(let document): print(document.model)
/// case .table(let table): print(table.rowCount, table.columnNames)
/// }
/// ```
public enum ModelOrTable: Sendable {
  /// A model file.
  case model(ModelDocument)
  /// A table of points.
  case table(PointTable)

  /// Reads a file and tells by its first letter what it is: a model begins with an opening brace.
  ///
  /// - Parameters:
  ///   - path: A file, or "-" for standard input.
  ///   - options: How a delimited text is to be read.
  /// - Throws: ``/Tables/TableError`` where there is no such file, or where it is neither.
  public init(contentsOf path: String, options: ReadingOptions = .withResults) throws(TableError) {
    let file = try FileBytes.read(path, options: options)
    let source = FileBytes.sourceName(of: path)
    let isModel = file.withBytes { ModelFile.isBegun(by: $0) }
    self =
      isModel
      ? .model(try ModelFile.read(file, source: source))
      : .table(try PointTable(file, source: source, options: options))
  }
}
