#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// How labels agree with the truth.
struct LabelComparison {
  let labelNames: [String]
  let truthNames: [String]
  let table: ConfusionTable
  /// The best one-to-one assignment of labels to classes, which takes long for many of them.
  private let matching: Assignment
  /// Rows in which one of the two is empty.
  let skippedCount: Int
  /// How well the points lie within their labels, where that was asked for.
  var silhouette: LabelSilhouette?
  /// How well the probabilities of classes agree with the truth, where there are some.
  var probabilities: LabelProbabilities?

  init(labels: CategoryColumn, truth: CategoryColumn) throws(CommandFailure) {
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
    do throws(LabelError) {
      table = try ConfusionTable(
        PointLabels(rows), PointLabels(columns), rowCount: labels.names.count, columnCount: truth.names.count)
    } catch {
      throw CommandFailure(
        .badData,
        "the labels have \(CountText.grouped(labels.names.count)) distinct values and the truth "
          + "\(CountText.grouped(truth.names.count)), which looks like measurements and not like classes; "
          + "check --label and --truth.")
    }
    matching = table.matching
  }

  /// What a terminal can bear of a table.
  private static let mostShown = 30

  /// - Parameter isWhole: whether all labels and classes are shown, however many.
  func text(isWhole: Bool) -> String {
    let rows = isWhole ? labelNames.indices : labelNames.indices.prefix(Self.mostShown)
    let columns = isWhole ? truthNames.indices : truthNames.indices.prefix(Self.mostShown)
    var confusion = AlignedTable(["label \\ truth"] + columns.map { truthNames[$0] } + ["all"])
    for row in rows {
      confusion.append(
        [labelNames[row]] + columns.map { "\(table[row, $0])" } + ["\(table.rowTotals[row])"])
    }
    confusion.append(["all"] + columns.map { "\(table.columnTotals[$0])" } + ["\(table.total)"])
    var measures = AlignedTable(indentation: 0)
    measures.append(["error rate", NumberFormat.short(table.errorRate(under: matching)), pairing])
    measures.append(["adjusted Rand index", NumberFormat.short(table.adjustedRandIndex)])
    measures.append(["adjusted mutual information", NumberFormat.short(table.adjustedMutualInformation)])
    measures.append(["normalized mutual information", NumberFormat.short(table.normalizedMutualInformation)])
    measures.append(["Fowlkes-Mallows index", NumberFormat.short(table.fowlkesMallowsIndex)])
    if let silhouette { measures.append(silhouette.row) }
    for row in probabilities?.rows ?? [] { measures.append(row) }
    let calibration = probabilities.map { "\n" + CalibrationText.text($0.scores.calibration) } ?? ""
    return
      "Confusion table\n\(confusion.text)\(rest(rows.count, columns.count))\n\(measures.text)\(calibration)"
  }

  /// What is left out, and how to see it.
  private func rest(_ rows: Int, _ columns: Int) -> String {
    var what: [String] = []
    if rows < labelNames.count { what.append(CountText.of(labelNames.count - rows, "more label")) }
    if columns < truthNames.count {
      what.append(CountText.of(truthNames.count - columns, "more class", plural: "more classes"))
    }
    guard !what.isEmpty else { return "" }
    return "  … and \(what.joined(separator: ", ")): --all shows them\n"
  }

  private var pairing: String {
    let pairs = matching.pairs.map { "\(labelNames[$0.row]) as \(truthNames[$0.column])" }
    return "(\(pairs.prefix(12).joined(separator: ", "))\(pairs.count > 12 ? ", …" : ""))"
  }

  func json() throws -> String {
    try ModelFile.text(
      ofEncodable: Summary(
        rowCount: table.total, skippedRowCount: skippedCount, labels: labelNames, truth: truthNames,
        confusion: labelNames.indices.map { row in truthNames.indices.map { table[row, $0] } },
        assignment: matching.pairs.map { [labelNames[$0.row], truthNames[$0.column]] },
        errorRate: table.errorRate(under: matching), adjustedRandIndex: table.adjustedRandIndex,
        normalizedMutualInformation: table.normalizedMutualInformation,
        adjustedMutualInformation: table.adjustedMutualInformation,
        fowlkesMallowsIndex: table.fowlkesMallowsIndex, silhouette: silhouette,
        probabilities: probabilities))
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
    let adjustedMutualInformation: Double
    let fowlkesMallowsIndex: Double
    /// Where columns were named.
    let silhouette: LabelSilhouette?
    /// Where there are columns of them.
    let probabilities: LabelProbabilities?
  }
}

#endif
