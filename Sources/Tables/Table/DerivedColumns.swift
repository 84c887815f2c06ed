/// The names that a program gives to the columns that it adds to tables.
///
/// ```swift
/// var options = ReadingOptions()
/// options.derivedNames = DerivedNames(["kind"], numbered: ["part_"])    // kind, part_1, part_2 …
/// let table = try PointTable(contentsOf: "kinds.csv", options: options)
/// ```
///
/// By them a header such as `1,2,kind`, which ``TableWriter`` makes for a table without one, is told from a row of
/// data. Whether a column of such a name has been added or measured is for the program to say (``DerivedColumns``).
public struct DerivedNames: Sendable, Hashable {
  private let names: Set<String>
  private let stems: Set<String>

  /// Lists names.
  ///
  /// - Parameters:
  ///   - names: The names, in the letter case in which they are written.
  ///   - stems: What stands before a number in further names: `part_` for `part_1`, `part_2` and so on.
  public init(_ names: Set<String> = [], numbered stems: Set<String> = []) {
    self.names = names
    self.stems = stems
  }

  /// Whether the program gives this name to a column.
  ///
  /// - Parameter name: The column's name.
  /// - Returns: True for a listed name, and for a listed stem with a number behind it.
  public func contains(_ name: String) -> Bool {
    names.contains(name) || (!stems.isEmpty && numberedStem(of: name).map(stems.contains) ?? false)
  }

  /// Whether a header that ``TableWriter`` made has this name: a derived column's, or that of one renamed since.
  ///
  /// - Parameter name: The column's name.
  /// - Returns: True for `kind` and `kind_input2`, where `kind` is a listed name.
  public func containsOriginal(of name: String) -> Bool {
    contains(name) || contains(ColumnRename.original(of: name))
  }

  private func numberedStem(of name: String) -> String? {
    let number = name.utf8.reversed().prefix(while: Byte.isDigit).count
    return number > 0 ? String(decoding: name.utf8.dropLast(number), as: UTF8.self) : nil
  }
}

/// Columns of a table that a program has added to it, and that hold no measurements.
///
/// ```swift
/// let table = try PointTable(contentsOf: "kinds.csv")
/// let own = Set(table.columnNames.indices.filter { table.columnNames[$0] == "kind" })
/// let measured = try table.defaultColumns(derived: DerivedColumns(own, by: "sorter"))
/// ```
public struct DerivedColumns: Sendable, Hashable {
  /// The columns, from 0.
  public let columns: Set<Int>
  /// What messages call the program; nil where there is none.
  public let writer: String?

  /// Names the columns that a program has added.
  ///
  /// - Parameters:
  ///   - columns: The columns, from 0.
  ///   - writer: What messages call the program.
  public init(_ columns: Set<Int>, by writer: String) {
    self.columns = columns
    self.writer = writer
  }

  /// No columns.
  public init() {
    columns = []
    writer = nil
  }
}
