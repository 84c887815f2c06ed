extension PointTable {
  /// The columns that a specification such as `x,z` or `2-4` chooses, from 0, in its order.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv")
  /// let columns = try table.selectColumns("2-4")    // [1, 2, 3], unless a column is called so
  /// ```
  ///
  /// Its parts, between commas, are names, numbers from 1, ranges of numbers and ranges of names. A name
  /// comes before a number, also one that contains a comma or hyphen.
  ///
  /// - Parameter specification: The value of `--columns`.
  /// - Returns: At least one column.
  /// - Throws: ``TableError`` for a part that chooses nothing, chooses twice or is ambiguous.
  public func selectColumns(_ specification: String) throws(TableError) -> [Int] {
    try selectColumns(specification, option: "--columns")
  }

  /// The same for the value of another option, which messages name.
  package func selectColumns(_ specification: String, option: String) throws(TableError) -> [Int] {
    let parts = specification.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var selected: [Int] = []
    var known: Set<Int> = []
    var next = 0
    while next < parts.count {
      let (columns, used) = try columns(of: parts[next...], option)
      next += used
      for column in columns {
        guard known.insert(column).inserted else {
          throw error("the column is chosen twice by \(option) \(specification).", column: column)
        }
        selected.append(column)
      }
    }
    return selected
  }

  /// The columns that a pattern or a specification chooses.
  ///
  /// - Parameters:
  ///   - text: Such as `FL*`, for the columns whose name, or what people call them, is of this pattern; else as of
  ///     ``selectColumns(_:)``.
  ///   - option: What messages call the option.
  /// - Throws: ``TableError`` where it chooses nothing.
  package func columns(matching text: String, option: String) throws(TableError) -> [Int] {
    guard text.contains(where: { "*?".contains($0) }), !columnNames.contains(text) else {
      return try selectColumns(text, option: option)
    }
    let labels = contents.columnLabels
    let found = columnNames.indices.filter { column in
      NamePattern.matches(columnNames[column], text)
        || (labels.indices.contains(column) && labels[column].map { NamePattern.matches($0, text) } == true)
    }
    guard !found.isEmpty else { throw unknown(text, option: option) }
    return found
  }

  /// The column that a flow cytometer's channel is: by its name, by what people call it, or else by its number.
  ///
  /// - Parameter channel: As a spillover matrix has it.
  /// - Returns: nil where there is none.
  package func column(ofChannel channel: String) -> Int? {
    if let column = try? column(exactly: channel) { return column }
    guard let number = Int(channel), (1...columnCount).contains(number) else { return nil }
    return number - 1
  }

  /// The one column of a name, or of a number from 1 where no column has that name.
  ///
  /// - Parameters:
  ///   - nameOrNumber: The value of an option.
  ///   - option: What messages call the option, such as `--label`.
  /// - Returns: The column, from 0.
  /// - Throws: ``TableError`` where there is none, where several have the name, or where one of joined files lacks it.
  public func column(_ nameOrNumber: String, option: String) throws(TableError) -> Int {
    let column = try found(nameOrNumber, option: option)
    try requireEverywhere(column)
    return column
  }

  private func found(_ nameOrNumber: String, option: String) throws(TableError) -> Int {
    for name in [nameOrNumber, trimmed(nameOrNumber)] {
      if let column = try column(exactly: name) { return column }
    }
    if let number = Int(trimmed(nameOrNumber)), (1...columnCount).contains(number) { return number - 1 }
    throw unknown(nameOrNumber, option: option)
  }

  /// The columns of these names, from 0, in the order of the names.
  ///
  /// Where a column such as `kind` has been added and a measured one was renamed to `kind_input` for it, the latter
  /// is taken.
  ///
  /// - Parameters:
  ///   - names: The names.
  ///   - derived: The columns that a program has added.
  /// - Returns: A column for each name.
  /// - Throws: ``TableError`` that names the first one missing, or found twice.
  public func columns(
    named names: [String], derived: DerivedColumns = DerivedColumns()
  ) throws(TableError) -> [Int] {
    let places = Dictionary(columnNames.enumerated().map { ($1, [$0]) }, uniquingKeysWith: +)
    var columns: [Int] = []
    for name in names {
      let found = places[name] ?? []
      guard let column = found.count == 1 ? found[0] : try column(exactly: name) else { throw unknown(name) }
      columns.append(column)
    }
    guard columns.contains(where: derived.columns.contains) else { return columns }
    let measured = Dictionary(grouping: columnNames.indices.filter { !derived.columns.contains($0) }) {
      ColumnRename.original(of: columnNames[$0])
    }
    return zip(names, columns).map { name, column in
      let renamed = measured[name] ?? []
      return derived.columns.contains(column) && renamed.count == 1 ? renamed[0] : column
    }
  }

  /// The column of a name; nil where there is none, an error where there are several.
  private func column(exactly name: String) throws(TableError) -> Int? {
    guard let first = columnNames.firstIndex(of: name) else {
      // What people call a column, where that is said of one alone.
      let labelled = contents.columnLabels.indices.filter { contents.columnLabels[$0] == name }
      return labelled.count == 1 ? labelled[0] : nil
    }
    let all = columnNames.indices.filter { columnNames[$0] == name }
    guard all.count > 1 else { return first }
    let numbers = all.prefix(5).map { String($0 + 1) }.joined(separator: ", ")
    throw error(
      "the name \(MessageText.quoted(name)) stands at \(all.count) columns (\(numbers)); rename them, or "
        + "choose by number.")
  }

  /// What the first part chooses, or as many parts as make up a name with commas in it.
  private func columns(
    of parts: ArraySlice<String>, _ option: String
  ) throws(TableError) -> (columns: [Int], used: Int) {
    let longest = min(parts.count, columnNames.reduce(1) { max($0, commaCount($1) + 1) })
    for used in stride(from: longest, through: 1, by: -1) {
      let joined = parts.prefix(used).joined(separator: ",")
      for name in [joined, trimmed(joined)] {
        if let column = try column(exactly: name) { return ([column], used) }
      }
    }
    let part = trimmed(parts.first ?? "")
    guard !part.isEmpty else {
      throw error(
        "\(option) has an empty part; give names, numbers or ranges such as x,y or 2-4.", code: .usage)
    }
    if let range = try range(part, option) { return (Array(range), 1) }
    guard let number = Int(part), (1...columnCount).contains(number) else {
      throw unknown(part, option: option)
    }
    return ([number - 1], 1)
  }

  /// A part with a hyphen between two names or two numbers; nil where it is no range.
  private func range(_ part: String, _ option: String) throws(TableError) -> ClosedRange<Int>? {
    var found: [(Int, Int)] = []
    for hyphen in part.indices where part[hyphen] == "-" {
      let left = trimmed(String(part[..<hyphen]))
      let right = trimmed(String(part[part.index(after: hyphen)...]))
      if let first = try column(exactly: left), let last = try column(exactly: right) {
        found.append((first, last))
      } else if let first = Int(left), let last = Int(right), first >= 0, last >= 0 {
        guard first <= last else {
          throw error("the range \(part) runs backwards; write \(last)-\(first).", code: .usage)
        }
        guard first >= 1, last <= columnCount else { throw unknown(part, option: option) }
        found.append((first - 1, last - 1))
      }
    }
    guard let (first, last) = found.first else { return nil }
    guard found.count == 1 else {
      throw error(
        "the range \(MessageText.quoted(part)) can be read in \(found.count) ways; give the columns' "
          + "numbers.")
    }
    guard first <= last else {
      throw error("the range \(MessageText.quoted(part)) runs backwards; turn it round.")
    }
    return first...last
  }

  /// The name of a column that may have been meant by another name.
  ///
  /// - Parameter name: A name that no column has.
  /// - Returns: nil where no name is near.
  public func nearestColumnName(to name: String) -> String? {
    NearestName.nearest(to: name, among: columnNames)
  }

  private func unknown(_ name: String, option: String = "--columns") -> TableError {
    let suggestion = nearestColumnName(to: name).map { " (did you mean \(MessageText.quoted($0))?)" } ?? ""
    return error(
      "there is no column \(MessageText.quoted(name))\(suggestion); choose among "
        + "\(list(Array(columnNames.indices))) with \(option).")
  }

  func list(_ columns: [Int]) -> String {
    WordList.beginning(of: columns, most: 20) { MessageText.cleaned(columnNames[$0]) }
  }

  private func commaCount(_ name: String) -> Int { name.utf8.count { $0 == Byte.comma } }

  private func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
