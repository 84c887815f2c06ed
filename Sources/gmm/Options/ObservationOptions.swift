import ArgumentParser
import GaussianMixtures
import PointFiles

/// What a file tells of its points besides their coordinates.
struct ObservationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The column that says how often each point counts: 0 leaves it out, 2 counts it twice.",
      valueName: "column"))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "The column of the groups that are known: these points belong to their group's component and begin the fit; "
        + "empty where the group is to be found.", valueName: "column"))
  var knownLabels: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The label, such as -1 or unknown, by which --known-labels and --start labels:COLUMN say that a point's group "
        + "is to be found (default: empty cells only).", valueName: "label"))
  var unknownLabel: String?

  /// The columns of a table that these are, from 0.
  func columns(of table: PointTable) throws -> (weights: Int?, knownLabels: Int?) {
    (
      try weights.map { try table.column($0, option: "--weights") },
      try knownLabels.map { try table.column($0, option: "--known-labels") }
    )
  }
}
