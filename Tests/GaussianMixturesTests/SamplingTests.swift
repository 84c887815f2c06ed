import Foundation
import GaussianMixtures
import Testing

/// Drawing points from a mixture, and its marginals.
@Suite struct SamplingTests {
  private static let count = 200_000

  @Test(arguments: [1, 3, 5])
  func momentsWithinSixStandardErrors(dimension: Int) throws {
    let (_, cloud) = try TestData.cloud(count: 1, dimension: dimension, componentCount: 3, seed: 2)
    let shares = [0.2, 0, 0.8]
    let model = try GaussianMixture(
      components: zip(cloud.components, shares).map {
        GaussianMixture.Component(weight: $1, mean: $0.mean, covariance: $0.covariance)
      })
    var stream = RandomStream(seed: 5, purpose: .sampling)
    let (points, chosen) = try model.sample(Self.count, using: &stream)
    #expect(points.count == Self.count && points.dimension == dimension && chosen.count == Self.count)
    for (k, component) in model.components.enumerated() {
      let members = chosen.indices.filter { chosen[$0] == k }
      let n = Double(members.count)
      let deviation = (Double(Self.count) * component.weight * (1 - component.weight)).squareRoot()
      #expect(abs(n - Double(Self.count) * component.weight) <= 6 * deviation)
      guard n > 0 else { continue }
      for i in 0..<dimension {
        let mean = members.reduce(0) { $0 + points.columns[i][$1] } / n
        #expect(abs(mean - component.mean[i]) <= 6 * (component.covariance[i, i] / n).squareRoot())
        for j in 0...i {
          let product = members.reduce(0) { sum, p in
            sum + (points.columns[i][p] - component.mean[i]) * (points.columns[j][p] - component.mean[j])
          }
          // The variance of a product of two normals: v_i v_j + c².
          let c = component.covariance[i, j]
          let error = ((component.covariance[i, i] * component.covariance[j, j] + c * c) / n).squareRoot()
          #expect(abs(product / n - c) <= 6 * error)
        }
      }
    }
  }

  @Test func theSameStreamGivesTheSamePoints() throws {
    let (_, model) = try TestData.cloud(count: 1, dimension: 3, componentCount: 3, seed: 2)
    func draw(_ index: Int, _ count: Int) throws -> PointSet {
      var stream = RandomStream(seed: 9, purpose: .sampling, index: index)
      return try model.sample(count, using: &stream).points
    }
    #expect(try draw(0, 100) == draw(0, 100))
    #expect(try draw(0, 100) != draw(1, 100))
    #expect(try draw(0, 200).columns.map { Array($0.prefix(100)) } == draw(0, 100).columns)
    for count in [0, -1] {
      let error = #expect(throws: PointSetError.self) { try draw(0, count) }
      #expect(error?.code == .empty)
    }
  }

  @Test func threadsChangeNoPoint() throws {
    let (_, model) = try TestData.cloud(count: 1, dimension: 3, componentCount: 3, seed: 2)
    func draw(_ threadCount: Int) throws -> (points: PointSet, labels: PointLabels, next: UInt64) {
      var stream = RandomStream(seed: 9, purpose: .sampling)
      let drawn = try model.sample(150_000, using: &stream, engine: Engine(threadCount: threadCount))
      return (drawn.points, drawn.labels, stream.next())
    }
    let (one, three) = (try draw(1), try draw(3))
    #expect(one.points == three.points && one.labels == three.labels && one.next == three.next)
    // Runs of points from one stream are unlike each other.
    let firsts = stride(from: 0, to: 150_000, by: 1 << 16).map { one.points[$0] }
    #expect(Set(firsts).count == 3)
  }

  @Test func aMarginalIsTheMixtureOfItsCoordinates() throws {
    let (points, model) = try TestData.cloud(count: 50, dimension: 4, componentCount: 3, seed: 2)
    let marginal = model.selecting([3, 1])
    #expect(marginal.dimension == 2 && marginal.componentCount == 3)
    for (part, whole) in zip(marginal.components, model.components) {
      #expect(part.weight == whole.weight && part.mean == [whole.mean[3], whole.mean[1]])
      #expect(
        part.covariance.rows == [
          [whole.covariance[3, 3], whole.covariance[3, 1]], [whole.covariance[1, 3], whole.covariance[1, 1]],
        ])
    }
    #expect(model.selecting([0, 1, 2, 3]) == model)
    let projected = try PointSet(columns: [points.columns[3], points.columns[1]])
    let reference = NaiveMixture(marginal).logDensities(projected)
    for (a, b) in zip(try marginal.logDensities(of: projected), reference) {
      expectRelative(a, Double(b), 1e-11)
    }
  }
}
