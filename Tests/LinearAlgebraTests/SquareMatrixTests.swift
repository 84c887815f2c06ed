import LinearAlgebra
import Testing

@Suite struct SquareMatrixTests {
  private let matrix = SquareMatrix(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 10]])

  @Test func entriesAreHeldRowByRow() {
    #expect(matrix.count == 3)
    #expect(matrix.elements == [1, 2, 3, 4, 5, 6, 7, 8, 10])
    #expect(matrix == SquareMatrix(matrix.elements, count: 3))
    #expect(matrix == SquareMatrix(count: 3) { $0 == 2 && $1 == 2 ? 10 : Double(3 * $0 + $1 + 1) })
    #expect(matrix[1, 2] == 6 && matrix[2, 1] == 8)
    #expect(Array(matrix.row(1)) == [4, 5, 6])
    #expect(matrix.diagonal == [1, 5, 10] && matrix.trace == 16)
  }

  @Test func aChangedEntryChangesNoOther() {
    var changed = matrix
    changed[0, 2] = -1
    changed.withUnsafeRows { rows in
      rows[1][0] += 10
      rows[2, 1] = 0
    }
    #expect(changed.elements == [1, 2, -1, 14, 5, 6, 7, 0, 10])
    #expect(matrix[0, 2] == 3, "a copy is a value of its own")
  }

  @Test func rowsAndColumnsAreExchanged() {
    #expect(matrix.transposed.elements == [1, 4, 7, 2, 5, 8, 3, 6, 10])
    #expect(matrix.transposed.transposed == matrix)
    #expect(matrix.takingRows([2, 0, 1]).elements == [7, 8, 10, 1, 2, 3, 4, 5, 6])
  }

  @Test func onlyWhatIsBesideTheDiagonalMakesAMatrixNoDiagonalOne() {
    #expect(SquareMatrix.zero(3).isDiagonal && SquareMatrix.identity(3).isDiagonal)
    #expect(SquareMatrix(diagonal: [1, .nan, -0.0]).isDiagonal)
    for (row, column) in [(0, 1), (1, 0), (2, 0), (1, 2)] {
      var changed = SquareMatrix.identity(3)
      changed[row, column] = -0.0
      #expect(changed.isDiagonal)
      changed[row, column] = .nan
      #expect(!changed.isDiagonal, "\(row), \(column)")
    }
  }

  @Test func productsAreThoseOfRowsAndColumns() {
    let product = matrix * matrix.transposed
    for i in 0..<3 {
      for j in 0..<3 {
        #expect(product[i, j] == zip(matrix.row(i), matrix.row(j)).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
    #expect(matrix * .identity(3) == matrix && .identity(3) * matrix == matrix)
    #expect((matrix * matrix.takingRows([1, 0, 2]))[0, 0] == 27)
  }

  @Test func sumsAreEntryByEntry() {
    let doubled = matrix.map { 2 * $0 }
    #expect(doubled.combined(with: matrix, -) == matrix)
    #expect(SquareMatrix.sum(of: [matrix, doubled], times: [3, -1]) == matrix)
    var sum = SquareMatrix.identity(2)
    sum.add(SquareMatrix([1, 2, 3, 4], count: 2), times: 0.5)
    #expect(sum.elements == [1.5, 1, 1.5, 3])
    sum.add(-2, timesSquareOf: [1, 3])
    #expect(sum.elements == [-0.5, -5, -4.5, -15])
  }

  @Test func aMatrixWithoutRowsIsOne() {
    var empty = SquareMatrix.zero(0)
    empty.withUnsafeRows { #expect($0.count == 0) }
    empty.add(1, timesSquareOf: [])
    #expect(empty.elements.isEmpty && empty.isDiagonal && empty.trace == 0)
    #expect(empty * empty == empty && empty.transposed == empty && SquareMatrix(rows: []) == empty)
  }
}

@Suite struct MatrixStorageTests {
  private let diagonal = MatrixStorage(diagonal: [1, 2, 3])

  @Test func aDiagonalIsAnsweredAsAMatrix() {
    #expect(diagonal.count == 3 && diagonal.isHeldByDiagonal && diagonal.isDiagonal)
    #expect(diagonal.entries == [1, 2, 3] && diagonal.diagonal == [1, 2, 3])
    #expect(diagonal[1, 1] == 2 && diagonal[1, 2] == 0)
    #expect(diagonal.square == SquareMatrix(diagonal: [1, 2, 3]))
  }

  @Test func howItIsHeldMakesADifference() {
    let full = MatrixStorage(diagonal.square)
    #expect(full != diagonal && full.entries.count == 9)
    #expect(!full.isHeldByDiagonal && full.isDiagonal && full.diagonal == diagonal.diagonal)
    for i in 0..<3 { for j in 0..<3 { #expect(full[i, j] == diagonal[i, j]) } }
  }

  @Test func whatIsNotHeldIsNotAddedTo() {
    var (held, full) = (diagonal, MatrixStorage(diagonal.square))
    held.add(2, timesSquareOf: [1, -1, 0.5])
    full.add(2, timesSquareOf: [1, -1, 0.5])
    #expect(held.entries == [3, 4, 3.5])
    #expect(full.entries == [3, -2, 1, -2, 4, -1, 1, -1, 3.5])
    held.addToDiagonal { Double($0) }
    full.addToDiagonal { Double($0) }
    #expect(held.entries == [3, 5, 5.5] && full.diagonal == held.entries && full[0, 1] == -2)
  }
}
