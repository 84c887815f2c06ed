/// The invalid cells met while numbers are collected.
struct InvalidCells: Sendable {
  /// The most cells that are located.
  static let limit = 5

  struct Cell: Sendable {
    let row: Int
    let column: Int
    let found: String
    /// Why a number is none that can be used, as what follows it in a sentence; nil for what is no number.
    var objection: String?
  }

  private(set) var count = 0
  /// Of these, the ones with a sign such as ? or -.
  private(set) var placeholders: (count: Int, first: Cell?) = (0, nil)
  /// The first invalid cell of each of the first rows that have one.
  private(set) var firstOfRows: [Cell] = []
  var first: Cell? { firstOfRows.first }

  mutating func note(
    row: Int, column: Int, found: @autoclosure () -> String, objection: @autoclosure () -> String? = nil
  ) {
    count += 1
    guard firstOfRows.count < Self.limit, firstOfRows.last?.row != row else { return }
    firstOfRows.append(Cell(row: row, column: column, found: found(), objection: objection()))
  }

  mutating func notePlaceholder(row: Int, column: Int, found: @autoclosure () -> String) {
    placeholders.count += 1
    if placeholders.first == nil { placeholders.first = Cell(row: row, column: column, found: found()) }
    note(row: row, column: column, found: found())
  }

  /// The same cells, as a table counts them of which theirs is a part.
  func moved(by firstRow: Int, columns wholes: [Int]) -> InvalidCells {
    var moved = self
    func move(_ cell: Cell) -> Cell {
      Cell(
        row: cell.row + firstRow, column: wholes[cell.column], found: cell.found, objection: cell.objection)
    }
    moved.placeholders.first = placeholders.first.map(move)
    moved.firstOfRows = firstOfRows.map(move)
    return moved
  }

  /// Puts others in the place of the first cells: of each row one, in order.
  mutating func replaceFirst(by cells: [Cell]) {
    firstOfRows = []
    for cell in cells where firstOfRows.last?.row != cell.row && firstOfRows.count < Self.limit {
      firstOfRows.append(cell)
    }
  }

  /// Adds the cells of later rows.
  mutating func append(_ later: InvalidCells) {
    count += later.count
    placeholders = (
      placeholders.count + later.placeholders.count, placeholders.first ?? later.placeholders.first
    )
    firstOfRows += later.firstOfRows.prefix(Self.limit - firstOfRows.count)
  }
}
