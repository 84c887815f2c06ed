extension JoinedTable: TableSource {
  var hasHeader: Bool { fileColumn != nil || parts[0].contents.hasHeader }

  /// What was taken for granted, each with the file's name before it; what is said of many files is said once.
  var notes: [String] {
    var first: [String: (source: String, count: Int)] = [:]
    var order: [String] = []
    for part in parts {
      for note in part.contents.notes {
        if first[note] == nil { order.append(note) }
        first[note] = (first[note]?.source ?? part.source, (first[note]?.count ?? 0) + 1)
      }
    }
    return order.map { note in
      let (source, count) = first[note] ?? ("", 1)
      return "\(source): \(note)" + (count > 1 ? " (and so in \(CountText.of(count - 1, "other file")))" : "")
    }
  }

  /// Those of the first table that has some.
  var columnLabels: [String?] {
    guard let part = parts.first(where: { !$0.contents.columnLabels.isEmpty }) else { return [] }
    return part.columns.map { own in own.flatMap { part.contents.columnLabels[$0] } }
  }

  /// Those of the first table, where all have such.
  var leastRowsOfTask: Int { parts.map(\.contents.leastRowsOfTask).max() ?? 1 }

  var coordinateColumns: [Int]? {
    guard parts.allSatisfy({ $0.contents.coordinateColumns != nil }) else { return nil }
    let places = parts[0].contents.coordinateColumns?.map { parts[0].wholes[$0] }
    return places?.contains(Self.nowhere) == true ? nil : places
  }

  var reasonBesideCoordinates: ColumnChoice.Reason { parts[0].contents.reasonBesideCoordinates }

  // MARK: Numbers

  func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    for part in parts(of: rows) {
      guard try read(columns, of: part, rows.clamped(to: part.rows), into: &sink) else { return }
    }
  }

  /// Reads rows of one table; false where nothing is read after them.
  private func read(
    _ columns: [Int], of part: Part, _ rows: Range<Int>, into sink: inout NumberSink
  ) throws(TableError) -> Bool {
    let there = columns.indices.filter { part.columns[columns[$0]] != nil }
    for slot in columns.indices where part.columns[columns[slot]] == nil {
      guard sink.setText(slot, at: CellPlace(row: rows.lowerBound, column: columns[slot])) else {
        return false
      }
    }
    let own = there.compactMap { part.columns[columns[$0]] }
    var inner = sink.part(there, rows: rows.lowerBound - part.start..<rows.upperBound - part.start)
    try part.contents.readNumbers(of: own, in: inner.rows, into: &inner)
    let goesOn = sink.take(inner, slots: there, firstRow: part.start, columns: part.wholes)
    if there.count < columns.count {
      sink.setMissing(Set(columns.indices).subtracting(there), last: inner.keptCount)
    }
    return goesOn
  }

  // MARK: Texts

  func texts(of column: Int, in rows: Range<Int>) -> [String] {
    var texts: [String] = []
    texts.reserveCapacity(rows.count)
    for part in parts(of: rows) {
      let taken = rows.clamped(to: part.rows)
      if let own = part.columns[column] {
        texts += part.contents.texts(
          of: own, in: taken.lowerBound - part.start..<taken.upperBound - part.start)
      } else {
        texts += repeatElement(column == fileColumn ? part.source : "", count: taken.count)
      }
    }
    return texts
  }

  func categories(of column: Int) -> CategoryColumn {
    var collector = CategoryCollector(rowCount: rowCount)
    for part in parts {
      if let own = part.columns[column] {
        collector.append(part.contents.categories(of: own))
      } else {
        collector.append(column == fileColumn ? part.source : nil)
        for _ in 1..<part.contents.rowCount { collector.repeatLast() }
      }
    }
    return collector.sorted(decimalComma: (parts[0].contents as? DelimitedText)?.decimalComma ?? false)
  }

  func textCounts(of columns: [Int]) -> [(invalid: Int, distinct: Int)] {
    columns.map { column in
      let found = categories(of: column)
      return (found.indices.count { $0 == nil }, found.names.count)
    }
  }

  func shownText(at place: CellPlace) -> String {
    let part = part(ofRow: place.row)
    guard let own = part.columns[place.column] else { return place.column == fileColumn ? part.source : "" }
    return part.contents.shownText(at: CellPlace(row: place.row - part.start, column: own))
  }

  func firstTexts(of columns: [Int]) -> [Int: CellPlace] {
    var found: [Int: CellPlace] = [:]
    for part in parts {
      let open = columns.filter { found[$0] == nil }
      guard !open.isEmpty else { break }
      let own = part.contents.firstTexts(of: open.compactMap { part.columns[$0] })
      for (column, place) in own {
        found[part.wholes[column]] = CellPlace(row: place.row + part.start, column: part.wholes[column])
      }
    }
    return found
  }

  func isEmpty(_ column: Int) -> Bool {
    column != fileColumn
      && parts.allSatisfy { part in part.columns[column].map { part.contents.isEmpty($0) } ?? true }
  }

  // MARK: Places

  func line(ofRow row: Int) -> Int {
    let part = part(ofRow: row)
    return part.contents.line(ofRow: row - part.start)
  }

  func origin(of place: CellPlace) -> CellOrigin {
    let part = part(ofRow: place.row)
    return CellOrigin(
      source: part.source, line: part.contents.line(ofRow: place.row - part.start),
      column: part.columns[place.column] ?? place.column)
  }

  func noNumber(at place: CellPlace) -> TableError {
    let part = part(ofRow: place.row)
    guard let own = part.columns[place.column] else {
      return TableError(
        .badData, source: part.source, columnName: columnNames[place.column],
        message:
          "the file has no numbers for the column \(MessageText.quoted(columnNames[place.column])); choose other "
          + "columns with --columns.")
    }
    return part.contents.noNumber(at: CellPlace(row: place.row - part.start, column: own))
  }

  func faults(of columns: [Int]) -> [Int: TableError] {
    var faults: [Int: TableError] = [:]
    for part in parts {
      let own = columns.filter { faults[$0] == nil }.compactMap { part.columns[$0] }
      for (column, fault) in part.contents.faults(of: own) { faults[part.wholes[column]] = fault }
    }
    return faults
  }
}
