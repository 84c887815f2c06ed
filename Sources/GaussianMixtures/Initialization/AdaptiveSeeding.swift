/// Components added one by one: each at a point drawn with a probability in proportion to its squared distance from
/// the nearest component, in that component's own metric; then a step of EM moves all towards the points.
///
/// Source: J. Blömer and K. Bujna, Adaptive seeding for Gaussian mixture models, PAKDD 2016, 296-308.
struct AdaptiveSeeding: Sendable {
  let starts: StartingPoints

  /// Few points suffice to see where components are missing.
  static func sampleSize(componentCount: Int) -> Int { max(2000, 50 * componentCount) }

  /// - Complexity: O(n K² D²) for a sample of n points.
  func parameters(_ random: inout RandomStream) -> MixtureParameters {
    parameters(beginningWith: starts.wholeComponent(at: starts.points.mean, among: 1), &random)
  }

  /// Adds components to those there are, up to the number asked for.
  ///
  /// - Complexity: O(n K² D²) for a sample of n points.
  func parameters(
    beginningWith first: MixtureParameters, _ random: inout RandomStream
  ) -> MixtureParameters {
    let sample = starts.sampled(
      Self.sampleSize(componentCount: starts.componentCount), &random)
    var mixture = first
    while mixture.componentCount < starts.componentCount {
      guard !sample.pass.isStopped else {
        // Nobody will look at it.
        mixture.append(sample.wholeComponent(at: starts.points.mean, among: mixture.componentCount + 1))
        continue
      }
      var distances = SeedDistances(sample.points.blocks.here, engine: sample.pass.engine)
      var metrics = mixture
      metrics.omitsNormalizers = true
      distances.lower(by: metrics)
      let seed = sample.points.blocks.point(distances.draw(&random))
      mixture.append(sample.wholeComponent(at: seed, among: mixture.componentCount + 1))
      let statistics = sample.pass.statistics(
        of: sample.points.blocks, under: mixture, moments: sample.maximization.moments)
      mixture = sample.estimate(statistics, about: mixture)
    }
    return mixture
  }
}

extension MixtureParameters {
  /// Adds a single component; all components before it give the same share of their weights.
  fileprivate mutating func append(_ other: MixtureParameters) {
    let share = 1 / Double(componentCount + 1)
    weights = weights.map { $0 * (1 - share) } + [share]
    means += other.means
    covariances += other.covariances
    whitenings += other.whitenings
    labelling.append()
  }
}
