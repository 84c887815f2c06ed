internal import Parallel

extension DelimitedText.Layout {
  /// Rows from all parts of the table, the first ones and the last ones among them.
  func sampleRows(from first: Int) -> [Int] {
    let most = min(2048, max(128, 400_000 / max(1, cellCount)))
    let count = rows.count - first
    guard count > most else { return Array(first..<rows.count) }
    let edge = most / 8
    let middle = most - 2 * edge
    let between = count - 2 * edge
    return Array(first..<first + edge) + (0..<middle).map { first + edge + $0 * between / middle }
      + Array(rows.count - edge..<rows.count)
  }

  /// What the cells of some rows are.
  func survey(_ sample: [Int], _ style: NumberStyle, details: Bool) -> ColumnSurvey {
    let scanner = scanner
    let width = columnNames.count
    var survey = ColumnSurvey(width: width)
    for row in sample {
      var position = rows[row]
      for column in 0..<width {
        let cell = scanner.cell(at: position)
        survey.add(cell, of: column, row: row, scanner, style, details: details)
        guard !cell.endsRow else { break }
        position = cell.next
      }
    }
    return survey
  }

  /// Finds out how numbers are written.
  mutating func inferStyle(excludesFirst: Bool) throws(TableError) {
    let plain = NumberStyle(
      decimalMark: options.decimalComma == true ? Byte.comma : Byte.point,
      missing: MissingValues(options.missingValues))
    let sample = sampleRows(from: excludesFirst ? 1 : 0)
    let survey = survey(sample, plain, details: true)
    let inference = StyleInference(survey, options, names: columnNames)
    style = inference.style
    if style == plain { surveyed = survey }
    notes += inference.notes
    if delimiter == Byte.comma, inference.mayBeCutFractions {
      notes.append(
        "every second column has whole numbers that begin with 0, as fractions do where a decimal comma was "
          + "taken for the end of a cell; if so, separate cells by another character")
    }
    if let column = inference.contradictsDecimalComma(options) {
      throw TableError(
        .badData, source: source, column: column + 1, columnName: columnNames[column],
        message: "numbers have a decimal point, and no number of the file has a decimal comma; leave out "
          + "--decimal-comma.")
    }
    for column in survey.columns.indices where inference.mayBeGroupedByPoints(column, options) {
      doubts[column] = TableError(
        .badData, source: source, column: column + 1, columnName: columnNames[column],
        message:
          "the points stand before three digits, among whole numbers: they may separate thousands or be "
          + "decimal points; give --thousands . or --no-decimal-comma.")
    }
  }
}

extension DelimitedText {
  /// What each column holds, by all its cells; and why numbers cannot be told where most cells would be some.
  ///
  /// - Complexity: O(rows sampled) where these leave no doubt, else O(bytes).
  static func columnKinds(
    of text: DelimitedText, _ layout: Layout
  ) -> (kinds: [PointTable.ColumnKind], empty: Set<Int>, strange: [Int: StrangeCell]) {
    let sample = layout.sampleRows(from: 0)
    let sampled = layout.survey(sample, layout.style, details: false)
    let isWhole = sample.count == layout.rows.count
    var open = sampled.columns.indices.filter { !isWhole && !isDecided(sampled.columns[$0]) }
    if layout.hasRowNames { open.removeAll { $0 == 0 } }
    let opened = Set(open)
    let whole = open.isEmpty ? sampled : text.survey(of: open, layout)
    var strange: [Int: StrangeCell] = [:]
    var empty: Set<Int> = []
    let kinds = sampled.columns.indices.map { column -> PointTable.ColumnKind in
      if layout.hasRowNames, column == 0 { return .text }
      let found = opened.contains(column) ? whole.columns[column] : sampled.columns[column]
      let foreignCount = found.numberLikeCount - found.numberCount
      if found.numberLikeCount == 0, found.textCount == 0 {
        empty.insert(column)
        return found.placeholderCount > 0 ? .text : .numeric
      }
      guard found.isMostlyNumbers else { return .text }
      if found.numberCount > 0, found.numberCount >= foreignCount { return .numeric }
      if let (row, cell) = found.firstForeign {
        strange[column] = StrangeCell(row: row, column: column, cell: cell)
      }
      return .text
    }
    return (kinds, empty, strange)
  }

  /// Whether some rows say what a column holds: nothing but numbers (the first cell that is none is an error
  /// when they are read), or nothing like them.
  private static func isDecided(_ column: ColumnSurvey.Column) -> Bool {
    let isNumeric =
      column.numberCount > 0 && column.numberCount == column.numberLikeCount && column.textCount == 0
    return isNumeric || (column.numberLikeCount == 0 && column.placeholderCount == 0 && column.textCount > 0)
  }

  /// What all cells of some columns are.
  private func survey(of columns: [Int], _ layout: Layout) -> ColumnSurvey {
    var isMeant = Array(repeating: false, count: (columns.max() ?? 0) + 1)
    for column in columns { isMeant[column] = true }
    let (rowsOfTask, threadCount) = (layout.options.rowsOfTask, layout.options.workerCount)
    let taskCount = (rows.count + rowsOfTask - 1) / rowsOfTask
    let empty = ColumnSurvey(width: columnNames.count)
    var parts = [ColumnSurvey](repeating: empty, count: taskCount)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let places = DisjointWriter(base)
      ParallelLoop.run(count: taskCount, threadCount: threadCount) { [isMeant] task in
        let rows = task * rowsOfTask..<min((task + 1) * rowsOfTask, self.rows.count)
        survey(rows, isMeant, into: &places.pointer(at: task).pointee)
      }
    }
    return parts.reduce(into: empty) { $0.append($1) }
  }

  private func survey(_ rows: Range<Int>, _ isMeant: [Bool], into survey: inout ColumnSurvey) {
    withScanner { scanner in
      for row in rows {
        var position = self.rows[row]
        for column in isMeant.indices {
          let cell = scanner.cell(at: position)
          if isMeant[column] { survey.add(cell, of: column, row: row, scanner, style, details: false) }
          guard !cell.endsRow else { break }
          position = cell.next
        }
      }
    }
  }
}
