public import GaussianMixtures

/// Points to measure with, drawn from seeds.
public enum Cloud {
  /// A cloud in which every component of ``overlapping(_:dimension:structure:)`` matters at every point: no
  /// part of the work can be left out.
  ///
  /// - Parameters:
  ///   - count: N.
  ///   - dimension: D.
  /// - Returns: N standard normal points.
  /// - Throws: ``PointSetError`` where N or D is 0.
  public static func normal(_ count: Int, dimension: Int) throws -> PointSet {
    var random = RandomStream(seed: 1, purpose: .sampling)
    return try PointSet(
      columns: (0..<dimension).map { _ in (0..<count).map { _ in random.normal() } })
  }

  /// Components amid that cloud, as wide as it.
  ///
  /// - Parameters:
  ///   - components: K.
  ///   - dimension: D.
  ///   - structure: what a fit from here estimates.
  /// - Returns: K components of equal weight.
  /// - Throws: ``ModelError`` where K or D is 0.
  public static func overlapping(
    _ components: Int, dimension: Int, structure: CovarianceStructure
  ) throws -> GaussianMixture {
    var random = RandomStream(seed: 2, purpose: .start)
    let covariance = CovarianceMatrix.diagonal(Array(repeating: 1, count: dimension))
    return try GaussianMixture(
      components: (0..<components).map { _ in
        GaussianMixture.Component(
          weight: 1 / Double(components), mean: (0..<dimension).map { _ in 0.5 * random.normal() },
          covariance: covariance)
      }, structure: structure)
  }

  /// Points in a thin shell about a unit ball, such as scanners see: of many components few matter anywhere.
  ///
  /// - Parameter count: N.
  /// - Returns: N points in 3-D.
  /// - Throws: ``PointSetError`` where N is 0.
  public static func shell(_ count: Int) throws -> PointSet {
    var random = RandomStream(seed: 3, purpose: .sampling)
    var columns = [[Double]](repeating: [], count: 3)
    for _ in 0..<count {
      let direction = (0..<3).map { _ in random.normal() }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for axis in 0..<3 { columns[axis].append(direction[axis] / length + 0.01 * random.normal()) }
    }
    return try PointSet(columns: columns)
  }

  /// Components at points of a cloud, each as wide as its share of a surface.
  ///
  /// - Parameters:
  ///   - components: K.
  ///   - points: the cloud, in 3-D.
  /// - Returns: K components of equal weight.
  /// - Throws: ``ModelError`` where K is 0.
  public static func patches(_ components: Int, of points: PointSet) throws -> GaussianMixture {
    var random = RandomStream(seed: 4, purpose: .start)
    let covariance = CovarianceMatrix.diagonal(Array(repeating: 4 / Double(components), count: 3))
    return try GaussianMixture(
      components: (0..<components).map { _ in
        GaussianMixture.Component(
          weight: 1 / Double(components), mean: points[random.integer(below: points.count)],
          covariance: covariance)
      })
  }
}
