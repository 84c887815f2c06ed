#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// How well the probabilities of classes agree with the truth, where a file has them.
struct LabelProbabilities: Encodable {
  let scores: ClassScores

  /// - Returns: nil where not all true classes have a column of probabilities.
  init?(in table: PointTable, truth: CategoryColumn, labels: CategoryColumn) throws {
    let columns = truth.names.compactMap { name in
      table.columnNames.firstIndex(of: ResultColumn.probabilityName(ofClass: name))
    }
    guard columns.count == truth.names.count, columns.count > 1 else { return nil }
    let numbers = try table.numbers(in: columns, invalid: .skipRows)
    let rows = numbers.keptRows ?? Array(0..<table.rowCount)
    let known = rows.indices.filter { truth.indices[rows[$0]] != nil }
    guard !known.isEmpty else { return nil }
    if let odd = known.first(where: { place in numbers.columns.contains { !(0...1).contains($0[place]) } }) {
      throw CommandFailure(
        .badData,
        "\(table.place(ofRow: rows[odd], column: columns[0])): a probability of a class is not from 0 to 1.")
    }
    let places = Dictionary(truth.names.enumerated().map { ($1, $0) }) { first, _ in first }
    let decided = known.map { place -> Int? in
      labels.indices[rows[place]].flatMap { places[labels.names[$0]] }
    }
    scores = ClassScores(
      probabilities: numbers.columns.map { column in known.map { column[$0] } },
      truth: PointLabels(known.map { truth.indices[rows[$0]] }), decided: PointLabels(decided))
  }

  /// Rows of measures.
  var rows: [[String]] {
    [
      ["Brier score", NumberFormat.short(scores.brierScore), "(of the columns probability_CLASS)"],
      ["log loss", NumberFormat.short(scores.logLoss), "(nats)"],
    ]
  }

  func encode(to encoder: any Encoder) throws { try scores.encode(to: encoder) }
}

#endif
