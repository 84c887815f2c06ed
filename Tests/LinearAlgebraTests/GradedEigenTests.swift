import LinearAlgebra
import Testing

@Suite struct GradedEigenTests {
  private static let correlations = [
    1, 0.3, -0.2, 0.4, 0.3, 1, 0.5, 0.1, -0.2, 0.5, 1, 0.25, 0.4, 0.1, 0.25, 1,
  ]

  private func graded(_ scales: [Double]) -> SquareMatrix {
    SquareMatrix(count: 4) { Self.correlations[$0 * 4 + $1] * scales[$0] * scales[$1] }
  }

  @Test func agreesWithTheOtherMethodWhereScalesAreAlike() throws {
    let matrix = graded([1, 2, 0.5, 3])
    let (one, other) = (
      GradedEigen(of: matrix), try #require(SymmetricEigen(of: matrix))
    )
    for (a, b) in zip(one.values, other.values) { #expect(abs(a - b) < 1e-14 * 9) }
  }

  /// The product of the eigenvalues is the determinant, which scales change by their squares exactly; each small
  /// eigenvalue is nearly a Schur complement.
  @Test(arguments: [[1, 1e6, 1e-7, 1e3], [1e9, 1, 1e-9, 1e-3], [1, 1, 1e-8, 1e-8]])
  func smallValuesAreAsExactAsLargeOnes(scales: [Double]) {
    let eigen = GradedEigen(of: graded(scales))
    let plain = GradedEigen(of: graded([1, 1, 1, 1]))
    let product = zip(eigen.values, scales.map { $0 * $0 }.sorted()).reduce(1.0) { $0 * ($1.0 / $1.1) }
    let expected = plain.values.reduce(1, *)
    #expect(abs(product / expected - 1) < 1e-13)
    for i in 0..<4 {
      for j in 0..<4 {
        let dot = (0..<4).reduce(0.0) { $0 + eigen.vectors[i, $1] * eigen.vectors[j, $1] }
        #expect(abs(dot - (i == j ? 1 : 0)) < 1e-14)
      }
    }
  }

  @Test func flatMatricesEnd() {
    let flat = GradedEigen(of: SquareMatrix([1, 1, 1e-6, 1, 1, 1e-6, 1e-6, 1e-6, 1e-12], count: 3))
    #expect(abs(flat.values[2] - 2) < 1e-11 && abs(flat.values[0]) < 1e-16 && abs(flat.values[1]) < 1e-16)
    #expect(GradedEigen(of: .zero(2)).values == [0, 0])
    #expect(GradedEigen(of: SquareMatrix([5], count: 1)).values == [5])
  }
}
