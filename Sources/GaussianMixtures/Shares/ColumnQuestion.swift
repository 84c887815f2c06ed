internal import Parallel

/// What is asked of columns, run of values by run: two numbers of each, that bring a summary of all about.
struct ColumnQuestion: CheckpointPart {
  /// Of each column what is subtracted, and the binary exponent of what is divided by: sums and sums of squares are asked
  /// for. Nil for the smallest and the largest values.
  let axes: [(origin: Double, exponent: Int)]?
  let instructionSet: InstructionSet

  /// The number of values in a run.
  static let runLength = 1 << 12

  typealias Pair = (first: Double, second: Double)

  init(axes: [(origin: Double, exponent: Int)]? = nil, engine: Engine) {
    self.axes = axes
    instructionSet = engine.instructionSet ?? .widest
  }

  /// For each run the pairs of all columns, in order; the runs depend on the number of points alone.
  ///
  /// - Complexity: O(N D).
  func pairs(of columns: [PointColumn], engine: Engine) -> [[Pair]] {
    let count = columns[0].count
    let runCount = (count + Self.runLength - 1) / Self.runLength
    let known = remotePairs(of: columns, runCount: runCount)
    // Where columns stand between one another in memory, a run of all of them stays in a cache.
    return ParallelLoop.map(count: runCount, threadCount: engine.threads) { run in
      known[run] ?? pairs(of: columns, run * Self.runLength..<min((run + 1) * Self.runLength, count))
    }
  }

  /// What other processes know of their own runs; others have their values in two of them.
  private func remotePairs(of columns: [PointColumn], runCount: Int) -> [[Pair]?] {
    var known = [[Pair]?](repeating: nil, count: runCount)
    let remote = columns.compactMap(\.remote)
    guard let group = remote.first?.group, remote.allSatisfy(\.isWhole),
      remote.map(\.column) == Array(0..<group.dimension)
    else { return known }
    for answer in group.ask(.summaries(self)) where !answer.isEmpty {
      let width = 2 * columns.count
      for (place, start) in stride(from: 1, to: answer.count, by: width).enumerated() {
        known[Int(answer[0]) + place] = columns.indices.map {
          (answer[start + 2 * $0], answer[start + 2 * $0 + 1])
        }
      }
    }
    return known
  }

  /// The number of the first run that is whole among rows of one process, and the pairs of all of these.
  ///
  /// - Parameters:
  ///   - columns: of these rows.
  ///   - rows: their numbers among all.
  ///   - rowCount: how many rows all processes have.
  func answer(of columns: [PointColumn], _ rows: Range<Int>, of rowCount: Int, engine: Engine) -> [Double] {
    let size = Self.runLength
    let first = (rows.lowerBound + size - 1) / size
    let end = rows.upperBound == rowCount ? (rowCount + size - 1) / size : rows.upperBound / size
    guard first < end else { return [] }
    let parts = ParallelLoop.map(count: end - first, threadCount: engine.threads) { run in
      let start = (first + run) * size - rows.lowerBound
      return pairs(of: columns, start..<min(start + size, rows.count)).flatMap { [$0.first, $0.second] }
    }
    return [Double(first)] + parts.flatMap(\.self)
  }

  private func pairs(of columns: [PointColumn], _ run: Range<Int>) -> [Pair] {
    let kernels = MixtureKernels(instructionSet)
    return columns.indices.map { column in
      columns[column].withRun(run) { values -> Pair in
        guard let axes else {
          var range = (lowest: values[0], highest: values[0])
          kernels.widen(&range, by: values)
          return (range.lowest, range.highest)
        }
        let axis = axes[column]
        let sums = kernels.powerSums(of: values, origin: axis.origin, exponent: axis.exponent)
        return (sums.sum, sums.squares)
      }
    }
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(axes.map { $0.map(\.origin) })
    writer.write(axes.map { $0.map(\.exponent) })
    writer.write(instructionSet)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let origins: [Double]? = try reader.read()
    let exponents: [Int]? = try reader.read()
    axes = origins.flatMap { origins in exponents.map { zip(origins, $0).map { ($0, $1) } } }
    instructionSet = try reader.read()
  }
}
