internal import LinearAlgebra

extension GaussianMixture {
  /// Draws points: a component by its weight, then a point from its Gaussian.
  ///
  /// - Parameters:
  ///   - count: how many points, at least 1.
  ///   - stream: gives the random numbers; the same stream gives the same points.
  /// - Returns: the points, and the component that each came from, from 0.
  /// - Throws: ``PointSetError`` where `count` is 0 or a coordinate leaves the range of numbers.
  /// - Complexity: O(N (D² + log K) + K D³).
  public func sample(
    _ count: Int, using stream: inout RandomStream
  ) throws(PointSetError) -> (points: PointSet, components: [Int]) {
    let factors = components.map { factor(of: $0) }
    var bounds: [Double] = []
    for component in components { bounds.append((bounds.last ?? 0) + component.weight) }
    var columns = [[Double]](repeating: [], count: dimension)
    for d in columns.indices { columns[d].reserveCapacity(count) }
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    var normals = [Double](repeating: 0, count: dimension)
    for _ in 0..<max(count, 0) {
      let k = Self.index(of: stream.uniform() * (bounds.last ?? 1), in: bounds)
      for d in normals.indices { normals[d] = stream.normal() }
      for d in columns.indices {
        var x = components[k].mean[d]
        for j in 0...d { x += factors[k][d, j] * normals[j] }
        columns[d].append(x)
      }
      chosen.append(k)
    }
    return (try PointSet(columns: columns), chosen)
  }

  /// The first component whose bound is above the value, by bisection.
  private static func index(of value: Double, in bounds: [Double]) -> Int {
    var low = 0
    var high = bounds.count - 1
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The Cholesky factor of a sound component's covariance.
  private func factor(of component: Component) -> TriangularFactor {
    if let factor = TriangularFactor.cholesky(of: component.covariance.elements, dimension: dimension) {
      return factor
    }
    // Only rounding on the floor can leave a trusted covariance without a factor: without correlations
    // it always has one.
    return TriangularFactor(
      dimension: dimension,
      elements: CovarianceMatrix.diagonal(component.covariance.diagonal.map { $0.squareRoot() }).elements)
  }
}
