/// Takes the numbers of consecutive rows: what one task of a ``NumberCollection`` writes to.
struct NumberSink {
  /// Where the first of the rows has its place in each column.
  let columns: [UnsafeMutablePointer<Double>?]
  let rows: Range<Int>
  private(set) var keptCount = 0
  /// The rows kept; nil as long as all are.
  private(set) var keptRows: [Int]?
  private var nextRow: Int
  /// Whether a row with an invalid cell stays.
  private let keepsInvalid: Bool
  var invalid = InvalidCells()
  /// The first cell that is neither a number nor invalid; no row is taken after it.
  private(set) var strange: CellPlace?
  /// The columns, by their places here, with a cell that is text; nil where reading ends at such a cell.
  private(set) var textColumns: Set<Int>?

  init(
    columns: [UnsafeMutablePointer<Double>?], rows: Range<Int>, keepsInvalid: Bool, passesText: Bool = false
  ) {
    self.keepsInvalid = keepsInvalid
    textColumns = passesText ? [] : nil
    self.columns = columns
    self.rows = rows
    nextRow = rows.lowerBound
  }

  /// Sets a value of the row that is being taken.
  @inline(__always)
  func set(_ column: Int, _ value: Double) { columns[column]?[keptCount] = value }

  /// Takes a cell that is neither a number nor invalid; false where nothing is read after it.
  mutating func setText(_ column: Int, at place: CellPlace) -> Bool {
    guard textColumns != nil else {
      strange = place
      return false
    }
    textColumns?.insert(column)
    set(column, .nan)
    return true
  }

  /// Ends rows and keeps them.
  @inline(__always)
  mutating func keep(_ count: Int) {
    keptRows?.append(contentsOf: nextRow..<nextRow + count)
    nextRow += count
    keptCount += count
  }

  /// The ranges of the rows taken, which are still at hand.
  var ranges: [NumberRange] {
    columns.map { column in
      var range = NumberRange()
      if let column { range.extend(by: column, count: keptCount) }
      return range
    }
  }

  /// Ends a row that has an invalid cell.
  mutating func endInvalid() {
    if keepsInvalid { keep(1) } else { skip() }
  }

  // MARK: Rows of several tables

  /// A sink for the next rows, of a table that has some of the columns.
  ///
  /// - Parameters:
  ///   - slots: The places of these columns here.
  ///   - rows: The rows, as that table counts them.
  func part(_ slots: [Int], rows: Range<Int>) -> NumberSink {
    NumberSink(
      columns: slots.map { slot in columns[slot].map { $0 + keptCount } }, rows: rows,
      keepsInvalid: keepsInvalid,
      passesText: textColumns != nil)
  }

  /// Takes over what the sink of a table has got; false where nothing is read after it.
  ///
  /// - Parameters:
  ///   - part: The sink, for rows right after those that have been taken.
  ///   - slots: The places of its columns here.
  ///   - firstRow: The number that the table's first row has here.
  ///   - wholes: The columns here, by the table's own.
  mutating func take(_ part: NumberSink, slots: [Int], firstRow: Int, columns wholes: [Int]) -> Bool {
    if let kept = part.keptRows {
      let end = part.nextRow + firstRow
      for row in kept {
        while nextRow < row + firstRow { skip() }
        keep(1)
      }
      while nextRow < end { skip() }
    } else {
      keep(part.keptCount)
    }
    invalid.append(part.invalid.moved(by: firstRow, columns: wholes))
    if let found = part.textColumns { textColumns?.formUnion(found.map { slots[$0] }) }
    strange = part.strange.map { CellPlace(row: $0.row + firstRow, column: wholes[$0.column]) }
    return strange == nil
  }

  /// Takes over what was found in the cells of rows that have been taken here.
  mutating func take(_ found: InvalidCells, textSlots: Set<Int>?, strange place: CellPlace?) {
    invalid.append(found)
    if let textSlots { textColumns?.formUnion(textSlots) }
    strange = place
  }

  /// Sets the values of some columns in the last rows that were kept to what stands for none.
  func setMissing(_ slots: Set<Int>, last count: Int) {
    for slot in slots { (keptCount - count..<keptCount).forEach { columns[slot]?[$0] = .nan } }
  }

  private mutating func skip() {
    if keptRows == nil { keptRows = Array(rows.lowerBound..<nextRow) }
    nextRow += 1
  }
}
