internal import Elementary

/// Leaves a local maximum by taking a component away and putting one at a point drawn at random; EM decides.
///
/// Splits and merges see what components promise by themselves; a swap also finds what no component stands near to.
///
/// Source: P. Fränti, Efficiency of random swap clustering, Journal of Big Data 5 (2018) 13, for k-means; Q. Zhao, V.
/// Hautamäki, I. Kärkkäinen and P. Fränti, Random swap EM algorithm for Gaussian mixture models, Pattern Recognition
/// Letters 33 (2012) 2120-2126.
struct RandomSwap: Sendable {
  let search: StartSearch

  private var fit: PreparedFit { search.fit }

  /// Trials from a settled run, each accepted only where it ends higher.
  ///
  /// - Parameter failuresToEnd: so many that raise nothing, one after the other, are the end.
  /// - Complexity: O(n K D²) an iteration for n points.
  func improved(
    _ found: StartSearch.Found, failuresToEnd: Int, _ random: inout RandomStream,
    _ observer: RunDriver.Observer
  ) throws(FitError) -> StartSearch.Found {
    var best = found
    guard best.run.parameters.componentCount > 1 else { return best }
    var failures = 0
    var trialCount = 0
    while failures < failuresToEnd, !best.isStopped {
      let start = swapped(
        best.run.parameters, width: Width.allCases[trialCount % Width.allCases.count], &random)
      trialCount += 1
      var trial = best
      trial.run = search.run(from: start)
      trial.start = start
      trial.choice.swapCount = (best.choice.swapCount ?? 0) + 1
      try search.driver.settle(&trial.run, against: best.run.level, observer)
      failures = best.accept(trial, margin: RunDriver.margin * fit.points.mass) ? 0 : failures + 1
    }
    return best
  }

  /// The component that is taken away leaves its weight to the new one.
  private func swapped(
    _ parameters: MixtureParameters, width: Width, _ random: inout RandomStream
  ) -> MixtureParameters {
    let count = parameters.componentCount
    let k = min(count - 1, Int(random.uniform() * Double(count)))
    let points = fit.points
    let place = points.blocks.point(points.blocks.draw(&random))
    let new = fit.startingPoints().wholeComponent(at: place, among: width.share(of: count))
    var swapped = parameters
    swapped.means[k] = new.means[0]
    swapped.covariances[k] = new.covariances[0]
    swapped.weights[k] = 1 / Double(count)
    swapped.weights = MixtureParameters.weights(inProportionTo: swapped.weights)
    return fit.maximization.nearest(to: swapped, pointCount: points.mass).parameters
  }

  /// How large the new component is: what is missing may be a group, a background behind all others, or a few points.
  private enum Width: CaseIterable {
    case group, background, few

    /// As large as one of so many components.
    func share(of count: Int) -> Int {
      switch self {
      case .group: 2 * count
      case .background: 1
      case .few: 16 * count
      }
    }
  }
}
