/// A column of the input that was given another name because one that is added has its own.
///
/// ```swift
/// let table = try PointTable(contentsOf: "points.csv")
/// let kinds = TableColumn(name: "kind", values: .integers(Array(1...table.rowCount)))
/// for rename in try TableWriter(to: "kinds.csv").write(table, appending: [kinds]) {
///   print("the column \(rename.original) is called \(rename.renamed) now")
/// }
/// ```
public struct ColumnRename: Sendable, Hashable {
  /// The name in the input.
  public let original: String
  /// The name in the output, such as `kind_input`.
  public let renamed: String

  /// The end of the name that a column takes where a new one has its name.
  static let suffix = "_input"

  /// The new name of a column whose own is taken.
  package init(renaming name: String) {
    original = name
    renamed = name + Self.suffix
  }

  init(original: String, renamed: String) {
    self.original = original
    self.renamed = renamed
  }

  /// The name before a column was renamed.
  ///
  /// - Parameter name: The column's name.
  /// - Returns: `kind` for `kind_input2`; the same where it was not renamed.
  package static func original(of name: String) -> String {
    let number = name.utf8.reversed().prefix(while: Byte.isDigit).count
    let stem = String(decoding: name.utf8.dropLast(number), as: UTF8.self)
    return stem.hasSuffix(suffix) ? String(stem.dropLast(suffix.count)) : name
  }
}
