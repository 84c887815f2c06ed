/// Which of some rows of a run are kept, and the places of these among all rows that the run keeps.
struct KeptPlaces {
  private let keptRows: [Int]?
  /// The places of the rows that are kept.
  let range: Range<Int>
  private let firstRow: Int
  private var next = 0

  init(of rows: Range<Int>, in run: TableRun) {
    keptRows = run.keptRows
    firstRow = rows.lowerBound
    range =
      run.keptRows.map {
        Self.count(in: $0, below: rows.lowerBound)..<Self.count(in: $0, below: rows.upperBound)
      } ?? rows.lowerBound - run.rows.lowerBound..<rows.upperBound - run.rows.lowerBound
  }

  /// The place of the next row, less that of the first; nil for a row that is not kept. Rows are asked for
  /// in rising order.
  @inline(__always)
  mutating func place(of row: Int) -> Int? {
    guard let keptRows else { return row - firstRow }
    guard next < range.count, keptRows[range.lowerBound + next] == row else { return nil }
    next += 1
    return next - 1
  }

  /// How many of the rising rows are smaller.
  private static func count(in keptRows: [Int], below row: Int) -> Int {
    var (low, high) = (0, keptRows.count)
    while low < high {
      let middle = (low + high) / 2
      if keptRows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
