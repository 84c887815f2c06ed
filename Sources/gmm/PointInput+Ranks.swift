#if Command

import GaussianMixtures
import Tables

/// The rows that one of several processes has read: there may be none that counts.
struct OwnRows {
  let coordinates: [PointColumn]
  let labels: ClassLabels?
  let skipped: SkippedRows
  let missingCount: Int
}

extension OwnRows {
  init(_ numbers: NumericColumns, coordinates: [PointColumn], labels: ClassLabels?) {
    self.init(
      coordinates: coordinates, labels: labels, skipped: numbers.skipped, missingCount: numbers.missingCount)
  }
}

extension PointInput {
  /// What stands for the observations where these are of several processes, until they meet.
  static func placeholder(dimension: Int) throws(FitError) -> Observations {
    try Observations(columns: [[Double]](repeating: [0], count: dimension))
  }

  /// The labels of the rows of a table that is a part of one; their names are those of all rows.
  static func labels(
    in column: Int, of table: PointTable, keptRows: [Int]?, unknown: String?, console: Console
  ) throws -> ClassLabels {
    guard let rows = table.partRows else {
      return try table.groups(in: column, keptRows: keptRows, unknown: unknown, console: console)
    }
    let all = try table.whole.groups(in: column, keptRows: nil, unknown: unknown, console: console)
    return ClassLabels(names: all.names, indices: rows.map { all.indices[$0] })
  }

  /// What this process has, for all processes together.
  ///
  /// - Parameter isEmpty: Whether that is none of the rows.
  func share(isEmpty: Bool, _ details: ObservationOptions) throws -> RowShare {
    let coordinates = ownRows?.coordinates ?? observations.coordinates
    return RowShare(
      isEmpty ? coordinates.map { _ in PointColumn([]) } : coordinates,
      weights: weights.map { isEmpty ? [] : $0 }, weightMeaning: details.weighting.weightsAre,
      knownLabels: ownRows?.labels.map { isEmpty ? ClassLabels(names: $0.names, indices: []) : $0 })
  }

  /// The same columns of all rows, of which several processes have read a part each.
  ///
  /// - Parameters:
  ///   - observations: Of all rows.
  ///   - table: Of all rows.
  ///   - invalid: How many rows were left out, and how many numbers are missing.
  ///   - keptRows: The rows of the points, where some were left out.
  func of(
    _ observations: Observations, in table: PointTable, keptRows: [Int]?, invalid: [Int],
    _ details: ObservationOptions, console: Console
  ) -> PointInput {
    var all = self
    all.observations = observations
    all.table = table
    all.keptRows = keptRows
    all.ownRows = nil
    Self.say(skipped: invalid[0], first: ownRows?.skipped.first.first, missing: invalid[1], console)
    if weights != nil,
      let note = WeightText.note(on: observations, isAsked: details.weighting.weightsAre != nil)
    {
      console.note(note)
    }
    all.weights = nil
    if all.isChosenByItself { all.doubt(console: console) }
    return all
  }
}

#endif
