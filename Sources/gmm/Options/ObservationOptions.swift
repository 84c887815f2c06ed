#if Command

import ArgumentParser
import GaussianMixtures
import Tables

/// What a file tells of its points besides their coordinates.
struct ObservationOptions: ParsableArguments {
  @OptionGroup var weighting: WeightOptions

  @Option(
    help:
      "The column of the groups that are known: these points belong to their group's component and begin the fit; "
      + "empty where the group is to be found.", as: "column")
  var knownLabels: String?

  @Option(
    unconditional:
      "The label, such as -1 or unknown, by which --known-labels and --start labels:COLUMN say that a point's group "
      + "is to be found (default: empty cells only).", as: "label")
  var unknownLabel: String?

  /// The columns of a table that these are, from 0.
  ///
  /// - Parameter labelOption: The option that has named the known labels.
  func columns(
    of table: PointTable, labelOption: String = "--known-labels"
  ) throws -> (weights: Int?, knownLabels: Int?) {
    (
      try weighting.weights.map { try table.column($0, option: "--weights") },
      try knownLabels.map { try table.column($0, option: labelOption) }
    )
  }
}

#endif
