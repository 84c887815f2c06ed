internal import LinearAlgebra

/// A hierarchy of groups of points: built once, it can be cut into any number of groups.
///
/// Up to a few hundred distinct points are joined one by one under ``LikelihoodCriterion``. More are first joined
/// to small groups under ``SquaresCriterion``.
package struct MergeTree: Sendable {
  /// The distinct points, in the frame.
  package let points: [[Double]]
  /// How often each is there.
  package let masses: [Double]
  /// From single points to one group of all.
  package let merges: [Merge]
  let frame: CoordinateFrame

  /// - Parameters:
  ///   - points: the distinct points, in a frame.
  ///   - masses: how often each is there.
  ///   - frame: the frame.
  ///   - covariance: of all points, in the frame.
  ///   - spreads: the standard deviations of the columns, in the frame.
  /// - Complexity: O(n² D + g² D³) for n points and g small groups.
  package init(
    points: [[Double]], masses: [Double], covariance: [Double], spreads: [Double], frame: CoordinateFrame
  ) {
    self.points = points
    self.masses = masses
    self.frame = frame
    let axes = SingularScaling(covariance: covariance, spreads: spreads).axes(of: points)
    let groupCount = Self.groupCount(axes: axes.count)
    var merges: [Merge] = []
    if points.count > groupCount {
      var small = Agglomeration(
        SquaresCriterion(masses: masses, axes: axes), names: Array(points.indices))
      merges = small.merge(to: groupCount)
    }
    let partition = Self.groups(of: points.count, joinedBy: merges)
    var large = Agglomeration(
      LikelihoodCriterion(
        labels: partition.labels, count: partition.names.count, masses: masses, axes: axes),
      names: partition.names)
    self.merges = merges + large.merge(to: 1)
  }

  /// How many small groups are joined by likelihood: so many that the determinants of their pairs take some tens
  /// of milliseconds.
  package static func groupCount(axes: Int) -> Int {
    let operations = Double(axes * axes * axes) / 3 + Double(10 * axes) + 30
    return min(600, max(60, Int((4e7 / operations).squareRoot())))
  }

  /// The groups of points after all but the last merges.
  ///
  /// - Parameter count: the number of groups, at most that of the distinct points.
  /// - Returns: for each distinct point its group, from 0, in the order of the groups' first points.
  /// - Complexity: O(n).
  package func labels(cutInto count: Int) -> [Int] {
    let joined = merges.prefix(points.count - min(max(count, 1), points.count))
    return Self.groups(of: points.count, joinedBy: joined).labels
  }

  /// Labels from 0 in the order of the groups' first points, and the names by which merges know the groups.
  private static func groups(
    of count: Int, joinedBy merges: some Sequence<Merge>
  ) -> (labels: [Int], names: [Int]) {
    var parents = Array(0..<count)
    for merge in merges { parents[merge.gone] = merge.kept }
    func name(of point: Int) -> Int {
      var name = point
      while parents[name] != name {
        parents[name] = parents[parents[name]]
        name = parents[name]
      }
      return name
    }
    var numbers: [Int: Int] = [:]
    var names: [Int] = []
    let labels = (0..<count).map { point in
      let name = name(of: point)
      if let number = numbers[name] { return number }
      numbers[name] = names.count
      names.append(name)
      return names.count - 1
    }
    return (labels, names)
  }
}

/// Coordinates along the principal axes of columns with equal spreads, each axis divided by the root of its singular
/// value: long axes stay longer than short ones, but less so. The average variance is 1.
///
/// Source: L. Scrucca and A. Raftery, Improved initialisation of model-based clustering using Gaussian hierarchical
/// partitions, Advances in Data Analysis and Classification 9 (2015) 447-460.
private struct SingularScaling {
  /// For each axis the factors of the columns.
  private let rows: [[Double]]

  init(covariance: [Double], spreads: [Double]) {
    let d = spreads.count
    let correlation = covariance.indices.map { covariance[$0] / (spreads[$0 / d] * spreads[$0 % d]) }
    guard let eigen = SymmetricEigen(of: correlation, dimension: d), let largest = eigen.values.last,
      largest > 0
    else {
      rows = (0..<d).map { row in (0..<d).map { $0 == row ? 1 / spreads[row] : 0 } }
      return
    }
    // Axes along which the data are flat tell no groups apart.
    let used = (0..<d).filter { eigen.values[$0] > Self.flatness * largest }
    let average = used.reduce(0) { $0 + eigen.values[$1].squareRoot() } / Double(used.count)
    rows = used.map { axis in
      let factor = 1 / (eigen.values[axis].squareRoot() * average).squareRoot()
      return (0..<d).map { eigen.vectors[axis * d + $0] * factor / spreads[$0] }
    }
  }

  /// The share of the largest variance below which an axis is flat.
  private static let flatness = 1e-12

  func axes(of points: [[Double]]) -> [[Double]] {
    rows.map { row in points.map { point in zip(row, point).reduce(0) { $0 + $1.0 * $1.1 } } }
  }
}
