@_exported public import CodedErrors

/// The reason why a table could not be read, understood or written.
///
/// ```swift
/// do {
///   print(try PointTable(contentsOf: "points.csv").numbers(in: [0, 1]))
/// } catch where error.code == .noInput {
///   print("choose another file:", error)
/// } catch {
///   print(error, "line:", error.line ?? 0)
/// }
/// ```
///
/// The description begins with the file and the place, then says what was found and what would cure it:
/// `data.csv:17: column 3 (z): found «abc», which is no number; correct the cell or …`.
public struct TableError: OutputError {
  /// The kind of the failure.
  public let code: Code
  /// The file, as it was given, or «standard input»; empty where no file is concerned.
  public let source: String
  /// The line, from 1, where the row in question starts (of an array: the row, from 1).
  public let line: Int?
  /// The column, from 1.
  public let column: Int?
  /// The column's name.
  public let columnName: String?
  /// What was found and what would cure it, in a sentence or two.
  public let message: String

  /// Puts an error together.
  ///
  /// - Parameters:
  ///   - code: The kind of the failure.
  ///   - source: The file; empty where none is concerned.
  ///   - line: The line, from 1.
  ///   - column: The column, from 1.
  ///   - columnName: The column's name.
  ///   - message: What was found and what would cure it.
  public init(
    _ code: Code, source: String, line: Int? = nil, column: Int? = nil, columnName: String? = nil,
    message: String
  ) {
    self.code = code
    self.source = source
    self.line = line
    self.column = column
    self.columnName = columnName
    self.message = message
  }

  /// The file, the line and the column, as far as they are known.
  public var place: String {
    var text = source
    if let line { text += ":\(line)" }
    if let column {
      text += (text.isEmpty ? "" : ": ") + ColumnTitle(number: column, name: columnName).description
    }
    return text
  }
}

/// The ways in which a table is not read or written.
extension ErrorCode<TableError> {
  /// An input that does not exist or cannot be opened.
  public static var noInput: Self { Self() }
  /// An input that was read, and holds something else than was asked for.
  public static var badData: Self { Self() }
  /// An option that is wrong whatever the input holds.
  public static var usage: Self { Self() }
  /// A table that has more rows or columns than its reader wants.
  public static var tooLarge: Self { Self() }
}

/// A column as messages call it: its number, and its name where that says more.
struct ColumnTitle: CustomStringConvertible {
  let number: Int
  let name: String?

  var description: String {
    guard let name, name != String(number) else { return "column \(number)" }
    return "column \(number) (\(MessageText.cleaned(name)))"
  }
}
