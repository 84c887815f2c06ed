import LinearAlgebra
import Testing

@Suite struct TriangularFactorTests {
  @Test func choleskyTimesItsTransposeIsTheMatrix() throws {
    let a = SquareMatrix([4, 2, -1, 2, 5, 0.5, -1, 0.5, 3], count: 3)
    let factor = try #require(TriangularFactor.cholesky(of: a))
    for i in 0..<3 {
      for j in 0..<3 {
        let product = (0..<3).reduce(0) { $0 + factor[i, $1] * factor[j, $1] }
        #expect(abs(product - a[i, j]) < 1e-14)
      }
    }
    #expect(factor[0, 1] == 0 && factor[0, 2] == 0 && factor[1, 2] == 0)
  }

  @Test func whatIsNotPositiveDefiniteHasNoFactor() {
    #expect(TriangularFactor.cholesky(of: SquareMatrix([1, 2, 2, 1], count: 2)) == nil)
    #expect(TriangularFactor.cholesky(of: .zero(1)) == nil)
    #expect(TriangularFactor.cholesky(of: SquareMatrix([.nan, 0, 0, 1], count: 2)) == nil)
    #expect(TriangularFactor.cholesky(of: SquareMatrix([.infinity, 0, 0, 1], count: 2)) == nil)
  }

  @Test func inverseTimesFactorIsTheIdentity() throws {
    let factor = try #require(
      TriangularFactor.cholesky(of: SquareMatrix([4, 2, -1, 2, 5, 0.5, -1, 0.5, 3], count: 3)))
    let inverse = factor.inverse
    for i in 0..<3 {
      for j in 0..<3 {
        let product = (0..<3).reduce(0) { $0 + factor[i, $1] * inverse[$1, j] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-15)
      }
    }
    #expect(abs(factor.logDeterminant + inverse.logDeterminant) < 1e-15)
  }

  /// A graded matrix: forming MᵀM would lose half of the digits of its smallest direction.
  @Test func whiteningFromGradedRowsKeepsTheSmallestDirection() {
    let cosine = 0.6
    let sine = 0.8
    let rows = SquareMatrix(rows: [[cosine, sine], [-sine * 1e8, cosine * 1e8]])
    let factor = TriangularFactor.whitening(fromRows: rows)
    #expect(factor[0, 1] == 0)
    #expect(factor[0, 0] > 0 && factor[1, 1] > 0)
    // Lengths are kept in both directions.
    let along = [cosine, sine]
    let across = [-sine, cosine]
    func length(_ x: [Double]) -> Double {
      let y0 = factor[0, 0] * x[0]
      let y1 = factor[1, 0] * x[0] + factor[1, 1] * x[1]
      return (y0 * y0 + y1 * y1).squareRoot()
    }
    #expect(abs(length(along) - 1) < 1e-7)
    #expect(abs(length(across) / 1e8 - 1) < 1e-14)
  }

  /// Sums in the textbook's order, so that panels and vectors change no bit.
  @Test(arguments: [1, 2, 3, 5, 31, 32, 33, 66, 131])
  func factorAndInverseHaveTheBitsOfTheTextbook(dimension d: Int) throws {
    // Diagonally dominant, with entries that look drawn; what stands above the diagonal is not read.
    let matrix = SquareMatrix(count: d) { row, column in
      if column > row { return .nan }
      return row == column ? Double(d) + Double(row % 7) : Double((row * 31 + column * 17) % 23 - 11) / 13
    }
    var factor = SquareMatrix.zero(d)
    for row in 0..<d {
      for column in 0...row {
        var sum = matrix[row, column]
        for inner in 0..<column { sum -= factor[row, inner] * factor[column, inner] }
        factor[row, column] = row == column ? sum.squareRoot() : sum / factor[column, column]
      }
    }
    var inverse = SquareMatrix.zero(d)
    for row in 0..<d {
      let reciprocal = 1 / factor[row, row]
      inverse[row, row] = reciprocal
      for column in 0..<row {
        var sum = 0.0
        for inner in column..<row { sum += factor[row, inner] * inverse[inner, column] }
        inverse[row, column] = -sum * reciprocal
      }
    }
    let found = try #require(TriangularFactor.cholesky(of: matrix))
    #expect(found.storage.square == factor)
    #expect(found.inverse.storage.square == inverse)
  }
}
