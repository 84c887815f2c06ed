package import Parallel

/// Numbers of columns in a file without a name: what a text holds that is larger than memory, made once.
package final class ScratchNumbers: MappedMemory {
  /// The number of rows kept.
  package let rowCount: Int
  /// The rows kept; nil where all are.
  package let keptRows: [Int]?
  package let skipped: SkippedRows
  /// How many numbers are NaN, for a cell that is missing.
  package let missingCount: Int
  /// What was taken for granted.
  package let notes: [String]
  private let space: ScratchSpace
  private let columns: Columns

  /// `@unchecked Sendable`: they are written before anybody else sees them.
  private struct Columns: @unchecked Sendable {
    let starts: [UnsafeMutablePointer<Double>]
  }

  /// What became of the rows of all runs so far.
  private struct Outcome {
    var filled = 0
    var kept: [Int]?
    var skipped = SkippedRows(count: 0, first: [])
    var notes: [String] = []
    var missingCount = 0

    mutating func add(_ numbers: NumericColumns, of rows: Range<Int>) {
      if kept == nil, numbers.keptRows != nil { kept = Array(0..<rows.lowerBound) }
      kept?.append(contentsOf: numbers.keptRows ?? Array(rows))
      skipped = SkippedRows(
        count: skipped.count + numbers.skipped.count,
        first: skipped.first.isEmpty ? numbers.skipped.first : skipped.first)
      missingCount += numbers.missingCount
      for note in numbers.notes where !notes.contains(note) { notes.append(note) }
      filled += numbers.columns.first?.count ?? 0
    }
  }

  /// The rows that are made at a time.
  private static let runLength = 1 << 18

  /// Makes the numbers of some columns, run by run.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - columns: Its columns, from 0.
  ///   - invalid: What becomes of rows with invalid cells.
  ///   - folder: Where the file is; nil for where large temporary files are.
  ///   - residentLimit: About how many bytes of files stay in memory.
  /// - Throws: ``TableError`` as of ``PointTable/numbers(in:rows:invalid:)``, and with the code `inputOutput` where
  ///   there is no room.
  init(
    _ table: PointTable, _ columns: [Int], invalid: InvalidCellPolicy, folder: String?, residentLimit: Int
  ) throws(TableError) {
    let size = ScratchSpace.roundedUp(8 * table.rowCount)
    do throws(ScratchSpace.Failure) {
      space = try ScratchSpace(
        in: folder, byteCount: size * columns.count, residentLimit: residentLimit)
    } catch {
      throw TableError(
        .inputOutput, source: table.source,
        message:
          "the file is larger than memory, and its numbers find no room: \(error.cause); \(error.cure), or give "
          + "--scratch another folder.")
    }
    let starts = columns.compactMap { [space] _ in
      space.take(byteCount: size)?.bindMemory(to: Double.self, capacity: table.rowCount)
    }
    var outcome = Outcome()
    for first in stride(from: 0, to: table.rowCount, by: Self.runLength) {
      let rows = first..<min(first + Self.runLength, table.rowCount)
      let numbers = try table.numbers(in: columns, ofRows: rows, invalid: invalid)
      for (start, column) in zip(starts, numbers.columns) {
        (start + outcome.filled).update(from: column, count: column.count)
      }
      outcome.add(numbers, of: rows)
    }
    guard outcome.filled > 0 else { throw table.noRowLeft }
    rowCount = outcome.filled
    keptRows = outcome.kept
    skipped = outcome.skipped
    notes = outcome.notes
    missingCount = outcome.missingCount
    self.columns = Columns(starts: starts)
  }

  /// Where the first number of a column is, of as many as there are rows; valid as long as this lives.
  package func start(of column: Int) -> UnsafePointer<Double> { UnsafePointer(columns.starts[column]) }

  package func leaveMemory() { space.leaveMemory() }
}

extension PointTable {
  /// Whether the file is read from disk again and again, since it is larger than what memory is allowed for it.
  package var isLargerThanMemory: Bool { contents.isLargerThanMemory }

  /// The numbers of some columns in a scratch file.
  ///
  /// - Parameters:
  ///   - columns: The columns, from 0.
  ///   - invalid: What becomes of rows with invalid cells.
  ///   - folder: Where the file is; nil for where large temporary files are.
  /// - Throws: ``TableError`` as ``numbers(in:rows:invalid:)`` does, and where there is no room.
  /// - Complexity: O(bytes) time, and on disk eight bytes a number.
  package func scratchNumbers(
    in columns: [Int], invalid: InvalidCellPolicy, folder: String?
  ) throws(TableError) -> ScratchNumbers {
    try reading.meter.measuring(.init(.reading, of: source, total: rowCount)) { () throws(TableError) in
      try ScratchNumbers(
        self, columns, invalid: invalid, folder: folder, residentLimit: MemoryAllowance.share(reading.memoryLimit))
    }
  }
}
