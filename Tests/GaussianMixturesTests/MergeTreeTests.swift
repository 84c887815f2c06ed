import Foundation
import GaussianMixtures
import Testing

/// Joining groups two by two, beside a reference that looks at every pair of groups of points every time.
@Suite struct MergeTreeTests {
  typealias Points = [[Double]]

  private func draw(_ count: Int, _ dimension: Int, seed: UInt64) -> Points {
    var random = RandomStream(seed: seed, purpose: .display)
    var points: Points = []
    for i in 0..<count {
      points.append(
        (0..<dimension).map { d in
          let centre = Double(i % 3) * Double(d + 1)
          return centre + random.normal() * (d == 0 ? 1 : 0.4)
        })
    }
    return points
  }

  private func scatter(_ points: Points) -> [[Double]] {
    let d = points[0].count
    let count = Double(points.count)
    var mean = [Double](repeating: 0, count: d)
    for point in points { for i in 0..<d { mean[i] += point[i] / count } }
    var scatter = [[Double]](repeating: mean.map { _ in 0 }, count: d)
    for point in points {
      for i in 0..<d {
        for j in 0..<d { scatter[i][j] += (point[i] - mean[i]) * (point[j] - mean[j]) }
      }
    }
    return scatter
  }

  /// By expansion along the first row.
  private func determinant(_ a: [[Double]]) -> Double {
    guard a.count > 1 else { return a[0][0] }
    var sum = 0.0
    for column in a.indices {
      let minor = a.dropFirst().map { row in row.indices.filter { $0 != column }.map { row[$0] } }
      let term = a[0][column] * determinant(minor)
      sum += column % 2 == 0 ? term : -term
    }
    return sum
  }

  private func squares(_ points: Points) -> Double {
    let scatter = scatter(points)
    return scatter.indices.reduce(0) { $0 + scatter[$1][$1] }
  }

  private func likelihood(_ points: Points) -> Double {
    let scatter = scatter(points)
    let count = Double(points.count)
    let covariance = scatter.map { $0.map { $0 / count } }
    return count * log(max(determinant(covariance), 0) + (squares(points) + 1) / count)
  }

  /// The partitions after every merge, as sets of sets of points.
  private func reference(
    _ points: Points, repeated masses: [Int], _ summand: (Points) -> Double
  ) -> [Set<Set<Int>>] {
    var groups = points.indices.map { Set([$0]) }
    func value(_ group: Set<Int>) -> Double {
      summand(group.sorted().flatMap { [[Double]](repeating: points[$0], count: masses[$0]) })
    }
    var partitions = [Set(groups)]
    while groups.count > 1 {
      var best: (i: Int, j: Int, cost: Double) = (0, 0, .infinity)
      for j in groups.indices {
        for i in 0..<j {
          let cost = value(groups[i].union(groups[j])) - value(groups[i]) - value(groups[j])
          if cost < best.cost { best = (i, j, cost) }
        }
      }
      groups[best.i].formUnion(groups[best.j])
      groups.remove(at: best.j)
      partitions.append(Set(groups))
    }
    return partitions
  }

  private func partitions(_ merges: [Merge], of count: Int) -> [Set<Set<Int>>] {
    var groups = Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, Set([$0])) })
    var result = [Set(groups.values)]
    for merge in merges {
      groups[merge.kept, default: []].formUnion(groups.removeValue(forKey: merge.gone) ?? [])
      result.append(Set(groups.values))
    }
    return result
  }

  @Test(arguments: [1, 2, 3], 1...4 as ClosedRange<UInt64>)
  func mergesAreThoseOfTheReference(dimension: Int, seed: UInt64) {
    let points = draw(22, dimension, seed: seed)
    let masses = points.indices.map { 1 + $0 % 4 / 3 }
    let axes = (0..<dimension).map { axis in points.map { $0[axis] } }
    let (labels, weights) = (Array(points.indices), masses.map(Double.init))
    func expectReference(_ criterion: some MergeCriterion, _ cost: (Points) -> Double) {
      var agglomeration = Agglomeration(criterion, names: labels)
      #expect(
        partitions(agglomeration.merge(to: 1), of: points.count) == reference(points, repeated: masses, cost))
    }
    expectReference(SquaresCriterion(masses: weights, axes: axes), squares)
    expectReference(
      LikelihoodCriterion(labels: labels, count: points.count, masses: weights, axes: axes), likelihood)
    expectReference(
      VariancesCriterion(labels: labels, count: points.count, masses: weights, axes: axes), variances)
  }

  /// `n Σ_j ln((w_j + 1) / n)`.
  private func variances(_ points: Points) -> Double {
    let n = Double(points.count)
    return n * scatter(points).enumerated().reduce(0) { $0 + log(($1.element[$1.offset] + 1) / n) }
  }

  private func tree(_ points: Points) throws -> MergeTree {
    let count = Double(points.count)
    let covariance = scatter(points).map { $0.map { $0 / count } }
    let one = try GaussianMixture(components: [
      .init(weight: 1, mean: points[0], covariance: .diagonal(points[0].map { _ in 1 }))
    ])
    return MergeTree(
      points: points, masses: points.map { _ in 1 },
      covariance: SymmetricMatrix(dimension: covariance.count, elements: covariance.flatMap(\.self)),
      spreads: covariance.indices.map { covariance[$0][$0].squareRoot() }, frame: CoordinateFrame(of: one))
  }

  /// More points than are joined one by one under the likelihood.
  @Test func everyCutHasItsNumberOfGroupsAndRefinesTheNext() throws {
    let points = draw(MergeTree.groupCount(axes: 2) + 300, 2, seed: 9)
    let tree = try tree(points)
    #expect(tree.merges.count == points.count - 1)
    var coarser = tree.labels(cutInto: 1)
    #expect(Set(coarser) == [0])
    for count in [2, 3, 4, 9, 50, 399, 400, 401, 500, points.count] {
      let labels = tree.labels(cutInto: count)
      #expect(Set(labels) == Set(0..<count))
      var parents: [Int: Int] = [:]
      for (label, parent) in zip(labels, coarser) {
        let known = parents.updateValue(parent, forKey: label)
        #expect(known == nil || known == parent)
      }
      coarser = labels
    }
  }

  @Test func separateGroupsAreFoundInAnyUnits() throws {
    let (cloud, truth) = try TestData.cloud(
      count: 1200, dimension: 3, componentCount: 4, seed: 5, separation: 40)
    let labels = try truth.labels(of: cloud)
    for scales in [[1, 1, 1], [1e9, 1, 1e-9]] as Points {
      let scaled = try transformed(cloud, scales: scales, shifts: [0, 0, 0])
      let found = try tree((0..<scaled.count).map { scaled[$0] }).labels(cutInto: 4)
      var pairs: Set<[Int?]> = []
      for (label, group) in zip(labels, found) { pairs.insert([label, group]) }
      #expect(pairs.count == 4)
    }
  }
}
