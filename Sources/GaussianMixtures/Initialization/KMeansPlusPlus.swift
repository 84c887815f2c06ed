internal import Elementary

/// Seeds for k-means, each drawn with a probability in proportion to its squared distance from the seeds
/// before it, the best of a few draws.
///
/// Source: D. Arthur and S. Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007,
/// 1027-1035; the choice among several draws is described in its section 5.
struct KMeansPlusPlus: Sendable {
  let points: PreparedPoints
  let pass: ExpectationPass

  /// Draws as many seeds as are asked for, at most the number of distinct points.
  ///
  /// - Returns: that many different points, in the frame.
  /// - Complexity: O(N K D log K), less where points are in boxes.
  func seeds(_ count: Int, _ random: inout RandomStream) -> [[Double]] {
    var seeds = [points.blocks.point(points.blocks.draw(&random))]
    func spheres(_ centres: [[Double]]) -> MixtureParameters {
      .unitSpheres(at: centres, scales: points.spreads)
    }
    let distances = DistancesFromSeeds(points.blocks, engine: pass.engine)
    defer { distances.end() }
    distances.lower(by: spheres(seeds))
    let trials = 2 + Int(naturalLogarithm(Double(count)))
    while seeds.count < count {
      guard !pass.isStopped else {
        // Nobody will look at them.
        seeds.append(seeds[0])
        continue
      }
      let candidates = (0..<trials).map { _ in points.blocks.point(distances.draw(&random)) }
      let potentials = distances.potentials(of: spheres(candidates))
      let best = candidates.indices.min { potentials[$0] < potentials[$1] } ?? 0
      seeds.append(candidates[best])
      distances.lower(by: spheres([candidates[best]]))
    }
    return seeds
  }
}
