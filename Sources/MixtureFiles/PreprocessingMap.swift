internal import GaussianMixtures
internal import Tables

/// The compensation and the transforms of a table's columns, as its numbers are read.
struct PreprocessingMap: NumberMap {
  /// What the numbers of a compensated column are sums of.
  typealias Sum = [(column: Int, factor: Double)]

  /// Rows that are compensated alike.
  struct Part: Sendable {
    var rows: Range<Int>
    /// By the columns that are compensated.
    let sums: [Int: Sum]
  }

  let rule: Preprocessing.CompensationRule?
  /// All rows, in order; none without compensation.
  let parts: [Part]
  /// By the columns that are transformed.
  let transforms: [Int: ColumnTransform]

  func sources(of columns: [Int]) -> [Int] {
    var known = Set(columns)
    var sources = columns
    for part in parts {
      for column in columns {
        for term in part.sums[column] ?? [] where known.insert(term.column).inserted {
          sources.append(term.column)
        }
      }
    }
    return sources
  }

  func make(
    _ column: Int, rows: Range<Int>, from own: (Int) -> UnsafePointer<Double>,
    into target: UnsafeMutablePointer<Double>
  ) {
    target.update(from: own(column), count: rows.count)
    for part in parts {
      let taken = part.rows.clamped(to: rows)
      guard !taken.isEmpty, let sum = part.sums[column] else { continue }
      let terms = sum.map { (own($0.column), $0.factor) }
      for place in taken.lowerBound - rows.lowerBound..<taken.upperBound - rows.lowerBound {
        target[place] = terms.reduce(0) { $0 + $1.0[place] * $1.1 }
      }
    }
    guard let transform = transforms[column] else { return }
    for place in 0..<rows.count { target[place] = transform.value(of: target[place]) }
  }

  func objection(to column: Int) -> String {
    let isCompensated = parts.contains { $0.sums[column] != nil }
    guard case .logarithm = transforms[column] else {
      return "which leaves the range of numbers where it is compensated and transformed"
    }
    return "of which\(isCompensated ? ", compensated," : "") there is no logarithm"
  }
}

extension PreprocessingMap.Part {
  /// What a matrix does to the columns of a table.
  ///
  /// - Throws: ``TableError`` where the table lacks a channel.
  init(
    _ compensation: Compensation, rows: Range<Int>, of table: PointTable, source: String
  ) throws(TableError) {
    self.rows = rows
    // Values that have been compensated may be under other names.
    guard !compensation.isIdentity else {
      sums = [:]
      return
    }
    var columns: [Int] = []
    for channel in compensation.channels {
      guard let column = table.column(ofChannel: channel), !columns.contains(column) else {
        let near = table.nearestColumnName(to: channel).map { " (did you mean «\($0)»?)" } ?? ""
        throw TableError(
          .badData, source: source,
          message:
            "the spillover matrix has the channel «\(TerminalText.cleaned(channel))», and there is no column "
            + "of its own for it\(near); give a matrix of the file's columns with --spillover.")
      }
      columns.append(column)
    }
    var sums: [Int: PreprocessingMap.Sum] = [:]
    for (place, column) in columns.enumerated() {
      let terms = zip(columns, compensation.inverse).map { (column: $0, factor: $1[place]) }
        .filter { $0.factor != 0 }
      let stays = terms.count == 1 && terms[0].column == column && terms[0].factor == 1
      if !stays { sums[column] = terms }
    }
    self.sums = sums
  }
}
