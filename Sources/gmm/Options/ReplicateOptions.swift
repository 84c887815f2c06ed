#if Command

import ArgumentParser
import GaussianMixtures

/// What is repeated, how often, and what is asked of it.
struct ReplicateOptions: ParsableArguments {
  @Option(
    help:
      "How sets of points are made: drawn from the points with replacement; drawn from the mixture; the points with random "
      + "weights; or once without each point (default: nonparametric).", as: "method")
  var method: BootstrapMethod?

  @Option(
    unconditional:
      "How many replicates there are, of a test for each number of components; of the jackknife as many as points.",
    as: "count")
  var replicates = 999

  @Option(
    unconditional: "The probability with which an interval holds its parameter, between 0 and 1.", as: "share"
  )
  var level = 0.95

  @Flag(help: "Test how many components there are, in the place of intervals.")
  var test = false

  @Option(unconditional: "For --test: the largest p-value that is significant, between 0 and 1.", as: "share")
  var significance = 0.05

  mutating func validate() throws {
    guard (2...1_000_000).contains(replicates) else {
      throw ValidationError("--replicates is \(replicates); it is from 2 to 1000000.")
    }
    for (name, value) in [("level", level), ("significance", significance)] where !(value > 0 && value < 1) {
      throw ValidationError(
        "--\(name) is \(value); it is between 0 and 1, such as \(name == "level" ? 0.95 : 0.05).")
    }
    guard !test || Double(replicates + 1) * significance >= 1 - 1e-9 else {
      throw ValidationError(
        "With \(replicates) replicates no p-value can be as small as --significance \(significance); give at least "
          + "--replicates \(Int((1 / significance).rounded(.up)) - 1).")
    }
  }

  /// Checks what else was asked for.
  func check(_ mixture: MixtureOptions, _ fit: FitOptions, hasModel: Bool) throws {
    if test {
      try checkTest(mixture, fit, hasModel: hasModel)
    } else if hasModel {
      try checkModel(mixture, fit)
    } else {
      try mixture.check(fit)
      guard !mixture.isSelection else {
        throw ValidationError(
          "Intervals are of one mixture: give -k one number, and --structure one structure; gmm select finds them."
        )
      }
    }
  }

  private func checkTest(_ mixture: MixtureOptions, _ fit: FitOptions, hasModel: Bool) throws {
    guard !hasModel else {
      throw ValidationError("--test fits mixtures of several numbers of components, and takes no --model.")
    }
    guard method == nil || method == .parametric else {
      throw ValidationError("--test draws its replicates from mixtures; leave --method out.")
    }
    guard fit.startsFromPoints, fit.observations.knownLabels == nil else {
      throw ValidationError(
        "--test takes the starts auto, hierarchical, kmeans and random, and no known labels: the number of components has to "
          + "be free.")
    }
    _ = try (componentCounts(mixture), structure(mixture))
  }

  /// Options of a fit would have no effect.
  private func checkModel(_ mixture: MixtureOptions, _ fit: FitOptions) throws {
    var usual = try FitOptions.parse([])
    usual.seed = fit.seed
    let isUsual = try [fit, usual].map { try $0.configuration(componentCount: 1, structure: .full) }
    guard mixture.components == nil, mixture.structure == .one(.full), isUsual[0] == isUsual[1],
      fit.start == usual.start, fit.effort == nil
    else {
      throw ValidationError(
        "--model brings the mixture and the options that it was fitted with; leave those of a fit out, or leave --model out."
      )
    }
  }

  /// The numbers of components of a test.
  func componentCounts(_ mixture: MixtureOptions) throws -> ClosedRange<Int> {
    switch mixture.components {
    case nil, .auto: return 1...9
    case .counts(let counts):
      guard let first = counts.min(), let last = counts.max(), first < last, Set(counts) == Set(first...last)
      else {
        throw ValidationError(
          "--test goes from one number of components to the next: give -k a range, such as 1-5.")
      }
      return first...last
    }
  }

  /// The structure of a test.
  func structure(_ mixture: MixtureOptions) throws -> CovarianceStructure {
    guard case .one(let structure) = mixture.structure else {
      throw ValidationError("--test is of one structure; give --structure one.")
    }
    return structure
  }
}

#endif
