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

  /// Reads a file and tells by its content what it is: a model file begins with an opening brace, and those of other
  /// programs as they write them.
  ///
  /// - Parameters:
  ///   - path: A file, or "-" for standard input.
  ///   - options: How a delimited text is to be read.
  /// - Throws: ``/Tables/TableError`` where there is no such file, or where it is neither.
  public init(contentsOf path: String, options: ReadingOptions = .withResults) throws(TableError) {
    let file = try FileBytes.read(path, options: options)
    let source = FileBytes.sourceName(of: path)
    let input = ModelInput(file, source: source)
    guard let format = ModelFormats.format(of: input) else {
      self = .table(try PointTable(file, source: source, options: options))
      return
    }
    self = .model(try format.read(input))
  }
}
