import GaussianMixtures
import PointFiles

/// How labels agree with the truth.
struct LabelComparison {
  let labelNames: [String]
  let truthNames: [String]
  let table: ConfusionTable
  /// Rows in which one of the two is empty.
  let skippedCount: Int

  /// The most cells of a table: more say that a column holds measurements, and would take all memory.
  static let largestTable = 10_000_000

  /// What a terminal can bear.
  private static let mostShown = 60

  init(labels: LabelColumn, truth: LabelColumn) throws(CommandFailure) {
    let (cells, overflows) = labels.names.count.multipliedReportingOverflow(by: truth.names.count)
    guard !overflows, cells <= Self.largestTable else {
      throw CommandFailure(
        .badData,
        "the labels have \(NumberFormat.grouped(labels.names.count)) distinct values and the truth "
          + "\(NumberFormat.grouped(truth.names.count)), which looks like measurements and not like classes; "
          + "check --label and --truth.")
    }
    var rows: [Int] = []
    var columns: [Int] = []
    for case (let row?, let column?) in zip(labels.indices, truth.indices) {
      rows.append(row)
      columns.append(column)
    }
    guard !rows.isEmpty else {
      throw CommandFailure(.badData, "no row has both a label and a truth; check --label and --truth.")
    }
    labelNames = labels.names
    truthNames = truth.names
    skippedCount = labels.indices.count - rows.count
    table = ConfusionTable(
      rows: rows, columns: columns, rowCount: labels.names.count, columnCount: truth.names.count)
  }

  var text: String {
    let (rows, columns) = (labelNames.indices.prefix(Self.mostShown), truthNames.indices.prefix(Self.mostShown))
    let rest = columns.count < truthNames.count ? ["…"] : []
    var confusion = AlignedTable(["label \\ truth"] + columns.map { truthNames[$0] } + rest + ["all"])
    for row in rows {
      confusion.append(
        [labelNames[row]] + columns.map { "\(table[row, $0])" } + rest + ["\(table.rowTotals[row])"])
    }
    confusion.append(["all"] + columns.map { "\(table.columnTotals[$0])" } + rest + ["\(table.total)"])
    let isWhole = rows.count == labelNames.count && columns.count == truthNames.count
    let note =
      isWhole
      ? "" : "  … of \(CountText.of(labelNames.count, "label")) and "
        + "\(CountText.of(truthNames.count, "true class", plural: "true classes")); --json has all\n"
    var measures = AlignedTable(indentation: 0)
    measures.append(["error rate", NumberFormat.short(table.errorRate), pairing])
    measures.append(["adjusted Rand index", NumberFormat.short(table.adjustedRandIndex)])
    measures.append(["normalized mutual information", NumberFormat.short(table.normalizedMutualInformation)])
    return "Confusion table\n\(confusion.text)\(note)\n\(measures.text)"
  }

  private var pairing: String {
    let pairs = table.matching.pairs.map { "\(labelNames[$0.row]) as \(truthNames[$0.column])" }
    return "(\(pairs.prefix(12).joined(separator: ", "))\(pairs.count > 12 ? ", …" : ""))"
  }

  func json() throws -> String {
    try ModelFile.text(
      ofEncodable: Summary(
        rowCount: table.total, skippedRowCount: skippedCount, labels: labelNames, truth: truthNames,
        confusion: labelNames.indices.map { row in truthNames.indices.map { table[row, $0] } },
        assignment: table.matching.pairs.map { [labelNames[$0.row], truthNames[$0.column]] },
        errorRate: table.errorRate, adjustedRandIndex: table.adjustedRandIndex,
        normalizedMutualInformation: table.normalizedMutualInformation))
  }

  private struct Summary: Encodable {
    let rowCount: Int
    let skippedRowCount: Int
    let labels: [String]
    let truth: [String]
    let confusion: [[Int]]
    let assignment: [[String]]
    let errorRate: Double
    let adjustedRandIndex: Double
    let normalizedMutualInformation: Double
  }
}
