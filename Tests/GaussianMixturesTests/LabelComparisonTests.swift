import GaussianMixtures
import Testing

/// Two labelings of the same points, of which some belong to no group.
@Suite struct LabelComparisonTests {
  @Test func noneIsAClassOfItsOwn() throws {
    let table = try ConfusionTable([0, 1, nil, 1, 2, nil], [1, 1, 0, nil, 0, nil])
    #expect(table.rowCount == 4 && table.columnCount == 3 && table.noneRow == 3 && table.noneColumn == 2)
    #expect(table.counts == [0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1] && table.total == 6)
    #expect(table.matching.columnOfRow[3] == 2 && table.matching.rowOfColumn[2] == 3)
    // The noise of both, a point of 2 as 0, and one of 0 or 1 as 1.
    #expect(table.errorRate == 0.5)
    let named = try ConfusionTable([0, 1, 1], [1, 1, 0])
    #expect(named.noneRow == nil && named.noneColumn == nil && named.counts == [0, 1, 1, 1])
  }

  /// What is given to the noise is an error where it belongs to a group, and lowers no other.
  @Test func noiseHidesNoErrors() throws {
    let truth = PointLabels((0..<90).map { $0 / 30 })
    let found = PointLabels((0..<90).map { $0 < 60 ? $0 / 30 : $0 < 70 ? 2 : 0 })
    let shy = PointLabels((0..<90).map { $0 < 60 ? $0 / 30 : $0 < 70 ? 2 : nil })
    #expect(try ConfusionTable(found, truth).errorRate == 20.0 / 90)
    #expect(try ConfusionTable(shy, truth).errorRate == 20.0 / 90)
    // A whole group in the noise was not found, though the partition is the same.
    let blind = PointLabels((0..<90).map { $0 < 60 ? $0 / 30 : nil })
    let table = try ConfusionTable(blind, truth)
    #expect(table.errorRate == 30.0 / 90 && table.adjustedRandIndex == 1)
    #expect(table.matching.columnOfRow == [0, 1, nil] && table.matching.rowOfColumn == [0, 1, nil])
    // Noise that is noise is right, and a component on it is not.
    #expect(try ConfusionTable(blind, blind).errorRate == 0)
    #expect(try ConfusionTable(truth, blind).errorRate == 30.0 / 90)
    #expect(try ConfusionTable([nil, nil], [nil, nil]).errorRate == 0)
    #expect(try ConfusionTable([nil, nil], [0, 0]).errorRate == 1)
  }

  @Test func groupsWithoutPointsHavePlaces() throws {
    let table = try ConfusionTable([0], [nil], rowCount: 2, columnCount: 3)
    #expect(table.rowCount == 2 && table.columnCount == 4 && table.counts == [0, 0, 0, 1, 0, 0, 0, 0])
    // There are as many as the numbers say at least.
    #expect(try ConfusionTable([4], [2], rowCount: 2, columnCount: -3).counts.count == 15)
    let empty = try ConfusionTable([], [])
    #expect(empty.total == 0 && empty.errorRate == 0 && empty.counts.isEmpty)
  }

  @Test func whatCannotBeComparedIsTold() throws {
    let uneven = #expect(throws: LabelError.self) { try ConfusionTable([0, 1], [0]) }
    #expect(uneven?.code == .unequalCounts && uneven?.message.contains("2 labels") == true)
    for (found, truth) in [([.max], [0]), ([.max, nil], [.max, nil]), ([9_999, nil], [1_000])]
      as [(PointLabels, PointLabels)]
    {
      let error = #expect(throws: LabelError.self) {
        try ConfusionTable(found, truth.count == found.count ? truth : [1_000, 0])
      }
      #expect(error?.code == .tooManyGroups)
    }
    let many = #expect(throws: LabelError.self) {
      try ConfusionTable([0], [0], rowCount: .max, columnCount: .max)
    }
    #expect(many?.code == .tooManyGroups)
  }

  @Test func aMixtureWithNoiseIsCompared() throws {
    let model = try GaussianMixture(
      components: [.init(weight: 0.9, mean: [0, 0], covariance: .identity(dimension: 2))],
      noise: .init(weight: 0.1, logVolume: 8, box: .init(corner: [-30, -30], edges: [[60, 0], [0, 60]])))
    var stream = RandomStream(seed: 4, purpose: .sampling)
    let (points, labels) = try model.sample(5000, using: &stream)
    let table = try ConfusionTable(model.labels(of: points), labels)
    #expect(table.total == 5000 && table.rowCount == 2 && table.noneRow == 1)
    #expect(table.errorRate > 0 && table.errorRate < 0.02)
  }
}
