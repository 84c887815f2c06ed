/// The names in the output's header.
struct OutputNames {
  /// The new name of each column of the input that is renamed.
  private(set) var newNames: [Int: String] = [:]
  private(set) var renames: [ColumnRename] = []

  init(of table: PointTable?, appending names: [String]) {
    guard let table, table.hasHeader else { return }
    let appended = Set(names)
    var taken = appended.union(table.columnNames)
    // Where a name stands many times, none of its numbers is tried twice.
    var numbers: [String: Int] = [:]
    for (column, name) in table.columnNames.enumerated() where appended.contains(name) {
      var candidate = name + ColumnRename.suffix
      while taken.contains(candidate) {
        let number = numbers[name, default: 2]
        candidate = name + ColumnRename.suffix + String(number)
        numbers[name] = number + 1
      }
      taken.insert(candidate)
      newNames[column] = candidate
      renames.append(ColumnRename(original: name, renamed: candidate))
    }
  }

  /// The names as they are written.
  func written(over names: [String]) -> [String] {
    names.enumerated().map { newNames[$0] ?? $1 }
  }
}
