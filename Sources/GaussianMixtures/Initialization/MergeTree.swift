internal import LinearAlgebra

/// A hierarchy of groups of points: built once, it can be cut into any number of groups.
///
/// Up to a few hundred distinct points are joined one by one under ``LikelihoodCriterion``, or where groups are to be
/// without correlations under ``VariancesCriterion``. More are first joined to small groups under
/// ``SquaresCriterion``.
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
  ///   - covariance: of all points, in the frame; a diagonal one asks for groups without correlations.
  ///   - spreads: the standard deviations of the columns, in the frame.
  ///   - mostGroups: how many small groups are joined by likelihood at most.
  /// - Complexity: O(n² D + g² D³) for n points and g small groups, O(n² D) without correlations.
  package init(
    points: [[Double]], masses: [Double], covariance: SymmetricMatrix, spreads: [Double],
    frame: CoordinateFrame, mostGroups: Int = .max
  ) {
    self.points = points
    self.masses = masses
    self.frame = frame
    let isDiagonal = covariance.form == .diagonal
    let axes =
      isDiagonal
      ? EqualScaling(variances: covariance.diagonal, spreads: spreads).axes(of: points)
      : SingularScaling(covariance: covariance, spreads: spreads).axes(of: points)
    let groupCount = min(mostGroups, Self.groupCount(axes: axes.count, isDiagonal: isDiagonal))
    var merges: [Merge] = []
    if points.count > groupCount {
      var small = Agglomeration(
        SquaresCriterion(masses: masses, axes: axes), names: Array(points.indices))
      merges = small.merge(to: groupCount)
    }
    let (labels, names) = Self.groups(of: points.count, joinedBy: merges)
    if isDiagonal {
      var large = Agglomeration(
        VariancesCriterion(labels: labels, count: names.count, masses: masses, axes: axes), names: names)
      self.merges = merges + large.merge(to: 1)
    } else {
      var large = Agglomeration(
        LikelihoodCriterion(labels: labels, count: names.count, masses: masses, axes: axes), names: names)
      self.merges = merges + large.merge(to: 1)
    }
  }

  /// A tree that Ward's criterion alone makes.
  ///
  /// - Parameters:
  ///   - points: the distinct points, in a frame.
  ///   - masses: how often each is there.
  ///   - spreads: of the columns, in the frame.
  ///   - frame: the frame.
  /// - Complexity: O(n² D) for n points.
  init(joiningBySquares points: [[Double]], masses: [Double], spreads: [Double], frame: CoordinateFrame) {
    self.points = points
    self.masses = masses
    self.frame = frame
    let axes = spreads.indices.map { column in points.map { $0[column] / spreads[column] } }
    var all = Agglomeration(SquaresCriterion(masses: masses, axes: axes), names: Array(points.indices))
    merges = all.merge(to: 1)
  }

  /// How many small groups are joined by likelihood: so many that the determinants of their pairs take some tens
  /// of milliseconds.
  package static func groupCount(axes: Int, isDiagonal: Bool = false) -> Int {
    let operations = Double(isDiagonal ? 0 : axes * axes * axes) / 3 + Double(10 * axes) + 30
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

  init(covariance: SymmetricMatrix, spreads: [Double]) {
    let d = spreads.count
    let eigen = SymmetricEigen(of: covariance.divided(by: spreads).square)
    guard let eigen, let largest = eigen.values.last, largest > 0 else {
      rows = (0..<d).map { row in (0..<d).map { $0 == row ? 1 / spreads[row] : 0 } }
      return
    }
    // Axes along which the data are flat tell no groups apart.
    let used = (0..<d).filter { eigen.values[$0] > Self.flatness * largest }
    let average = used.reduce(0) { $0 + eigen.values[$1].squareRoot() } / Double(used.count)
    rows = used.map { axis in
      let factor = 1 / (eigen.values[axis].squareRoot() * average).squareRoot()
      return (0..<d).map { eigen.vectors[axis, $0] * factor / spreads[$0] }
    }
  }

  /// The share of the largest variance below which an axis is flat.
  private static let flatness = 1e-12

  func axes(of points: [[Double]]) -> [[Double]] {
    rows.map { row in points.map { point in zip(row, point).reduce(0) { $0 + $1.0 * $1.1 } } }
  }
}

/// The columns themselves, each with an average variance of 1; those without spread tell no groups apart.
private struct EqualScaling {
  private let columns: [Int]
  private let spreads: [Double]

  init(variances: [Double], spreads: [Double]) {
    let used = variances.indices.filter { variances[$0] > 0 }
    columns = used.isEmpty ? Array(variances.indices) : used
    self.spreads = spreads
  }

  /// - Complexity: O(n D) for n points.
  func axes(of points: [[Double]]) -> [[Double]] {
    columns.map { column in points.map { $0[column] / spreads[column] } }
  }
}
