import GaussianMixtures
import Testing

/// Groups of points in four bytes each.
@Suite struct PointLabelsTests {
  @Test func aCollectionOfNumbersOrNone() {
    var labels: PointLabels = [2, nil, 0]
    #expect(Array(labels) == [2, nil, 0] && labels.count == 3 && labels.last == 0)
    #expect(labels.numbersFromOne == [3, 0, 1])
    #expect(labels.withNumbers { Array($0) } == [2, -1, 0])
    labels[1] = 7
    labels[0] = nil
    #expect(labels == [nil, 7, 0] && labels == PointLabels([nil, 7, 0] as [Int?]))
    #expect(Array(labels[1...]) == [7, 0])
    #expect(PointLabels(repeating: nil, count: 2) == [nil, nil])
  }

  /// What is no group's number stays none, and ends no program.
  @Test func numbersOutOfRangeAreNoGroups() {
    let labels = PointLabels([-1, -7, Int.max, Int(Int32.max)])
    #expect(labels.allSatisfy { $0 == Int(Int32.max) })
  }
}
