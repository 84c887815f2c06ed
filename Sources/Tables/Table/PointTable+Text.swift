extension PointTable {
  /// The text of a column's cells, unquoted and without blanks around it.
  ///
  /// - Parameter column: The column, from 0.
  /// - Returns: A text for each row; none for a column that does not exist.
  /// - Complexity: O(bytes).
  public func text(of column: Int) -> [String] {
    guard column >= 0, column < columnCount else { return [] }
    switch storage {
    case .array(let array): return (0..<rowCount).map { array.text(row: $0, column: column) }
    case .text(let text):
      var cells: [String] = []
      cells.reserveCapacity(rowCount)
      text.forEachCell(in: column) { _, cell, scanner in
        cells.append(scanner.string(of: cell))
        return true
      }
      return cells
    }
  }

  /// How many cells of each column are invalid, and how many distinct texts the others are.
  ///
  /// - Parameter columns: Columns of text, from 0, each once.
  /// - Complexity: O(bytes), however many columns.
  package func textCounts(of columns: [Int]) -> [(invalid: Int, distinct: Int)] {
    guard case .text(let text) = storage else { return columns.map { _ in (0, 0) } }
    return text.textCounts(of: columns)
  }

  /// What is wrong with the numbers of some columns, for those with which something is.
  ///
  /// - Parameter columns: The columns, from 0, each once.
  /// - Complexity: O(bytes), however many columns.
  package func faults(of columns: [Int]) -> [Int: TableError] {
    guard case .text(let text) = storage else { return [:] }
    let doubts = columns.compactMap { column in doubt(of: column).map { (column, $0) } }
    return text.faults(of: columns).merging(doubts) { $1 }
  }

  /// The labels in a column: the distinct texts, and which of them each row has.
  ///
  /// - Parameter column: The column, from 0.
  /// - Returns: No name and no row for a column that does not exist.
  /// - Complexity: O(bytes + names log names).
  public func labels(of column: Int) -> LabelColumn {
    guard column >= 0, column < columnCount else { return LabelColumn(names: [], indices: []) }
    var collector = LabelCollector(rowCount: rowCount)
    switch storage {
    case .array(let array):
      for row in 0..<rowCount {
        let isLabel = array.value(row: row, column: column).isFinite
        collector.append(isLabel ? array.text(row: row, column: column) : nil)
      }
      return collector.sorted(decimalComma: false)
    case .text(let text):
      text.forEachCell(in: column) { _, cell, scanner in
        collector.append(cell, scanner, text.style)
        return true
      }
      return collector.sorted(decimalComma: text.decimalComma)
    }
  }
}

/// A column of labels.
public struct LabelColumn: Sendable, Hashable {
  /// The distinct labels: in the order of their numbers if all are numbers, else of their texts.
  public let names: [String]
  /// The place in ``names`` of each row's label; nil where the cell is empty, NA or the like.
  public let indices: [Int?]
}

/// Numbers labels in the order in which they come, then sorts them.
private struct LabelCollector {
  /// By their bytes: Swift takes a letter and its accent for the letter with the accent, and files do not.
  private var numbers: [[UInt8]: Int] = [:]
  private var names: [String] = []
  private var found: [Int?] = []
  // Rows of one label often stand together, and then no text is made: only the bytes are compared.
  private var last: (start: Int, end: Int, index: Int?) = (0, -1, nil)

  init(rowCount: Int) { found.reserveCapacity(rowCount) }

  mutating func append(_ name: String?) {
    guard let name else { return found.append(nil) }
    let key = Array(name.utf8)
    if let known = numbers[key] { return found.append(known) }
    numbers[key] = names.count
    found.append(names.count)
    names.append(name)
  }

  mutating func append(_ cell: RowScanner.Cell, _ scanner: RowScanner, _ style: NumberStyle) {
    let text = scanner.text(of: cell)
    if last.end - last.start == text.count,
      scanner.bytes.extracting(last.start..<last.end).elementsEqual(text)
    {
      return found.append(last.index)
    }
    var isInvalid = false
    if case .invalid = style.content(of: text) { isInvalid = true }
    append(isInvalid ? nil : scanner.string(of: cell))
    last = (cell.start, cell.end, found.last ?? nil)
  }

  func sorted(decimalComma: Bool) -> LabelColumn {
    let values = names.map { NumberText.number($0, decimalComma: decimalComma) }
    let areNumbers = !values.contains(nil)
    let order = names.indices.sorted { left, right in
      if areNumbers, let a = values[left], let b = values[right], a != b { return a < b }
      if names[left] == names[right] { return names[left].utf8.lexicographicallyPrecedes(names[right].utf8) }
      return names[left] < names[right]
    }
    var places = Array(repeating: 0, count: names.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return LabelColumn(names: order.map { names[$0] }, indices: found.map { $0.map { places[$0] } })
  }
}
