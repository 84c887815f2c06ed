import Testing

@testable import GaussianMixtures

/// Points are the same wherever their coordinates stand in memory.
@Suite struct PointColumnTests {
  /// Holds numbers where others may look.
  final class Memory<Number: Sendable>: @unchecked Sendable {
    let start: UnsafeMutablePointer<Number>

    init(_ numbers: [Number]) {
      start = .allocate(capacity: numbers.count)
      start.initialize(from: numbers, count: numbers.count)
    }

    deinit { start.deallocate() }
  }

  /// Whole numbers and quarters, which floats hold too.
  static func rows(count: Int, dimension: Int) -> [Double] {
    var stream = RandomStream(seed: 7, purpose: .display)
    return (0..<count * dimension).map { _ in (stream.normal() * 64).rounded() / 4 }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 11])
  func everyFormHasTheSameCoordinates(dimension: Int) throws {
    let count = 5003
    let rows = Self.rows(count: count, dimension: dimension)
    let columns = (0..<dimension).map { d in (0..<count).map { rows[$0 * dimension + d] } }
    let doubles = Memory(rows)
    let floats = Memory(rows.map { Float($0) })
    let forms = [
      try PointSet(columns: columns), try PointSet(rowMajor: rows, dimension: dimension),
      try PointSet((0..<count).map { Array(rows[($0 * dimension)..<(($0 + 1) * dimension)]) }),
      try PointSet(
        inPlace: (0..<dimension).map {
          PointColumn(UnsafePointer(doubles.start) + $0, stride: dimension, count: count, owner: doubles)
        }),
      try PointSet(
        inPlace: (0..<dimension).map {
          PointColumn(UnsafePointer(floats.start) + $0, stride: dimension, count: count, owner: floats)
        }),
    ]
    for form in forms {
      #expect(form.columns == columns)
      #expect(form == forms[0])
      #expect(form.hashValue == forms[0].hashValue)
      #expect(form[count - 1] == Array(rows.suffix(dimension)))
      #expect(form.coordinates[0].selecting([4999, 0, 17]).values == [4999, 0, 17].map { columns[0][$0] })
    }
  }

  /// Floats are kept as such, and lose nothing in a frame, near zero or far from it.
  @Test(arguments: [3, 11], [0, -1000.0])
  func fitsHaveTheSameBits(dimension: Int, offset: Double) throws {
    let count = 20_000
    var stream = RandomStream(seed: 7, purpose: .display)
    let memory = Memory((0..<count * dimension).map { _ in Float(offset + 3 * stream.normal()) })
    let inPlace = try PointSet(
      inPlace: (0..<dimension).map {
        PointColumn(UnsafePointer(memory.start) + $0, stride: dimension, count: count, owner: memory)
      })
    let columns = try PointSet(columns: inPlace.columns)
    // In their own order, and in three dimensions in an order in space.
    for componentCount in [3, 40] {
      let options = FitConfiguration(componentCount: componentCount, maximumIterations: 5)
      for precision in Engine.Precision.allCases {
        let estimator = MixtureEstimator(options, start: .random, engine: Engine(precision: precision))
        #expect(try estimator.fit(inPlace).model == estimator.fit(columns).model)
      }
    }
  }

  @Test func vectorsArePoints() throws {
    let points = try PointSet([SIMD3<Float>(1, 2, 3), SIMD3<Float>(4, 5, 6.5)])
    #expect(points.columns == [[1, 4], [2, 5], [3, 6.5]])
  }

  @Test func whatIsNoPointIsTold() throws {
    let columns = [[1.0, 2, 3], [1, .nan, 3]]
    let error = #expect(throws: PointSetError.self) { try PointSet(columns: columns) }
    #expect(error?.column == 1)
    #expect(error?.point == 1)
    #expect(try Observations(columns: columns).hasMissing)
    #expect(throws: PointSetError.self) { try PointSet(rowMajor: [1, 2, 3, 4, 5], dimension: 2) }
    #expect(throws: PointSetError.self) { try PointSet(rowMajor: [], dimension: 2) }
    #expect(throws: FitError.self) { try Observations(columns: [[1, .infinity], [.nan, 2]]) }
  }

  /// Runs that are ordered on their own hold the points of their own rows, near ones beside one another.
  @Test func runsAreOrderedOnTheirOwn() throws {
    let (count, length) = (3000, 1024)
    let rows = Self.rows(count: count, dimension: 3)
    let points = try PointSet(rowMajor: rows, dimension: 3)
    let frame = CoordinateFrame(origins: [0, 0, 0], exponents: [0, 0, 0])
    let blocks = PointBlocks(
      ordering: points, weights: nil, frame: frame, centres: [0, 0, 0], spreads: [16, 16, 16], in: nil,
      engine: Engine(threadCount: 2), runLength: length)
    let order = (0..<count).map(blocks.originalIndex)
    for first in stride(from: 0, to: count, by: length) {
      let run = first..<min(first + length, count)
      #expect(order[run].sorted() == Array(run))
    }
    for place in 0..<count { #expect(blocks.point(place) == points[order[place]]) }
  }
}
