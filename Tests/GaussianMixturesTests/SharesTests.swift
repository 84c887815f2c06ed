import Testing

@testable import GaussianMixtures

/// Data behind the interface that EM asks: a fit cannot tell whether they are one piece.
@Suite struct SharesTests {
  /// Every fit of the tests is made twice, and has to have the same bits.
  private func expectSameBits(
    _ observations: Observations, _ configuration: FitConfiguration, start: Start = .auto
  ) throws {
    _ = try MixtureEstimator(configuration, start: start).fit(observations)
  }

  /// More than a leaf has room for, so that there are several.
  private func cloud(dimension: Int, count: Int = 20_000) throws -> PointSet {
    try TestData.cloud(count: count, dimension: dimension, componentCount: 5, seed: 7).points
  }

  @Test(arguments: CovarianceStructure.allCases)
  func everyStructure(structure: CovarianceStructure) throws {
    try expectSameBits(
      Observations(cloud(dimension: 3)),
      FitConfiguration(componentCount: 3, structure: structure, maximumIterations: 8))
  }

  @Test(arguments: [Start.auto, .kMeans, .random, .hierarchical])
  func everyStart(start: Start) throws {
    try expectSameBits(
      Observations(cloud(dimension: 2)),
      FitConfiguration(componentCount: 4, restartCount: 2, maximumIterations: 10), start: start)
  }

  /// In an order in space, with boxes and components that are skipped.
  @Test func manyComponents() throws {
    try expectSameBits(
      Observations(cloud(dimension: 3, count: 30_000)),
      FitConfiguration(componentCount: 32, maximumIterations: 6), start: .kMeans)
  }

  @Test func noiseWeightsGapsAndLabels() throws {
    let points = try cloud(dimension: 3)
    let weights = (0..<points.count).map { Double(1 + $0 % 3) / 2 }
    var gapped = points.columns
    for row in stride(from: 0, to: points.count, by: 7) { gapped[row % 3][row] = .nan }
    let labels = ClassLabels(
      names: ["a", "b"], indices: (0..<points.count).map { $0 % 11 == 0 ? ($0 / 11) % 2 : nil })
    var configuration = FitConfiguration(componentCount: 3, maximumIterations: 8)
    try expectSameBits(Observations(columns: points.columns, weights: weights), configuration)
    try expectSameBits(Observations(columns: gapped, weights: weights), configuration)
    try expectSameBits(Observations(columns: points.columns, knownLabels: labels), configuration)
    configuration.noise = NoiseConfiguration()
    try expectSameBits(Observations(points), configuration)
    try expectSameBits(Observations(columns: gapped), configuration)
  }

  @Test func realData() throws {
    for points in try [TestData.iris(), TestData.diabetes(), TestData.faithful()] {
      for count in 1...4 { try expectSameBits(Observations(points), FitConfiguration(componentCount: count)) }
    }
  }
}

/// What the sum of leaves promises.
@Suite struct LeafGridTests {
  /// A grid of fewer leaves is made of whole leaves of one with more, and none is empty.
  @Test func gridsNest() {
    for blocks in [1, 2, 15, 16, 17, 100, 1000, 4097, 100_000] {
      let fine = LeafGrid(blockCount: blocks, blocksPerGroup: 16, statisticsSize: 10)
      let starts = Set(fine.leaves.map(\.lowerBound))
      for size in [10, 10_000, 100_000, 1_000_000, 100_000_000] {
        let grid = LeafGrid(blockCount: blocks, blocksPerGroup: 16, statisticsSize: size)
        #expect(grid.leaves.count.nonzeroBitCount == 1)
        #expect(grid.leaves.count <= fine.leaves.count)
        #expect(grid.leaves.allSatisfy { !$0.isEmpty && starts.contains($0.lowerBound) })
        #expect(grid.leaves.flatMap(Array.init) == Array(0..<blocks))
      }
    }
  }

  /// Whoever has no points gets no blocks, and a leaf of several goes to the one that has most of it.
  @Test func blocksStayWhereTheirPointsAre() {
    let grid = LeafGrid(blockCount: 64, blocksPerGroup: 16, statisticsSize: 1)
    let size = PointBlocks.blockSize
    let (leaf, all) = (16 * size, 64 * size - 5)
    #expect(grid.leaves.count == 4)
    #expect(grid.cuts(at: [0, 0, 2 * leaf, all]) == [0, 0, 32, 64])
    #expect(grid.cuts(at: [0, leaf + 3, leaf + leaf / 2 - 1, 2 * leaf - 1, all]) == [0, 16, 16, 32, 64])
    #expect(grid.cuts(at: [0, all, all]) == [0, 64, 64])
    for cuts in [[0, 1, 2, all], [0, 0, 0, all], [0, leaf, leaf, all]] {
      #expect(grid.isCut(at: grid.cuts(at: cuts)))
    }
  }

  /// Neighbours first: the bits are those of the tree written out, and parts that are left out change nothing.
  @Test func sumsAreThoseOfTheTree() {
    let parts = (0..<8).map { 1 / Double($0 + 3) }
    let expected =
      ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]))
    #expect(FixedTree.sum(parts) == expected)
    #expect(FixedTree.sum([nil, parts[1], nil, nil, parts[4], parts[5]]) == parts[1] + (parts[4] + parts[5]))
    #expect(FixedTree.sum([nil, nil]) == nil)
    #expect(FixedTree.sum([]) == nil)
  }

  /// Arrays are added as single numbers are.
  @Test func arraysAreAddedInTheSameOrder() {
    let parts: [[Double]?] = (0..<13).map { part in
      part % 4 == 2 ? nil : (0..<5).map { 1 / Double(part * 5 + $0 + 1) }
    }
    let flat = parts.map { $0 ?? [] }.flatMap { $0 }
    var target = [Double](repeating: 0, count: 5)
    var scratch = [Double](repeating: 0, count: 5 * FixedTree.levelCount(ofParts: parts.count))
    flat.withUnsafeBufferPointer { flat in
      guard let base = flat.baseAddress else { return }
      let present = parts.indices.filter { parts[$0] != nil }.enumerated().map { place, number in
        FixedTree.Part(number: number, start: base + 5 * place)
      }
      present.withUnsafeBufferPointer {
        FixedTree.sum($0, of: parts.count, count: 5, into: &target, scratch: &scratch)
      }
    }
    for entry in 0..<5 { #expect(target[entry] == FixedTree.sum(parts.map { $0?[entry] })) }
  }
}
