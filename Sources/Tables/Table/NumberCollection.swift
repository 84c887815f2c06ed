internal import CNumberText
internal import Parallel

/// The numbers of some columns, read by several threads straight into their places.
struct NumberCollection {
  /// What became of the rows of one task.
  private struct Outcome: Sendable {
    var rows = 0..<0
    var keptCount = 0
    var keptRows: [Int]?
    var invalid = InvalidCells()
    var strange: StrangeCell?
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
  private(set) var strange: StrangeCell?

  /// Reads all rows.
  ///
  /// - Parameters:
  ///   - width: The number of columns.
  ///   - rowCount: The number of rows.
  ///   - rowsOfTask: How many rows a thread takes at once.
  ///   - threadCount: How many threads work, at most.
  ///   - keepsInvalid: Whether rows with invalid cells stay, with NaN for these.
  ///   - read: Puts the numbers of some rows into the sink.
  init(
    width: Int, rowCount: Int, rowsOfTask: Int, threadCount: Int, keepsInvalid: Bool,
    read: @Sendable (Range<Int>, inout NumberSink) -> Void
  ) {
    let taskCount = (rowCount + rowsOfTask - 1) / rowsOfTask
    var outcomes = [Outcome](repeating: Outcome(), count: taskCount)
    ranges = Array(repeating: NumberRange(), count: width)
    columns = UninitializedColumns.filled(width: width, capacity: rowCount) { columns in
      let writers = columns.map { DisjointWriter($0) }
      outcomes.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        let places = DisjointWriter(base)
        ParallelLoop.run(count: taskCount, threadCount: threadCount) { task in
          let rows = task * rowsOfTask..<min((task + 1) * rowsOfTask, rowCount)
          var sink = NumberSink(
            columns: writers.map { $0.pointer(at: rows.lowerBound) }, rows: rows, keepsInvalid: keepsInvalid)
          read(rows, &sink)
          places.pointer(at: task).pointee = Outcome(
            rows: rows, keptCount: sink.keptCount, keptRows: sink.keptRows, invalid: sink.invalid,
            strange: sink.strange, ranges: sink.ranges)
        }
      }
      return Self.closeGaps(columns, outcomes)
    }
    summarize(outcomes)
  }

  /// The bytes that so many numbers take while they are read.
  static func memory(width: Int, rowCount: Int) -> Int {
    let bytes = width.multipliedReportingOverflow(by: 8 * rowCount)
    guard !bytes.overflow, bytes.partialValue < .max / 2 else { return .max / 2 }
    return bytes.partialValue * (width <= UninitializedColumns.deepest ? 1 : 2)
  }

  /// Moves the rows kept together, and answers how many there are.
  private static func closeGaps(_ columns: [UnsafeMutablePointer<Double>], _ outcomes: [Outcome]) -> Int {
    var filled = 0
    for outcome in outcomes {
      if filled < outcome.rows.lowerBound {
        for column in columns {
          (column + filled).update(from: column + outcome.rows.lowerBound, count: outcome.keptCount)
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
