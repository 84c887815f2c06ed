import Foundation
import GaussianMixtures
import Testing

@testable import MixtureFigures
@testable import MixtureService

/// The classification of a point in the viewer, that of the noise included.
@Suite struct PointClassificationTests {
  private func model(noiseWeight: Double) throws -> GaussianMixture {
    try GaussianMixture(
      components: [
        .init(weight: (1 - noiseWeight) / 2, mean: [0, 0], covariance: .diagonal([1, 1]), name: "a"),
        .init(weight: (1 - noiseWeight) / 2, mean: [9, 9], covariance: .diagonal([1, 1])),
      ], noise: .init(weight: noiseWeight, logVolume: 7))
  }

  private func values(_ json: JSONValue) throws -> [String: JSONValue] {
    guard case .object(let members) = json else { return [:] }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
  }

  private func number(_ value: JSONValue?) -> Double? {
    guard case .number(let number)? = value else { return nil }
    return number
  }

  private func text(_ value: JSONValue?) -> String? {
    guard case .string(let text)? = value else { return nil }
    return text
  }

  @Test(arguments: [[40.0, -3], [4.5, 4.5], [1e9, 1e9]])
  func pointsOfTheNoise(point: [Double]) throws {
    let members = try values(try PointClassification.json(of: try model(noiseWeight: 0.4), at: point))
    #expect(number(members["component"]) == -1 && text(members["name"]) == "noise")
    let probability = try #require(number(members["probability"]))
    let shares = try model(noiseWeight: 0.4).responsibilities(of: PointSet([point])).map { $0[0] }
    #expect(abs(probability + shares.reduce(0, +) - 1) < 1e-12)
  }

  @Test(arguments: [([0.2, -0.3], 0.0, "a"), ([9.5, 9], 1.0, "2")])
  func pointsOfComponents(point: [Double], component: Double, name: String) throws {
    let members = try values(try PointClassification.json(of: try model(noiseWeight: 0.01), at: point))
    #expect(number(members["component"]) == component && text(members["name"]) == name)
    guard case .array(let shares)? = members["responsibilities"] else { throw Missing() }
    #expect(number(shares[Int(component)]) == number(members["probability"]))
  }

  private struct Missing: Error {}

  /// What is known of it decides: of the second coordinate alone the point is as near to either.
  @Test func aMissingCoordinateSaysNothing() throws {
    let pair = try GaussianMixture(components: [
      .init(weight: 0.5, mean: [0, 0], covariance: .diagonal([1, 1])),
      .init(weight: 0.5, mean: [9, 9], covariance: .diagonal([1, 1])),
    ])
    let members = try values(try PointClassification.json(of: pair, at: [9.2, .nan]))
    #expect(number(members["component"]) == 1)
    // That of the first coordinate alone; the other component is nine deviations away.
    let density = try #require(number(members["density"]))
    #expect(abs(density - 0.5 * exp(-0.02) / (2 * Double.pi).squareRoot()) < 1e-12)
  }
}
