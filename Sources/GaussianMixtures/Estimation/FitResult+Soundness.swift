extension FitResult {
  /// Sees that nothing leaves a fit that is no number, or that whoever reads the model again would refuse.
  ///
  /// - Throws: ``FitError`` with the code `range`, or `noise` where nothing is left of the components.
  /// - Complexity: O(K D³), O(K D) for covariances that are held by their variances.
  func requireSound() throws(FitError) {
    guard model.components.contains(where: { $0.weight > 0 }), (model.noise?.weight ?? 0) < 1 else {
      throw FitError(
        .noise,
        "The noise has taken all points, so that no component is left: its density, one over the volume of a box around "
          + "them, is too high beside theirs. Ask for no noise, or give its volume, larger than that of the box."
      )
    }
    let cure = "Rescale the columns to spreads near 1, or leave out those that hardly vary."
    do throws(ModelError) {
      try model.requireSound()
    } catch {
      throw FitError(.range, "The fit has left the range of numbers. \(error.message) \(cure)")
    }
    let numbers = [logLikelihood, criteria.bic, criteria.aic, criteria.icl]
    let changes = history.flatMap { iteration -> [Double] in
      [
        iteration.logLikelihood, iteration.logPrior ?? 0, iteration.shrunkLogLikelihood ?? 0,
        iteration.meanChange, iteration.weightChange,
        iteration.covarianceChange,
      ]
    }
    guard (numbers + changes).allSatisfy(\.isFinite) else {
      throw FitError(
        .range,
        "The fit has left the range of numbers: its log-likelihood, its prior or a change of its parameters is none. \(cure)"
      )
    }
  }
}
