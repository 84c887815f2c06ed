import GaussianMixtures
import Testing

/// What is no point set, and how many points are enough.
@Suite struct PointSetTests {
  @Test func refusals() {
    let cases: [([[Double]], PointSetError.Code, column: Int?, point: Int?)] = [
      ([], .empty, nil, nil), ([[]], .empty, nil, nil), ([[], []], .empty, nil, nil),
      ([[1, 2], [1]], .unequalColumns, 1, nil), ([[1], [1], [1, 2]], .unequalColumns, 2, nil),
      ([[1, 2], [3, .nan]], .notFinite, 1, 1), ([[.infinity, 2], [3, .nan]], .notFinite, 0, 0),
      ([[1, -.infinity, .infinity]], .notFinite, 0, 1),
    ]
    for (columns, code, column, point) in cases {
      let error = #expect(throws: PointSetError.self) { try PointSet(columns: columns) }
      #expect(error?.code == code && error?.column == column && error?.point == point)
      #expect(error?.description.isEmpty == false)
    }
    for points in [[], [[]], [[], []]] as [[[Double]]] {
      let error = #expect(throws: PointSetError.self) { try PointSet(points) }
      #expect(error?.code == .empty)
    }
    let odd = #expect(throws: PointSetError.self) { try PointSet([[1, 2], [3, 4], [5]]) }
    #expect(odd?.code == .unequalColumns && odd?.point == 2)
  }

  /// The largest, the smallest and zeros are numbers, in both precisions; NaN of all kinds and infinities are none.
  @Test func oneOddNumberIsFoundWhereverItStands() throws {
    final class Owner: Sendable {}
    let count = 9000
    let sound: [Double] = [
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 1,
    ]
    let soundFloats: [Float] = [
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0,
    ]
    var rows = (0..<3 * count).map { sound[$0 % 5] }
    var floats = (0..<3 * count).map { soundFloats[$0 % 4] }
    #expect(try PointSet(rowMajor: rows, dimension: 3).count == count)
    for (odd, place) in zip(
      [Double.nan, Double(nan: 7, signaling: false), .infinity, -.infinity], [0, 4095, 4096, 8999])
    {
      let (last, lastFloat) = (rows[3 * place + 1], floats[3 * place + 1])
      rows[3 * place + 1] = odd
      floats[3 * place + 1] = Float(odd)
      let error = #expect(throws: PointSetError.self) { try PointSet(rowMajor: rows, dimension: 3) }
      #expect(error?.code == .notFinite && error?.column == 1 && error?.point == place)
      try floats.withUnsafeBufferPointer { floats in
        let start = try #require(floats.baseAddress)
        let columns = (0..<3).map { PointColumn(start + $0, stride: 3, count: count, owner: Owner()) }
        let error = #expect(throws: PointSetError.self) { try PointSet(inPlace: columns) }
        #expect(error?.code == .notFinite && error?.column == 1 && error?.point == place)
        #expect(throws: Never.self) { try PointSet(inPlace: [columns[0], columns[2]]) }
      }
      (rows[3 * place + 1], floats[3 * place + 1]) = (last, lastFloat)
    }
  }

  @Test func pointsAndColumnsAreTheSame() throws {
    let points = try PointSet([[1, 2, 3], [4, 5, 6]])
    #expect(points == (try PointSet(columns: [[1, 4], [2, 5], [3, 6]])))
    #expect(points.count == 2 && points.dimension == 3 && points[1] == [4, 5, 6])
    // Sums of the largest numbers overflow; the numbers themselves are finite.
    let large = [Double](repeating: .greatestFiniteMagnitude, count: 10)
    #expect(try PointSet(columns: [large]).count == 10)
  }

  @Test(arguments: [1, 2, 3, 5])
  func asManyDistinctPointsAsComponentsAreNeeded(distinct: Int) throws {
    // -0 and 0 are one number.
    let values = (0..<40).map { i in i % distinct == 0 ? (i % 2 == 0 ? 0.0 : -0.0) : Double(i % distinct) }
    let points = try PointSet(columns: [values, values])
    for componentCount in 1...6 {
      let estimator = MixtureEstimator(FitConfiguration(componentCount: componentCount, restartCount: 1))
      if componentCount <= distinct {
        #expect(try estimator.fit(points).model.componentCount == componentCount)
      } else {
        let error = #expect(throws: FitError.self) { try estimator.fit(points) }
        #expect(error?.code == .tooFewPoints)
        #expect(error?.message.contains("\(distinct) of them distinct") == true)
      }
    }
  }
}
