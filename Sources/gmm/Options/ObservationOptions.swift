#if Command

import ArgumentParser
import GaussianMixtures
import Tables

/// What a file tells of its points besides their coordinates.
struct ObservationOptions: ParsableArguments {
  @Option(
    help:
      "The column that says how much each point counts: 0 leaves it out; --weights-are says in what sense.",
    as: "column")
  var weights: String?

  @Option(
    help:
      "What --weights are: frequencies (2 counts a point twice, and the n of BIC is their sum) or importance (only "
      + "ratios count, and n is Kish's effective number of points). By default the former where they are whole, "
      + "not all equal and without a common divisor, else the latter; of a model's own points as in its fit.",
    as: "meaning")
  var weightsAre: WeightMeaning?

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

  mutating func validate() throws {
    guard weights != nil || weightsAre == nil else {
      throw ValidationError("--weights-are belongs to --weights, which names the column.")
    }
  }

  /// The columns of a table that these are, from 0.
  ///
  /// - Parameter labelOption: The option that has named the known labels.
  func columns(
    of table: PointTable, labelOption: String = "--known-labels"
  ) throws -> (weights: Int?, knownLabels: Int?) {
    (
      try weights.map { try table.column($0, option: "--weights") },
      try knownLabels.map { try table.column($0, option: labelOption) }
    )
  }
}

#endif
