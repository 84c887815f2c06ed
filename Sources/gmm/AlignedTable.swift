import PointFiles

/// Cells in columns of equal width, for people: numbers to the right, words to the left.
struct AlignedTable {
  private var rows: [[String]] = []
  private let indentation: String

  init(_ header: [String]? = nil, indentation: Int = 2) {
    self.indentation = String(repeating: " ", count: indentation)
    if let header { append(header) }
  }

  mutating func append(_ row: [String]) { rows.append(row.map(TerminalText.cleaned)) }

  /// The lines, each with a line end.
  var text: String {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { column < $0.count ? TextWidth.cells(of: $0[column]) : 0 }.max() ?? 0
    }
    let isWords = (0..<columnCount).map { column in
      rows.dropFirst().contains { column < $0.count && !Self.isNumberLike($0[column]) }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - TextWidth.cells(of: cell))
        return isWords[column] ? cell + padding : padding + cell
      }
      return indentation + Self.trimmed(cells.joined(separator: "  ")) + "\n"
    }.joined()
  }

  /// Whether a cell goes to the right: a number, nothing, or the dash that stands where there is none.
  private static func isNumberLike(_ cell: String) -> Bool {
    cell.isEmpty || cell == "–" || Double(cell) != nil
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
