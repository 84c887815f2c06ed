// The options on which a bit of the result depends, each in words that tell any two values apart. How many threads work
// is none of them.

extension FitConfiguration {
  var checkpointOptions: [CheckpointOption] {
    [
      CheckpointOption("the number of components", componentCount),
      CheckpointOption("the structure", structure.code),
    ] + sharedCheckpointOptions
  }

  /// Those that all models of a selection share.
  fileprivate var sharedCheckpointOptions: [CheckpointOption] {
    [
      CheckpointOption("the rule of equal weights", equalWeights),
      CheckpointOption(
        "the noise", noise.map { "of volume \($0.volume?.description ?? "auto") from \($0.startWeight) on" }),
      CheckpointOption("the number of restarts", restartCount, orElse: "not given"),
      CheckpointOption("the preference", preference.rawValue),
      CheckpointOption(
        "the stopping rule",
        "\(stopping.name) \(stopping.tolerances.map(\.description).joined(separator: " and "))"),
      CheckpointOption("the acceleration", acceleration.rawValue),
      CheckpointOption("the number of points in a cell", approximation?.pointsPerCell, orElse: "not given"),
      CheckpointOption("the limit of iterations", maximumIterations),
      CheckpointOption("the covariance floor", covarianceFloor),
      CheckpointOption("the resolution", resolution.rawValue),
      CheckpointOption("the ridge", ridge),
      CheckpointOption(
        "the prior",
        prior.map {
          "of shrinkage \($0.shrinkage) and \($0.degreesOfFreedom?.description ?? "D + 2") degrees of freedom"
        }),
      CheckpointOption("the shrinkage", "\(shrinkage.name) towards \(shrinkage.target.rawValue)"),
      CheckpointOption("the largest ratio of eigenvalues", maximumEigenvalueRatio),
      CheckpointOption("the policy for collapsed components", collapsePolicy.rawValue),
      CheckpointOption("the seed", seed),
    ]
  }
}

extension SelectionConfiguration {
  var checkpointOptions: [CheckpointOption] {
    [
      CheckpointOption(
        "the list of numbers of components", componentCounts.map(\.description).joined(separator: ",")),
      CheckpointOption("the list of structures", structures.map(\.code).joined(separator: ",")),
      CheckpointOption("the criterion", criterion.rawValue),
      CheckpointOption("the number of folds", foldCount),
    ] + (criterion == .stability ? stability.checkpointOptions : []) + fit.sharedCheckpointOptions
  }
}

extension StabilityConfiguration {
  fileprivate var checkpointOptions: [CheckpointOption] {
    [
      CheckpointOption("the number of runs", runCount),
      CheckpointOption("the number of points of a sample", sampleSize, orElse: "not given"),
    ]
  }
}

extension Start {
  var checkpointOptions: [CheckpointOption] {
    let which: String
    switch self {
    case .auto(let effort): which = "\(name) with the effort \(effort.rawValue)"
    case .hierarchical, .kMeans, .random: which = name
    case .model(let model): which = "a model (\(String(Checksum.of(model), radix: 16)))"
    case .labels(let labels): which = "labels (\(String(Checksum.of(labels), radix: 16)))"
    }
    return [CheckpointOption("the start", which)]
  }
}

extension Engine {
  var checkpointOptions: [CheckpointOption] {
    let set = instructionSet.map { InstructionSet.available.contains($0) ? $0 : .widest } ?? .widest
    return [
      CheckpointOption("the instruction set", set.rawValue),
      CheckpointOption("the skipping of components", skipsComponents),
      CheckpointOption("the precision", precision.rawValue),
    ]
  }
}
