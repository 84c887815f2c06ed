import Testing

@testable import GaussianMixtures

/// Labels of columns that nobody has looked at before.
@Suite struct UncheckedLabelsTests {
  private func labels(_ model: GaussianMixture, _ columns: [PointColumn], threads: Int = 2) throws(PointSetError) -> [Int32] {
    let count = columns.first?.count ?? 0
    let target = UnsafeMutablePointer<Int32>.allocate(capacity: max(count, 1))
    defer { target.deallocate() }
    try model.writeLabels(of: columns, engine: Engine(threadCount: threads), to: target)
    return Array(UnsafeBufferPointer(start: target, count: count))
  }

  @Test(arguments: [1, 2, 3, 5, 16, 17, 40])
  func areThoseOfPoints(dimension: Int) throws {
    for count in [1, 255, 256, 257, 4096, 9001] {
      let (points, model) = try TestData.cloud(count: count, dimension: dimension, componentCount: 3, seed: 4)
      let rows = (0..<count).flatMap { points[$0] }
      let strided = (0..<dimension).map { PointColumn(every: dimension, of: rows, from: $0, count: count) }
      let expected = try model.labels(of: points).withNumbers { Array($0) }
      #expect(try labels(model, points.coordinates) == expected)
      #expect(try labels(model, strided, threads: 1) == expected)
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity], [0, 255, 256, 8191, 8999])
  func aNumberThatIsNoneIsNamed(number: Double, place: Int) throws {
    let (points, model) = try TestData.cloud(count: 9000, dimension: 3, componentCount: 2, seed: 5)
    for column in 0..<3 {
      var columns = points.columns
      columns[column][place] = number
      let error = #expect(throws: PointSetError.self) { _ = try labels(model, columns.map { PointColumn($0) }) }
      #expect(error == PointSetError(.notFinite, column: column, point: place))
    }
  }

  @Test func theLargestNumbersAreNumbers() throws {
    let (points, model) = try TestData.cloud(count: 300, dimension: 2, componentCount: 2, seed: 6)
    var columns = points.columns
    columns[1][299] = .greatestFiniteMagnitude
    columns[0][7] = -.greatestFiniteMagnitude
    let written = try labels(model, columns.map { PointColumn($0) })
    #expect(try written == model.labels(of: PointSet(columns: columns)).withNumbers { Array($0) })
  }

  @Test func shapesAreRefused() throws {
    let (points, model) = try TestData.cloud(count: 10, dimension: 2, componentCount: 1, seed: 7)
    let (one, two) = (points.coordinates[0], PointColumn([1, 2]))
    #expect(throws: PointSetError(.dimension)) { try labels(model, [one]) }
    #expect(PointSetError(.dimension).message.contains("give the columns that it was fitted to"))
    #expect(throws: PointSetError(.unequalColumns, column: 1)) { try labels(model, [one, two]) }
    #expect(throws: PointSetError(.empty)) { try labels(model, []) }
  }
}
