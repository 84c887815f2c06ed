#if Command

import ArgumentParser
import GaussianMixtures

/// What keeps components from closing in on few points, beyond the covariance floor.
struct RegularizationOptions: ParsableArguments {
  @Option(
    help: "conjugate: a weak prior on means and covariances, about those of the data, as mclust's "
      + "priorControl. For few points a component, or where fits end in components of equal points.",
    as: "prior")
  var prior: Prior = .none

  @Option(
    unconditional:
      "For --prior: how many points' weight the mean of the data has in that of a component (default: 0.01).",
    as: "points")
  var priorShrinkage: Double?

  @Option(
    unconditional: "For --prior: its degrees of freedom; the more, the smaller the covariances (default: the "
      + "dimensions + 2).", as: "degrees")
  var priorDegreesOfFreedom: Double?

  @Option(
    unconditional:
      "Add this to every variance, in squared units of the data, as scikit-learn's reg_covar. For the same "
      + "results as there, or to keep groups wider than the steps that values are rounded to.", as: "variance"
  )
  var ridge = 0.0

  @Option(
    unconditional:
      "How much of a simpler covariance goes into each component's own, where a component has few points "
      + "for its many parameters: a number from 0 to 1; oas, ledoit-wolf or stein, which are estimated anew in every "
      + "iteration; none; or auto: stein in more than 6 columns where there are fewer points than five quarters of the "
      + "free parameters, else none. What was taken is in the summary.",
    as: "share")
  var shrinkage: ShrinkageAmount = .init(.automatic)

  @Option(
    help:
      "For --shrinkage with a number: the component's own sphere, its own variances without correlations, or the covariance "
      + "within all components together.", as: "target")
  var shrinkageTarget: Shrinkage.Target = .sphere

  @Option(
    unconditional:
      "No variance in any direction of any component is more than this many times another, in the units "
      + "of the data, as tclust's restr.fact. 1: equal spheres; 100: groups of like size, and no "
      + "needles (default: no bound).", as: "ratio")
  var eigenvalueRatio: Double?

  enum Prior: String, ExpressibleByArgument, CaseIterable {
    case none, conjugate
  }

  mutating func validate() throws {
    guard prior == .conjugate || (priorShrinkage == nil && priorDegreesOfFreedom == nil) else {
      throw ValidationError("--prior-shrinkage and --prior-degrees-of-freedom belong to --prior conjugate.")
    }
  }

  /// Sets the options in a configuration.
  func apply(to configuration: inout FitConfiguration) {
    configuration.ridge = ridge
    configuration.maximumEigenvalueRatio = eigenvalueRatio
    configuration.shrinkage = Shrinkage(shrinkage.amount, towards: shrinkageTarget)
    guard prior == .conjugate else { return }
    var options = ConjugatePrior(degreesOfFreedom: priorDegreesOfFreedom)
    if let priorShrinkage { options.shrinkage = priorShrinkage }
    configuration.prior = options
  }

  /// Refuses what is wrong whatever the data are.
  ///
  /// - Throws: a validation error with the library's words.
  func check(structure: CovarianceStructure, acceleration: Acceleration) throws {
    var configuration = FitConfiguration(componentCount: 1, structure: structure, acceleration: acceleration)
    apply(to: &configuration)
    do throws(FitError) {
      _ = try configuration.validated()
    } catch {
      throw ValidationError(error.message)
    }
  }
}

#endif
