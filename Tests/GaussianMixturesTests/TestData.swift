import Foundation
import GaussianMixtures
import Testing

/// The real data of the tests, and points made by formula.
enum TestData {
  /// The named columns of a file of this target's data.
  static func points(_ file: String, columns: [Int]) throws -> PointSet {
    let rows = try rows(file)
    return try PointSet(columns: columns.map { column in try rows.map { try #require(Double($0[column])) } })
  }

  static func rows(_ file: String) throws -> [[String]] {
    let url = try #require(
      Bundle.module.url(forResource: file, withExtension: "csv", subdirectory: "Data"))
    return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: ["\"", " "])
      }
    }
  }

  static func diabetes() throws -> PointSet { try points("diabetes", columns: [1, 2, 3]) }
  static func iris() throws -> PointSet { try points("iris", columns: [0, 1, 2, 3]) }
  static func faithful() throws -> PointSet { try points("faithful", columns: [0, 1]) }

  /// Draws from a mixture of `componentCount` correlated Gaussians in `dimension` dimensions.
  static func cloud(
    count: Int, dimension: Int, componentCount: Int, seed: UInt64, separation: Double = 3
  ) throws -> (points: PointSet, truth: GaussianMixture) {
    var stream = RandomStream(seed: seed, purpose: .display)
    let components = try (0..<componentCount).map { _ in
      let a = (0..<dimension).map { _ in (0..<dimension).map { _ in stream.normal() * 0.5 } }
      let rows = (0..<dimension).map { i in
        (0..<dimension).map { j in
          (0..<dimension).reduce(i == j ? 0.2 : 0) { $0 + a[i][$1] * a[j][$1] }
        }
      }
      return GaussianMixture.Component(
        weight: 1 / Double(componentCount), mean: (0..<dimension).map { _ in stream.normal() * separation },
        covariance: try CovarianceMatrix(rows: rows))
    }
    let truth = try GaussianMixture(components: components)
    return (try truth.sample(count, using: &stream).points, truth)
  }
}

/// `|a - b| <= tolerance * max(|a|, |b|)`, with both numbers in the message.
func expectRelative(
  _ a: Double, _ b: Double, _ tolerance: Double, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(a - b) <= tolerance * max(abs(a), abs(b)), "\(what) \(a) and \(b) differ by \(abs(a - b))",
    sourceLocation: sourceLocation)
}
