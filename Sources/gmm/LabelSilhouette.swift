#if Command

import GaussianMixtures
import Tables

/// How well points lie within their labels, by distances in some columns of their file.
struct LabelSilhouette: Encodable {
  private let mean: Double
  /// By label, in the order in which they are first seen; nil where none of its points was looked at.
  private let meanOfLabel: [String: Double?]
  private let pointCount: Int
  private let isSample: Bool

  /// - Parameter columns: Of the table, as `--columns` takes them.
  init(of labels: CategoryColumn, in table: PointTable, columns: String) throws {
    let places = try table.selectColumns(columns, option: "--silhouette")
    let numbers = try table.numbers(in: places, invalid: .skipRows)
    let rows = numbers.keptRows ?? Array(0..<table.rowCount)
    guard !rows.isEmpty else {
      throw CommandFailure(.badData, "\(table.source): no row has a number in all columns of --silhouette.")
    }
    let silhouette: Silhouette
    do {
      silhouette = try Silhouette(
        of: PointSet(columns: numbers.columns), labels: PointLabels(rows.map { labels.indices[$0] }))
    } catch {
      throw CommandFailure(.badData, "\(table.source): \(error)")
    }
    (mean, pointCount) = (silhouette.mean, silhouette.points.count)
    meanOfLabel = Dictionary(uniqueKeysWithValues: zip(labels.names, silhouette.meanOfGroup))
    isSample = pointCount < rows.count { labels.indices[$0] != nil }
  }

  /// The name, the value and what it is of.
  var row: [String] {
    let sample = isSample ? " of a random sample" : ""
    return [
      "silhouette width", NumberFormat.short(mean), "(mean of \(CountText.of(pointCount, "point"))\(sample))",
    ]
  }
}

#endif
