internal import Parallel

extension PointTable {
  /// Some columns where they stand in the file's bytes, of which nothing has to be said.
  ///
  /// - Parameter columns: The columns, from 0.
  /// - Returns: Nil where the format does not hold them so, a number is not finite or stands for a missing one, or may be
  ///   meant so: then ``numbers(in:rows:invalid:)`` tells what is in them.
  /// - Complexity: O(numbers).
  package func storedColumns(_ columns: [Int]) -> [StoredColumn]? {
    guard hasAll(columns), reading.missingValues == nil, numberMap == nil,
      let stored = contents.storedColumns(columns)
    else { return nil }
    let ranges = ParallelLoop.map(count: taskCount(of: stored), threadCount: reading.workerCount) { task in
      stored.map { $0.range(of: rows(ofTask: task, of: stored)) }
    }
    for column in stored.indices {
      var all = NumberRange()
      for range in ranges {
        guard let range = range[column] else { return nil }
        all.extend(by: range)
      }
      guard !MissingCodes.isUsual(all.lowest), !MissingCodes.isUsual(all.highest) else { return nil }
    }
    return stored
  }

  /// Rows whose numbers stay in a cache while one column after the other is looked at.
  private func rowsOfTask(_ stored: [StoredColumn]) -> Int { max(64, (1 << 15) / max(1, stored.count)) }

  private func taskCount(of stored: [StoredColumn]) -> Int {
    (rowCount + rowsOfTask(stored) - 1) / rowsOfTask(stored)
  }

  private func rows(ofTask task: Int, of stored: [StoredColumn]) -> Range<Int> {
    let size = rowsOfTask(stored)
    return (task * size)..<min((task + 1) * size, rowCount)
  }
}
