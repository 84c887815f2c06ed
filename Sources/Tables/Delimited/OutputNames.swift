/// The names in the output's header.
struct OutputNames {
  /// The new name of each column of the input that is renamed.
  private(set) var newNames: [Int: String] = [:]
  /// The new names of fields of several columns, by their own.
  private(set) var newFieldNames: [String: String] = [:]
  private(set) var renames: [ColumnRename] = []

  /// - Parameters:
  ///   - table: The table that passes through.
  ///   - names: The names of the columns that are appended.
  ///   - fields: What the format itself calls several columns, such as `normal` for `normal_1` and `normal_2`.
  init(of table: PointTable?, appending names: [String], fields: [String] = []) {
    guard let table, table.hasHeader else { return }
    let appended = Set(names)
    var taken = appended.union(table.columnNames)
    // Where a name stands many times, none of its numbers is tried twice.
    var numbers: [String: Int] = [:]
    func newName(of name: String) -> String {
      var candidate = name + ColumnRename.suffix
      while taken.contains(candidate) {
        let number = numbers[name, default: 2]
        candidate = name + ColumnRename.suffix + String(number)
        numbers[name] = number + 1
      }
      taken.insert(candidate)
      return candidate
    }
    for (column, name) in table.columnNames.enumerated() where appended.contains(name) {
      let candidate = newName(of: name)
      newNames[column] = candidate
      renames.append(ColumnRename(original: name, renamed: candidate))
    }
    for name in fields where appended.contains(name) && newFieldNames[name] == nil {
      let candidate = newName(of: name)
      newFieldNames[name] = candidate
      renames.append(ColumnRename(original: name, renamed: candidate))
    }
  }

  /// What a field is called of which these are the columns; nil where it keeps its name.
  func newName(ofField name: String, columns: [Int]) -> String? {
    if columns.count == 1 { return newNames[columns[0]] }
    // One of its numbers cannot be called otherwise than the field.
    return newFieldNames[name] ?? (columns.contains { newNames[$0] != nil } ? name + ColumnRename.suffix : nil)
  }

  /// The names as they are written.
  func written(over names: [String]) -> [String] {
    names.enumerated().map { newNames[$0] ?? $1 }
  }
}
