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
