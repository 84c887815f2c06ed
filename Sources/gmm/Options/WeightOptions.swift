#if Command

import ArgumentParser
import GaussianMixtures

/// How much each point of a file counts.
struct WeightOptions: ParsableArguments {
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

  mutating func validate() throws {
    guard weights != nil || weightsAre == nil else {
      throw ValidationError("--weights-are belongs to --weights, which names the column.")
    }
  }
}

#endif
