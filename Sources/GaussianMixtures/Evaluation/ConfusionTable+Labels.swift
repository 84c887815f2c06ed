extension ConfusionTable {
  /// Counts how often the groups of two labelings of the same points meet.
  ///
  /// ```swift
  /// let table = try ConfusionTable(model.labels(of: points), truth)
  /// print(table.errorRate, table.adjustedRandIndex)
  /// ```
  ///
  /// A point that a labeling gives to no group, as to the noise, is of one more class there, the last one
  /// (``noneRow``, ``noneColumn``). So every point counts: a mixture that gives what is hard to the noise has no fewer
  /// errors for it. Where nil means instead that the truth is not known, leave these points out of both labelings
  /// beforehand.
  ///
  /// - Parameters:
  ///   - found: the first labeling, such as that of a mixture.
  ///   - truth: the second labeling, of the same points in the same order.
  ///   - rowCount: the number of groups of the first labeling, where some may have no point; there are at least as many as
  ///     its largest number says.
  ///   - columnCount: the same of the second.
  /// - Throws: ``LabelError`` with the code `unequalCounts` where the labelings are not of as many points, `tooManyItems` where these
  ///   are more than 2³², and `tooManyGroups` where the table would have more than ten million cells: such numbers count no
  ///   groups.
  /// - Complexity: O(N + R C) for R rows and C columns.
  public init(
    _ found: PointLabels, _ truth: PointLabels, rowCount: Int = 0, columnCount: Int = 0
  ) throws(LabelError) {
    guard found.count == truth.count else {
      throw LabelError(
        .unequalCounts,
        "There are \(found.count) labels of the one kind and \(truth.count) of the other; both are to be of the same points."
      )
    }
    guard found.count <= Self.largestTotal else {
      throw LabelError(.tooManyItems, "There are \(found.count) points; at most 2^32 are compared.")
    }
    let (rows, columns) = (
      LabelClasses(of: found, count: rowCount), LabelClasses(of: truth, count: columnCount)
    )
    let (cells, overflows) = rows.count.multipliedReportingOverflow(by: columns.count)
    guard !overflows, cells <= Self.largestCellCount else {
      throw LabelError(
        .tooManyGroups,
        "The labels have numbers up to \(rows.count) and \(columns.count), which looks like measurements and not like "
          + "groups; number the groups from 0.")
    }
    var counts = [Int](repeating: 0, count: cells)
    for (row, column) in zip(found, truth) {
      counts[rows.place(of: row) * columns.count + columns.place(of: column)] += 1
    }
    self.init(
      counts: counts, rowCount: rows.count, columnCount: columns.count, hasNoneRow: rows.hasNone,
      hasNoneColumn: columns.hasNone)
  }

  /// The most cells of a table: more say that labels are measurements, and would take all memory.
  private static let largestCellCount = 10_000_000
}

/// The classes of a labeling: its groups, and none where a point has none.
private struct LabelClasses {
  let hasNone: Bool
  private let groupCount: Int

  init(of labels: PointLabels, count: Int) {
    groupCount = labels.reduce(Swift.max(0, Swift.min(count, .max - 1))) { Swift.max($0, ($1 ?? -1) + 1) }
    hasNone = labels.contains(nil)
  }

  var count: Int { groupCount + (hasNone ? 1 : 0) }

  func place(of label: Int?) -> Int { label ?? groupCount }
}

extension ConfusionTable: CustomStringConvertible {
  /// The counts, row by row; of a large table its size.
  public var description: String {
    let size = "\(total.text(of: "item")) in \(rowCount) by \(columnCount) classes"
    guard rowCount <= 12, columnCount <= 12, !counts.isEmpty else { return size }
    let width = counts.map { "\($0)".count }.max() ?? 1
    let rows = (0..<rowCount).map { row in
      (0..<columnCount).map { column in
        let text = "\(self[row, column])"
        return String(repeating: " ", count: width - text.count) + text
      }.joined(separator: " ")
    }
    return ([size] + rows).joined(separator: "\n")
  }
}
