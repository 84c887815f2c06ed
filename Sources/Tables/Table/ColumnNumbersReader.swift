internal import Parallel

/// Reads numbers column by column: each goes to the place where it stays if no row is left out.
struct ColumnNumbersReader: Sendable {
  /// The numbers that stand for a missing one.
  let missingCodes: [Double]
  /// How many threads work, at most.
  let threadCount: Int

  /// The rows of a column that are decoded and looked at before others are.
  private static let pieceLength = 1 << 16

  /// Reads some columns of some rows; what is not finite, and the codes of a missing value, are invalid.
  ///
  /// - Parameter readColumn: Puts the numbers of a column into their places, NaN for those that are missing.
  /// - Throws: What `readColumn` throws.
  func read(
    _ chosen: [Int], _ rows: Range<Int>, into sink: inout NumberSink,
    _ readColumn: @Sendable (Int, Range<Int>, UnsafeMutablePointer<Double>) throws(TableError) -> Void
  ) throws(TableError) {
    let targets = sink.columns.compactMap { $0 }.map { DisjointWriter($0 + sink.keptCount) }
    guard targets.count == chosen.count else { return }
    let outcomes = ParallelLoop.map(count: chosen.count, threadCount: threadCount) { slot in
      Result { () throws(TableError) in
        var areValid = true
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.pieceLength) {
          let piece = start..<min(start + Self.pieceLength, rows.upperBound)
          let target = targets[slot].pointer(at: start - rows.lowerBound)
          try readColumn(chosen[slot], piece, target)
          areValid = self.areValid(target, piece.count) && areValid
        }
        return areValid
      }
    }
    var areValid = true
    for outcome in outcomes { areValid = try outcome.get() && areValid }
    if areValid { return sink.keep(rows.count) }
    // Rows that are left out make room: a row is read before another one takes its place.
    let places = targets.map { $0.pointer(at: 0) }
    for row in rows { keep(row, places.map { $0[row - rows.lowerBound] }, chosen, &sink) }
  }

  private func keep(_ row: Int, _ values: [Double], _ chosen: [Int], _ sink: inout NumberSink) {
    let before = sink.invalid.count
    for (slot, value) in values.enumerated() {
      if value.isFinite, !missingCodes.contains(value) {
        sink.set(slot, value)
      } else {
        sink.invalid.note(
          row: row, column: chosen[slot], found: value.isFinite ? NumberText.shortest(value) : "")
        sink.set(slot, .nan)
      }
    }
    if sink.invalid.count == before { sink.keep(1) } else { sink.endInvalid() }
  }

  private func areValid(_ numbers: UnsafePointer<Double>, _ count: Int) -> Bool {
    var rest = 0.0
    // 0 for a finite number, else NaN: a sum without branches.
    for row in 0..<count { rest += numbers[row] - numbers[row] }
    return !rest.isNaN
      && (missingCodes.isEmpty || !(0..<count).contains { missingCodes.contains(numbers[$0]) })
  }
}
