/// k-means in columns scaled to equal spreads: the pass of EM with unit spheres and the hard rule.
struct KMeans: Sendable {
  let points: PreparedPoints
  let pass: ExpectationPass

  private static let maximumIterations = 100
  /// The share of the summed squared distances below which a gain ends the iteration.
  private static let tolerance = 1e-4

  /// Centres after k-means++ and Lloyd's iterations, as equally weighted spheres.
  ///
  /// Source: S. Lloyd, Least squares quantization in PCM, IEEE Transactions on Information Theory 28
  /// (1982) 129-137.
  ///
  /// - Complexity: O(N K D) an iteration.
  func cluster(into count: Int, _ random: inout RandomStream) -> MixtureParameters {
    var spheres = MixtureParameters.unitSpheres(
      at: KMeansPlusPlus(points: points, pass: pass).seeds(count, &random), scales: points.spreads)
    guard count > 1 else { return spheres }
    var previous = Double.infinity
    for _ in 0..<Self.maximumIterations {
      let statistics = pass.statistics(of: points.blocks, under: spheres, rule: .hardest, moments: .means)
      let distance = -statistics.logLikelihood
      spheres.means = spheres.means.indices.map {
        statistics.moments(of: $0, about: spheres.means[$0]).mean
      }
      guard previous - distance > Self.tolerance * distance, !pass.isStopped else { break }
      previous = distance
    }
    return spheres
  }
}
