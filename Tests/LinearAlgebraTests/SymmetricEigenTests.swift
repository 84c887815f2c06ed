import Foundation
import LinearAlgebra
import Testing

@Suite struct SymmetricEigenTests {
  @Test func valuesRiseAndVectorsReproduceTheMatrix() throws {
    let a = SquareMatrix([2.0, -1, 0, -1, 2, -1, 0, -1, 2], count: 3)
    let eigen = try #require(SymmetricEigen(of: a))
    let root = 2.0.squareRoot()
    for (found, expected) in zip(eigen.values, [2 - root, 2, 2 + root]) {
      #expect(abs(found - expected) < 1e-14)
    }
    for (found, expected) in zip(eigen.matrix(values: eigen.values).elements, a.elements) {
      #expect(abs(found - expected) < 1e-14)
    }
  }

  @Test func vectorsAreOrthonormal() throws {
    let eigen = try #require(SymmetricEigen(of: SquareMatrix([3, 1, 1, 2], count: 2)))
    for i in 0..<2 {
      for j in 0..<2 {
        let product = zip(eigen.vector(i), eigen.vector(j)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-15)
      }
    }
  }

  /// Matrices of every kind that a method may stumble over, in sizes up to many columns.
  @Test(arguments: [1, 2, 3, 4, 7, 33, 128])
  func everyMatrixIsReproducedByOrthonormalVectors(dimension d: Int) throws {
    for (name, matrix) in matrices(d) {
      let decomposed = SymmetricEigen(of: matrix)
      let eigen = try #require(decomposed, "\(name)")
      let largest = matrix.elements.reduce(0) { max($0, abs($1)) }
      // Of the smallest numbers each product is rounded by one unit.
      let bound = 1e-14 * Double(d) * largest + Double(d) * Double.leastNonzeroMagnitude
      let product = eigen.matrix(values: eigen.values)
      let isReproduced = zip(product.elements, matrix.elements).allSatisfy { abs($0 - $1) <= bound }
      #expect(isReproduced, "\(name)")
      let isRising = zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 <= $1 }
      #expect(isRising, "\(name)")
      let products = (0..<d).flatMap { i in
        (0..<d).map { j in zip(eigen.vector(i), eigen.vector(j)).reduce(i == j ? -1 : 0) { $0 + $1.0 * $1.1 }
        }
      }
      let areOrthonormal = products.allSatisfy { abs($0) <= 1e-14 * Double(d) }
      #expect(areOrthonormal, "\(name)")
    }
  }

  @Test func eigenvaluesAreThoseKnownInClosedForm() throws {
    // The second difference of 50 points: 2 - 2 cos(k π / 51).
    let d = 50
    let matrix = SquareMatrix(count: d) { $0 == $1 ? 2 : abs($0 - $1) == 1 ? -1 : 0 }
    let eigen = try #require(SymmetricEigen(of: matrix))
    for (k, value) in eigen.values.enumerated() {
      #expect(abs(value - (2 - 2 * cos(Double(k + 1) * .pi / 51))) < 1e-14)
    }
  }

  @Test func whatIsNoNumberIsRefused() {
    #expect(SymmetricEigen(of: SquareMatrix([1, .nan, .nan, 1], count: 2)) == nil)
    #expect(SymmetricEigen(of: SquareMatrix([.infinity], count: 1)) == nil)
  }

  private func matrices(_ d: Int) -> [(name: String, matrix: SquareMatrix)] {
    func made(_ entry: (Int, Int) -> Double) -> SquareMatrix {
      SquareMatrix(count: d) { entry(max($0, $1), min($0, $1)) }
    }
    // Numbers that look drawn, without a generator.
    func drawn(_ i: Int, _ j: Int) -> Double {
      let value = 43_758.5453 * sin(Double(i * 127 + j * 311 + 1))
      return value - value.rounded(.down) - 0.5
    }
    return [
      ("zero", made { _, _ in 0 }), ("unit", made { $0 == $1 ? 1 : 0 }), ("ones", made { _, _ in 1 }),
      ("drawn", made(drawn)), ("large", made { 1e300 * drawn($0, $1) }),
      ("small", made { 1e-300 * drawn($0, $1) }), ("subnormal", made { 1e-300 * 1e-15 * drawn($0, $1) }),
      (
        "graded",
        made { (i, j) in (i == j ? 1 : drawn(i, j)) / Double((i + 1) * (j + 1) * (i + 1) * (j + 1)) }
      ),
      ("falling", made { (i, j) in (i == j ? 1 : 0.1 * drawn(i, j)) * exp2(-3 * Double(i + j)) }),
      ("rising", made { (i, j) in (i == j ? 1 : 0.1 * drawn(i, j)) * exp2(3 * Double(i + j - 2 * d)) }),
      ("two values", made { $0 == $1 ? ($0 % 2 == 0 ? 1 : 2) : 0 }),
      ("nearly diagonal", made { $0 == $1 ? Double($0) : 1e-200 }),
    ]
  }
}
