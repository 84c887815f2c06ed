#if Command

import Elementary
import GaussianMixtures
import MixtureFiles
import Tables

/// What a file of points holds, column by column.
struct TableSummary: Encodable {
  let source: String
  let rowCount: Int
  let columns: [Column]
  /// What was taken for granted when the numbers were read, for standard error.
  let notes: [String]

  private enum CodingKeys: CodingKey {
    case source, rowCount, columns
  }

  struct Column: Encodable {
    let number: Int
    let name: String
    let kind: String
    /// Cells that are empty, NA, NaN or infinite; of text columns, that are empty or NA.
    let invalidCount: Int
    let minimum: Double?
    let maximum: Double?
    let mean: Double?
    let standardDeviation: Double?
    /// The number of distinct texts of a text column.
    let distinctCount: Int?
    /// What is wrong with a numeric column.
    let problem: String?
  }

  init(_ table: PointTable) throws(TableError) {
    source = table.source
    rowCount = table.rowCount
    let numeric = table.columnNames.indices.filter { table.kind(of: $0) == .numeric }
    var read = try NumericSummaries(of: numeric, in: table)
    let texts = table.columnNames.indices.filter { read.columns[$0] == nil }
    for (index, counts) in zip(texts, table.textCounts(of: texts)) {
      read.columns[index] = Column(
        number: index + 1, name: table.columnNames[index], kind: "text", invalidCount: counts.invalid, minimum: nil,
        maximum: nil, mean: nil, standardDeviation: nil, distinctCount: counts.distinct, problem: nil)
    }
    columns = table.columnNames.indices.compactMap { read.columns[$0] }
    notes = read.notes
  }

  /// What a terminal can bear.
  private static let mostColumns = 60

  /// - Parameter isWhole: whether all columns are shown, however many.
  func text(isWhole: Bool) -> String {
    let shown = isWhole ? columns[...] : columns.prefix(Self.mostColumns)
    var table = AlignedTable(["column", "name", "kind", "invalid", "minimum", "maximum", "mean", "sd"])
    for column in shown {
      let format = ColumnNumbers(spread: column.standardDeviation)
      let numbers = [column.minimum, column.maximum, column.mean, column.standardDeviation]
      let rest =
        column.problem.map { [$0] } ?? column.distinctCount.map { ["\($0) distinct"] }
        ?? numbers.map { $0.map(format.text) ?? "" }
      table.append(["\(column.number)", column.name, column.kind, "\(column.invalidCount)"] + rest)
    }
    return "\(source): \(CountText.of(rowCount, "row")), \(CountText.of(columns.count, "column"))\n\n\(table.text)"
      + (shown.count < columns.count
        ? "  … and \(CountText.of(columns.count - shown.count, "more column")): --all shows \(columns.count - shown.count == 1 ? "it" : "them")\n" : "")
  }

  func json() throws -> String { try ModelFile.text(ofEncodable: self) }
}

/// The summaries of columns of numbers, all read at once: going through the rows for each column would take as many
/// times as long as there are columns.
private struct NumericSummaries {
  var columns: [Int: TableSummary.Column] = [:]
  private(set) var notes: [String] = []

  init(of indices: [Int], in table: PointTable) throws(TableError) {
    guard !indices.isEmpty else { return }
    var sound = indices
    do {
      try summarize(sound, of: table)
    } catch {
      // Those that cannot be read are told why, and the others are read.
      let faults = table.faults(of: indices)
      guard error.code == .badData, !faults.isEmpty else { throw error }
      for (index, fault) in faults { addProblem(fault.message, index, of: table) }
      sound = indices.filter { faults[$0] == nil }
      if !sound.isEmpty { try summarize(sound, of: table) }
    }
  }

  /// A file that stays on the disk is gone through run by run.
  private mutating func summarize(_ indices: [Int], of table: PointTable) throws(TableError) {
    var moments = indices.map { _ in ColumnMoments() }
    var notes: [String] = []
    let size = table.isLargerThanMemory ? RunLength.points : table.rowCount
    for start in stride(from: 0, to: table.rowCount, by: size) {
      let rows = start..<min(start + size, table.rowCount)
      let numbers = try table.numbers(in: indices, rows: rows, invalid: .missing)
      for (place, values) in numbers.columns.enumerated() { moments[place].add(ColumnMoments(values)) }
      for note in numbers.notes where !notes.contains(note) { notes.append(note) }
    }
    self.notes = notes
    for (index, moments) in zip(indices, moments) { add(moments, index, of: table) }
  }

  private mutating func addProblem(_ problem: String, _ index: Int, of table: PointTable) {
    columns[index] = TableSummary.Column(
      number: index + 1, name: table.columnNames[index], kind: "number", invalidCount: 0, minimum: nil, maximum: nil,
      mean: nil, standardDeviation: nil, distinctCount: nil, problem: problem)
  }

  private mutating func add(_ moments: ColumnMoments, _ index: Int, of table: PointTable) {
    guard moments.count > 0 else { return addProblem(table.noRowLeft.message, index, of: table) }
    columns[index] = TableSummary.Column(
      number: index + 1, name: table.columnNames[index], kind: "number",
      invalidCount: table.rowCount - moments.count, minimum: moments.minimum, maximum: moments.maximum,
      mean: moments.mean, standardDeviation: moments.standardDeviation, distinctCount: nil, problem: nil)
  }
}

/// Range, mean and standard deviation (divisor N - 1) of numbers, of which more may be added.
///
/// Source: T. Chan, G. Golub and R. LeVeque, Algorithms for computing the sample variance, The American Statistician 37
/// (1983) 242-247; roots of mean squares are joined instead of these, so that squares neither overflow nor vanish.
private struct ColumnMoments {
  private(set) var count = 0
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  private(set) var mean = 0.0
  /// The root of the mean squared distance from the mean.
  private var spread = 0.0

  /// Nil of a single number, and where it leaves the range of numbers.
  var standardDeviation: Double? {
    guard count > 1 else { return nil }
    let deviation = spread * (Double(count) / Double(count - 1)).squareRoot()
    return deviation.isFinite ? deviation : nil
  }

  init() {}

  /// - Parameter values: NaN where a cell is invalid.
  init(_ values: [Double]) {
    var sum = 0.0
    for value in values where !value.isNaN {
      count += 1
      (minimum, maximum) = (Swift.min(minimum, value), Swift.max(maximum, value))
    }
    // Scaled by the largest magnitude.
    let scale = Swift.max(abs(minimum), abs(maximum))
    guard count > 0, scale > 0 else { return }
    for value in values where !value.isNaN { sum += value / scale }
    let middle = sum / Double(count)
    let squares = values.reduce(0) { $1.isNaN ? $0 : $0 + ($1 / scale - middle) * ($1 / scale - middle) }
    (mean, spread) = (middle * scale, (squares / Double(count)).squareRoot() * scale)
  }

  mutating func add(_ other: ColumnMoments) {
    guard count > 0, other.count > 0 else {
      if other.count > 0 { self = other }
      return
    }
    let share = Double(other.count) / Double(count + other.count)
    // Each by its root first: the difference of two numbers may be too large for one.
    let root = (share * (1 - share)).squareRoot()
    let between = other.mean * root - mean * root
    mean = mean * (1 - share) + other.mean * share
    let within = hypotenuse(spread * (1 - share).squareRoot(), other.spread * share.squareRoot())
    spread = hypotenuse(within, between)
    count += other.count
    (minimum, maximum) = (Swift.min(minimum, other.minimum), Swift.max(maximum, other.maximum))
  }
}

#endif
