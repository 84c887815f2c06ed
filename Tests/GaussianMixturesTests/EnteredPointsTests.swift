import Testing

@testable import GaussianMixtures

/// Points on their way into the blocks of a frame.
@Suite struct EnteredPointsTests {
  /// What stands in the blocks, bit by bit, and whether all coordinates are near.
  private func entered(
    _ columns: [PointColumn], _ frame: CoordinateFrame, _ instructionSet: InstructionSet
  ) -> (bits: [UInt64], areNear: Bool) {
    let (points, stride) = (PointSet(trusting: columns), PointBlocks.blockSize)
    let blockCount = PointBlocks.blockCount(of: points)
    var numbers = [Double](repeating: -1, count: blockCount * columns.count * stride)
    let areNear = numbers.withUnsafeMutableBufferPointer { target in
      frame.enter(
        EnteredPoints(points), blocks: 0..<blockCount, kernels: MixtureKernels(instructionSet),
        to: target.baseAddress.unsafelyUnwrapped, stride: stride)
    }
    return (numbers.map(\.bitPattern), areNear)
  }

  private func rows(_ columns: [[Double]]) -> [PointColumn] {
    let (count, dimension) = (columns[0].count, columns.count)
    let numbers = (0..<count).flatMap { row in columns.map { $0[row] } }
    return (0..<dimension).map { PointColumn(every: dimension, of: numbers, from: $0, count: count) }
  }

  private func frame(_ dimension: Int) -> CoordinateFrame {
    CoordinateFrame(
      origins: (0..<dimension).map { $0.isMultiple(of: 2) ? 0.75 : 0 }, exponents: (0..<dimension).map { $0 % 5 - 2 })
  }

  @Test(arguments: InstructionSet.available, [1, 2, 3, 4, 8, 9, 33])
  func rowsAreEnteredAsColumnsAre(instructionSet: InstructionSet, dimension: Int) throws {
    let frame = frame(dimension)
    for count in [1, 7, 8, 255, 256, 257, 1300] {
      let columns = try TestData.cloud(count: count, dimension: dimension, componentCount: 2, seed: 9).0.columns
      let expected = entered(columns.map { PointColumn($0) }, frame, instructionSet)
      let found = entered(rows(columns), frame, instructionSet)
      #expect(found.bits == expected.bits && found.areNear && expected.areNear)
      // One of them by itself, where the layout of a block says that it is.
      let (row, size) = (count - 1, PointBlocks.blockSize)
      let place = row / size * dimension * size + row % size
      let mean = frame.enter(mean: columns.map { $0[row] })
      #expect((0..<dimension).map { found.bits[place + $0 * size] } == mean.map(\.bitPattern))
    }
  }

  @Test(arguments: InstructionSet.available, [Double.nan, .infinity, -.infinity, 0x1p600, -0x1p600])
  func whatIsFarAwayIsTold(instructionSet: InstructionSet, number: Double) throws {
    let frame = frame(3)
    let cloud = try TestData.cloud(count: 700, dimension: 3, componentCount: 2, seed: 10).0.columns
    for place in [0, 9, 255, 256, 690, 699] {
      var columns = cloud
      columns[place % 3][place] = number
      let expected = entered(columns.map { PointColumn($0) }, frame, instructionSet)
      let found = entered(rows(columns), frame, instructionSet)
      #expect(found.bits == expected.bits && !found.areNear && !expected.areNear)
      #expect(found.bits.allSatisfy { abs(Double(bitPattern: $0)) <= MixtureKernels.farthestCoordinate })
    }
  }

  @Test func singlePrecisionIsThatOfDoubles() throws {
    let columns = try TestData.cloud(count: 600, dimension: 3, componentCount: 2, seed: 11).0.columns
    let numbers = (0..<600).flatMap { row in columns.map { Float($0[row]) } }
    let single = try PointSet(rowMajor: numbers.map(Double.init), dimension: 3)
    let expected = PointBlocks(single, frame: frame(3), engine: Engine(precision: .single))
    let found = PointBlocks(try PointSet(columns: single.columns), frame: frame(3), engine: Engine(precision: .single))
    for place in stride(from: 0, to: 600, by: 37) { #expect(found.point(place) == expected.point(place)) }
  }

  @Test func soundPointsAreNotLookedAtAgain() throws {
    // What is not sound cannot come in as points; that nobody looks again is seen by what says that it is sound.
    let odd = PointSet(trusting: [[1, .nan, 3]])
    #expect(try !Observations(odd, weights: [1, 2, 1]).hasMissing)
    #expect(try Observations(inPlace: odd.coordinates, threadCount: 2).hasMissing)
    let error = #expect(throws: FitError.self) {
      try Observations(inPlace: [PointColumn([1, 2]), PointColumn([.nan, .infinity])], threadCount: 3)
    }
    #expect(error?.column == 1)
  }

  @Test func labelsInEightBytesAreThoseInFour() throws {
    let (points, model) = try TestData.cloud(count: 3000, dimension: 3, componentCount: 4, seed: 12)
    let wide = try [Int64](unsafeUninitializedCapacity: points.count) { target, count in
      try model.writeLabels(of: points.coordinates, to: #require(target.baseAddress))
      count = points.count
    }
    #expect(try wide == model.labels(of: points).withNumbers { $0.map { Int64($0) } })
  }
}
