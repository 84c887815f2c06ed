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
  var strange: CellPlace?

  init(columns: [UnsafeMutablePointer<Double>?], rows: Range<Int>, keepsInvalid: Bool) {
    self.keepsInvalid = keepsInvalid
    self.columns = columns
    self.rows = rows
    nextRow = rows.lowerBound
  }

  /// Sets a value of the row that is being taken.
  @inline(__always)
  func set(_ column: Int, _ value: Double) { columns[column]?[keptCount] = value }

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

  private mutating func skip() {
    if keptRows == nil { keptRows = Array(rows.lowerBound..<nextRow) }
    nextRow += 1
  }
}
