import LinearAlgebra
import Testing

@Suite struct SymmetricEigenTests {
  @Test func valuesRiseAndVectorsReproduceTheMatrix() throws {
    let a = [2.0, -1, 0, -1, 2, -1, 0, -1, 2]
    let eigen = try #require(SymmetricEigen(of: a, dimension: 3))
    let root = 2.0.squareRoot()
    for (found, expected) in zip(eigen.values, [2 - root, 2, 2 + root]) {
      #expect(abs(found - expected) < 1e-14)
    }
    for (found, expected) in zip(eigen.matrix(values: eigen.values), a) {
      #expect(abs(found - expected) < 1e-14)
    }
  }

  @Test func vectorsAreOrthonormal() throws {
    let eigen = try #require(SymmetricEigen(of: [3, 1, 1, 2], dimension: 2))
    for i in 0..<2 {
      for j in 0..<2 {
        let product = zip(eigen.vector(i), eigen.vector(j)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-15)
      }
    }
  }
}
