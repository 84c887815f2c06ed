/// The tree of a sample of points, and the groups it is cut into.
struct HierarchicalStart: Sendable {
  let points: PreparedPoints
  /// Whether groups are to have covariances or variances.
  let moments: MomentKind

  private var form: SymmetricMatrix.Form { moments == .scatters ? .full : .diagonal }

  /// Up to so many columns the groups of a tree have covariances whatever is estimated: the hierarchy finds groups
  /// that variances alone do not tell apart, and costs little more.
  private static let fewColumns = 16

  /// What a tree for fits of a structure is made of, and so what has to be known of all points.
  static func moments(for structure: CovarianceStructure, dimension: Int) -> MomentKind {
    dimension <= fewColumns ? .scatters : structure.moments
  }

  /// The form of the covariances that the groups of the tree have.
  private var treeForm: SymmetricMatrix.Form {
    points.dimension <= Self.fewColumns ? points.covariance.form : form
  }

  /// How much a tree knows of the points.
  enum Detail: Sendable {
    /// As much as takes some tens of milliseconds.
    case fine
    /// Enough to see groups that are apart.
    case coarse

    fileprivate func pointCount(componentCount: Int) -> Int {
      switch self {
      case .fine: sampleSize
      case .coarse: max(150, 50 * componentCount)
      }
    }

    /// The most small groups that are joined by likelihood.
    fileprivate func groupCount(componentCount: Int) -> Int {
      switch self {
      case .fine: .max
      case .coarse: max(60, 20 * componentCount)
      }
    }
  }

  /// The largest number of points in a tree, unless more groups than half of that are asked for.
  static let sampleSize = 2000

  /// In many columns there are fewer: so many that their distances take some tenths of a second.
  private static func sampleSize(dimension: Int) -> Int {
    min(sampleSize, max(60, Int((1e9 / Double(dimension)).squareRoot())))
  }

  /// The tree of at most 2,000 points, in more than 250 columns of fewer.
  ///
  /// - Parameters:
  ///   - componentCount: the largest number of groups that will be asked for.
  ///   - detail: how much it is to know.
  /// - Complexity: O(n² D) for a sample of n points.
  func tree(for componentCount: Int, detail: Detail = .fine, _ random: inout RandomStream) -> MergeTree {
    let distinct = distinctPoints(
      for: componentCount, most: detail.pointCount(componentCount: componentCount), &random)
    return MergeTree(
      points: distinct.points, masses: distinct.masses, covariance: points.covariance.taking(treeForm),
      spreads: points.spreads, frame: points.frame,
      mostGroups: detail.groupCount(componentCount: componentCount))
  }

  /// The tree that Ward's criterion makes of columns divided by their spreads.
  ///
  /// - Parameter componentCount: the largest number of groups that will be asked for.
  /// - Complexity: O(n² D) for a sample of n points.
  func wardTree(for componentCount: Int, _ random: inout RandomStream) -> MergeTree {
    let distinct = distinctPoints(for: componentCount, most: Self.sampleSize / 2, &random)
    return MergeTree(
      joiningBySquares: distinct.points, masses: distinct.masses, spreads: points.spreads, frame: points.frame)
  }

  private func distinctPoints(
    for componentCount: Int, most: Int, _ random: inout RandomStream
  ) -> DistinctPoints {
    let size = max(min(Self.sampleSize(dimension: points.dimension), most), 2 * componentCount)
    var distinct = DistinctPoints()
    for place in random.sample(size, of: points.count) { distinct.add(points, place) }
    // Where most points are equal a sample may have too few that differ.
    var place = 0
    while distinct.points.count < componentCount, place < points.count {
      distinct.addIfNew(points, place)
      place += 1
    }
    return distinct
  }

  /// Masses, means and scatters of a tree's groups, in the frame of these points.
  ///
  /// - Complexity: O(n D²), O(n D) without correlations.
  func groups(
    of tree: MergeTree, count: Int
  ) -> (masses: [Double], means: [[Double]], scatters: [SymmetricMatrix]) {
    let d = points.dimension
    let labels = tree.labels(cutInto: count)
    let members = tree.points.map { points.frame.enter(mean: tree.frame.leave(mean: $0)) }
    let groupCount = (labels.max() ?? 0) + 1
    var masses = [Double](repeating: 0, count: groupCount)
    var means = [[Double]](repeating: [Double](repeating: 0, count: d), count: groupCount)
    var scatters = [SymmetricMatrix](repeating: .zero(form, dimension: d), count: groupCount)
    for (member, k) in labels.enumerated() {
      masses[k] += tree.masses[member]
      let share = tree.masses[member] / masses[k]
      let step = zip(members[member], means[k]).map { $0 - $1 }
      for i in 0..<d { means[k][i] += share * step[i] }
      scatters[k].add(tree.masses[member] * (1 - share), timesSquareOf: step)
    }
    return (masses, means, scatters)
  }
}

/// Points without repetition, in the order in which they came.
private struct DistinctPoints {
  private(set) var points: [[Double]] = []
  private(set) var masses: [Double] = []
  private var places: [[Double]: Int] = [:]

  mutating func add(_ all: PreparedPoints, _ place: Int) {
    if let known = places[all.blocks.point(place)] {
      masses[known] += all.blocks.weight(of: place)
    } else {
      addIfNew(all, place)
    }
  }

  mutating func addIfNew(_ all: PreparedPoints, _ place: Int) {
    let point = all.blocks.point(place)
    guard places[point] == nil else { return }
    places[point] = points.count
    points.append(point)
    masses.append(all.blocks.weight(of: place))
  }
}

extension RandomStream {
  /// Different numbers below `bound`, each set of them equally likely, in rising order.
  ///
  /// Source: R. Floyd's algorithm F2; J. Bentley, Programming pearls, Communications of the ACM 30 (1987) 754-757.
  ///
  /// - Parameters:
  ///   - size: how many are drawn; all where there are no more.
  ///   - bound: above all numbers.
  /// - Complexity: O(n log n) for n numbers.
  mutating func sample(_ size: Int, of bound: Int) -> [Int] {
    guard size < bound else { return Array(0..<bound) }
    var chosen = Set<Int>(minimumCapacity: size)
    for last in (bound - size)..<bound where !chosen.insert(integer(below: last + 1)).inserted {
      chosen.insert(last)
    }
    return chosen.sorted()
  }
}
