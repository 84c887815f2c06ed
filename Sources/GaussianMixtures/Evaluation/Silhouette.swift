internal import Parallel

/// How well points lie within their own groups: of every point, or of a sample of them.
///
/// ```swift
/// let labels = try model.labels(of: points)
/// let silhouette = try Silhouette(of: points, labels: labels)
/// print(silhouette.mean)              // from -1 to 1
/// print(silhouette.meanOfGroup)       // of each group, nil where the sample has no point of it
/// ```
///
/// A point's width is `(b - a) / max(a, b)`: `a` is its mean distance to the other points of its group, `b` the least of its
/// mean distances to the points of another. It is near 1 where the point is far from all other groups, 0 between two, negative
/// where another group is nearer. A point alone in its group has 0. Points without a group are left out.
///
/// Distances are Euclidean, in the units of the points: columns of different units are to be divided by their spreads
/// beforehand. Groups that are long, or lie within each other, have low widths however well a mixture tells them apart.
///
/// Source: P. J. Rousseeuw, Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, Journal of
/// Computational and Applied Mathematics 20 (1987) 53-65, https://doi.org/10.1016/0377-0427(87)90125-7.
public struct Silhouette: Sendable, Hashable {
  /// The places of the points that were looked at, rising.
  public let points: [Int]
  /// The width of each of them, from -1 to 1.
  public let widths: [Double]
  /// The mean width of each group's points; nil where none was looked at.
  public let meanOfGroup: [Double?]

  /// The mean of all widths.
  public var mean: Double { widths.reduce(0, +) / Double(widths.count) }

  /// Computes the widths of a sample's points among the sample.
  ///
  /// - Parameters:
  ///   - points: N points of D coordinates.
  ///   - labels: the group of each, from 0; nil leaves a point out.
  ///   - sampleSize: how many points are looked at, at most: drawn from all that have a group, without replacement.
  ///   - seed: of the draw.
  ///   - engine: its threads work.
  /// - Throws: ``LabelError`` with the code `unequalCounts` where there are not N labels, and `fewGroups` where fewer than two
  ///   groups have a point in the sample: there is no other group then.
  /// - Complexity: O(S² D) time, O(S (D + C)) memory for a sample of S points and C groups.
  public init(
    of points: PointSet, labels: PointLabels, sampleSize: Int = 10_000, seed: UInt64 = 1,
    engine: Engine = Engine()
  ) throws(LabelError) {
    guard labels.count == points.count else {
      throw LabelError(
        .unequalCounts, "There are \(labels.count) labels and \(points.count) points; each point needs one.")
    }
    let chosen = Self.sample(labels, size: max(sampleSize, 1), seed: seed)
    let groups = chosen.compactMap { labels[$0] }
    let groupCount = (groups.max() ?? -1) + 1
    guard Set(groups).count > 1 else {
      throw LabelError(
        .fewGroups, "The points looked at are of fewer than two groups; a silhouette compares groups.")
    }
    let sample = GroupedSample(points, chosen, groups)
    let widths = [Double].written(count: chosen.count) { output in
      ParallelLoop.run(
        count: chosen.count, threadCount: engine.threads,
        makeWorker: { [Double](repeating: 0, count: groupCount) }
      ) { sums, place in output.pointer(at: place).initialize(to: sample.width(of: place, &sums)) }
    }
    self.points = chosen
    self.widths = widths
    var (sums, counts) = ([Double](repeating: 0, count: groupCount), [Int](repeating: 0, count: groupCount))
    for (width, group) in zip(widths, groups) {
      sums[group] += width
      counts[group] += 1
    }
    meanOfGroup = zip(sums, counts).map { $1 == 0 ? nil : $0 / Double($1) }
  }

  /// Places of points that have a group, without replacement: each such set is as likely as any other.
  private static func sample(_ labels: PointLabels, size: Int, seed: UInt64) -> [Int] {
    let grouped = labels.indices.filter { labels[$0] != nil }
    var stream = RandomStream(seed: seed, purpose: .display)
    return stream.sample(size, of: grouped.count).map { grouped[$0] }
  }
}

/// The points of a sample, one behind the other, and their groups.
private struct GroupedSample: Sendable {
  private let numbers: [Double]
  private let dimension: Int
  private let groups: [Int]
  private let sizes: [Int]

  init(_ points: PointSet, _ chosen: [Int], _ groups: [Int]) {
    dimension = points.dimension
    self.groups = groups
    var sizes = [Int](repeating: 0, count: (groups.max() ?? -1) + 1)
    for group in groups { sizes[group] += 1 }
    self.sizes = sizes
    var numbers: [Double] = []
    numbers.reserveCapacity(chosen.count * points.dimension)
    for place in chosen { for column in points.coordinates { numbers.append(column[place]) } }
    self.numbers = numbers
  }

  /// The width of a point, with room for a number a group.
  func width(of place: Int, _ sums: inout [Double]) -> Double {
    let own = groups[place]
    guard sizes[own] > 1 else { return 0 }
    for group in sums.indices { sums[group] = 0 }
    addDistances(from: place, to: &sums)
    let within = sums[own] / Double(sizes[own] - 1)
    var between = Double.infinity
    for group in sums.indices where group != own && sizes[group] > 0 {
      between = min(between, sums[group] / Double(sizes[group]))
    }
    let larger = max(within, between)
    return larger > 0 ? (between - within) / larger : 0
  }

  private func addDistances(from place: Int, to sums: inout [Double]) {
    numbers.withUnsafeBufferPointer { numbers in
      let start = place * dimension
      for other in groups.indices {
        var square = 0.0
        for d in 0..<dimension {
          let difference = numbers[start + d] - numbers[other * dimension + d]
          square += difference * difference
        }
        sums[groups[other]] += square.squareRoot()
      }
    }
  }
}
