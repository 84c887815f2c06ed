internal import CNumberText
internal import Parallel
internal import SystemCalls

/// The numbers of some columns, read by several threads straight into their places.
struct NumberCollection {
  /// What became of the rows of one task.
  private struct Outcome: Sendable {
    var rows = 0..<0
    var keptCount = 0
    var keptRows: [Int]?
    var invalid = InvalidCells()
    var strange: CellPlace?
    var textColumns: Set<Int> = []
    var failure: TableError?
    var ranges: [NumberRange] = []
  }

  private(set) var columns: [[Double]] = []
  /// The rows kept; nil where all are.
  private(set) var keptRows: [Int]?
  private(set) var skippedCount = 0
  private(set) var invalid = InvalidCells()
  /// The least and the greatest number of each column.
  private(set) var ranges: [NumberRange]
  /// The first cell that is neither a number nor invalid; the columns are then of no use.
  private(set) var strange: CellPlace?
  /// The columns, by their places here, in which text was passed over, with NaN for it.
  private(set) var textColumns: Set<Int> = []

  /// Reads some rows.
  ///
  /// - Parameters:
  ///   - width: The number of columns.
  ///   - rows: The rows; they are counted from the first of them.
  ///   - rowsOfTask: How many rows a thread takes at once.
  ///   - threadCount: How many threads work, at most.
  ///   - keepsInvalid: Whether rows with invalid cells stay, with NaN for these.
  ///   - passesText: Whether reading goes on after a cell that is neither a number nor invalid.
  ///   - read: Puts the numbers of some rows into the sink.
  /// - Throws: ``TableError`` of the first rows that cannot be read.
  init(
    width: Int, rows: Range<Int>, rowsOfTask: Int, threadCount: Int, keepsInvalid: Bool,
    passesText: Bool = false,
    read: @Sendable (Range<Int>, inout NumberSink) throws(TableError) -> Void
  ) throws(TableError) {
    let rowCount = rows.count
    let taskCount = (rowCount + rowsOfTask - 1) / rowsOfTask
    var outcomes = [Outcome](repeating: Outcome(), count: taskCount)
    ranges = Array(repeating: NumberRange(), count: width)
    columns = UninitializedColumns.filled(width: width, capacity: rowCount) { columns in
      let writers = columns.map { DisjointWriter($0) }
      outcomes.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        let results = DisjointWriter(base)
        ParallelLoop.run(count: taskCount, threadCount: threadCount) { task in
          let taken = task * rowsOfTask..<min((task + 1) * rowsOfTask, rowCount)
          let places = taken.lowerBound + rows.lowerBound..<taken.upperBound + rows.lowerBound
          var sink = NumberSink(
            columns: writers.map { $0.pointer(at: taken.lowerBound) }, rows: places,
            keepsInvalid: keepsInvalid,
            passesText: passesText)
          var failure: TableError?
          do throws(TableError) { try read(places, &sink) } catch { failure = error }
          results.pointer(at: task).pointee = Outcome(
            rows: places, keptCount: sink.keptCount, keptRows: sink.keptRows, invalid: sink.invalid,
            strange: sink.strange, textColumns: sink.textColumns ?? [], failure: failure, ranges: sink.ranges)
        }
      }
      return Self.closeGaps(columns, outcomes, from: rows.lowerBound)
    }
    if let failure = outcomes.lazy.compactMap(\.failure).first { throw failure }
    summarize(outcomes)
  }

  /// The bytes that so many numbers take while they are read.
  static func memory(width: Int, rowCount: Int) -> Int {
    let bytes = width.multipliedReportingOverflow(by: 8 * rowCount)
    guard !bytes.overflow, bytes.partialValue < .max / 2 else { return .max / 2 }
    return bytes.partialValue * (width <= UninitializedColumns.deepest ? 1 : 2)
  }

  /// Moves the rows kept together, and answers how many there are.
  private static func closeGaps(
    _ columns: [UnsafeMutablePointer<Double>], _ outcomes: [Outcome], from first: Int
  ) -> Int {
    var filled = 0
    for outcome in outcomes {
      let start = outcome.rows.lowerBound - first
      if filled < start {
        for column in columns {
          (column + filled).update(from: column + start, count: outcome.keptCount)
        }
      }
      filled += outcome.keptCount
    }
    return filled
  }

  private mutating func summarize(_ outcomes: [Outcome]) {
    strange = outcomes.lazy.compactMap(\.strange).first
    for outcome in outcomes {
      skippedCount += outcome.rows.count - outcome.keptCount
      invalid.append(outcome.invalid)
      textColumns.formUnion(outcome.textColumns)
      for (column, range) in outcome.ranges.enumerated() { ranges[column].extend(by: range) }
    }
    guard skippedCount > 0 else { return }
    keptRows = outcomes.flatMap { $0.keptRows ?? Array($0.rows) }
  }
}

/// The least and the greatest of some numbers.
struct NumberRange: Sendable {
  private(set) var lowest = Double.infinity
  private(set) var highest = -Double.infinity

  mutating func extend(by numbers: UnsafePointer<Double>, count: Int) {
    numbers_extend_range(numbers, count, &lowest, &highest)
  }

  mutating func extend(by other: ClosedRange<Double>) {
    lowest = min(lowest, other.lowerBound)
    highest = max(highest, other.upperBound)
  }

  mutating func extend(by other: NumberRange) {
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
  }
}

/// Columns that are filled all at once, without being set to zero before.
private enum UninitializedColumns {
  /// The most arrays that are opened inside one another: each takes a little of the stack.
  static let deepest = 64

  /// Fills columns; the answer of the body is how many places of each it has filled.
  static func filled(
    width: Int, capacity: Int, _ body: ([UnsafeMutablePointer<Double>]) -> Int
  ) -> [[Double]] {
    guard capacity > 0 else { return Array(repeating: [], count: width) }
    guard width <= deepest else { return copied(width: width, capacity: capacity, body) }
    var count = 0
    func opened(_ columns: [UnsafeMutablePointer<Double>]) -> [[Double]] {
      guard columns.count < width else {
        count = body(columns)
        return []
      }
      var others: [[Double]] = []
      let column = [Double](unsafeUninitializedCapacity: capacity) { buffer, filled in
        guard let base = buffer.baseAddress else { return }
        ByteMemory.preferLargePages(base, byteCount: 8 * capacity)
        others = opened(columns + [base])
        filled = count
      }
      return [column] + others
    }
    return opened([])
  }

  private static func copied(
    width: Int, capacity: Int, _ body: ([UnsafeMutablePointer<Double>]) -> Int
  ) -> [[Double]] {
    let all = UnsafeMutablePointer<Double>.allocate(capacity: width * capacity)
    defer { all.deallocate() }
    let columns = (0..<width).map { all + $0 * capacity }
    let count = body(columns)
    return columns.map { Array(UnsafeBufferPointer(start: $0, count: count)) }
  }
}
