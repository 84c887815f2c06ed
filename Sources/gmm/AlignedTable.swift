#if Command

import Tables

/// Cells in columns of equal width, for people: numbers to the right, words to the left.
struct AlignedTable {
  /// A cell's text and how many columns of a terminal it takes.
  private typealias Cell = (text: String, width: Int)

  private var rows: [[Cell]] = []
  private var widths: [Int] = []
  /// Whether a column has a cell below the first row that is no number.
  private var hasWords: [Bool] = []
  private let indentation: String

  init(_ header: [String]? = nil, indentation: Int = 2) {
    self.indentation = String(repeating: " ", count: indentation)
    if let header { append(header) }
  }

  mutating func append(_ row: [String]) {
    let isHeader = rows.isEmpty
    let cells = row.map { cell -> Cell in
      let text = TerminalText.cleaned(cell)
      return (text, TextWidth.cells(of: text))
    }
    if cells.count > widths.count {
      widths += [Int](repeating: 0, count: cells.count - widths.count)
      hasWords += [Bool](repeating: false, count: widths.count - hasWords.count)
    }
    for (column, cell) in cells.enumerated() {
      widths[column] = max(widths[column], cell.width)
      if !isHeader, !hasWords[column] { hasWords[column] = !Self.isNumberLike(cell.text) }
    }
    rows.append(cells)
  }

  /// The lines, each with a line end.
  ///
  /// - Complexity: O(cells).
  var text: String {
    var text = ""
    for row in rows {
      var line = indentation
      // What follows the last cell that is not empty is left out.
      var pending = 0
      for (column, cell) in row.enumerated() {
        let padding = widths[column] - cell.width
        pending += column > 0 ? 2 : 0
        if cell.width == 0 {
          pending += padding
          continue
        }
        if !hasWords[column] { pending += padding }
        line += String(repeating: " ", count: pending) + cell.text
        pending = hasWords[column] ? padding : 0
      }
      text += line + "\n"
    }
    return text
  }

  /// Whether a cell goes to the right: a number, nothing, or the dash that stands where there is none.
  private static func isNumberLike(_ cell: String) -> Bool {
    cell.isEmpty || cell == "–" || Double(cell) != nil
  }
}

#endif
