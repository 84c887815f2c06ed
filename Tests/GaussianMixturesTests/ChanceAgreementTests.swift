import GaussianMixtures
import Testing

@Suite("Evaluation: what chance explains")
struct ChanceAgreementTests {
  /// All orders of a few labels, each as often as it comes about.
  private static func orders(of labels: [Int]) -> [[Int]] {
    guard labels.count > 1 else { return [labels] }
    return labels.indices.flatMap { first -> [[Int]] in
      var rest = labels
      let chosen = rest.remove(at: first)
      return orders(of: rest).map { [chosen] + $0 }
    }
  }

  @Test(
    "the adjusted mutual information has the mean 0 over all orders of a labeling",
    arguments: [
      ([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2]), ([0, 0, 0, 0, 1, 1, 1], [0, 1, 2, 2, 2, 2, 2]),
      ([0, 1, 2, 3, 4, 4], [0, 0, 0, 0, 0, 1]),
    ])
  func meanOverOrders(labels: [Int], others: [Int]) throws {
    let indices = try Self.orders(of: others).map {
      try ConfusionTable(PointLabels(labels), PointLabels($0)).adjustedMutualInformation
    }
    #expect(abs(indices.reduce(0, +) / Double(indices.count)) < 1e-14)
  }

  @Test("many items: neither slow nor rounded away")
  func manyItems() {
    let table = ConfusionTable(
      counts: [400_000_000, 100_000_000, 100_000_000, 400_000_000], rowCount: 2, columnCount: 2)
    // With so many items chance explains nothing but the last digits.
    #expect(abs(table.adjustedMutualInformation - table.normalizedMutualInformation) < 1e-8)
    #expect(abs(table.fowlkesMallowsIndex - 0.68) < 1e-8)
  }

  private static let points = [
    [0.13, -0.13], [0.64, 0.1], [-0.54, 0.36], [1.3, 0.95], [-0.7, -1.27], [-0.62, 0.04], [-2.33, -0.22],
    [-1.25, -0.73], [-0.54, -0.32], [0.41, 1.04], [-0.13, 1.37], [-0.67, 0.35],
  ]

  /// As scikit-learn 1.9.1 gives them (`silhouette_samples`).
  @Test("silhouettes are the published ones, for any number of threads", arguments: [1, 2])
  func silhouettes(threads: Int) throws {
    let silhouette = try Silhouette(
      of: PointSet(Self.points), labels: [0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3],
      engine: Engine(threadCount: threads))
    let known = [
      -0.06134908742748147, 0.22706656508108397, -0.9014889738672236, -0.22241854332230243,
      0.23076213607920085, -0.7149130196848713, 0.051964376012655814, 0.22914913610247498,
      -0.30795968299971954, 0.4020678644207002, 0.45166098472233845, 0,
    ]
    for (width, expected) in zip(silhouette.widths, known) { #expect(abs(width - expected) < 1e-14) }
    #expect(abs(silhouette.mean - known.reduce(0, +) / 12) < 1e-15)
    #expect(silhouette.meanOfGroup.count == 4)
    #expect(abs((silhouette.meanOfGroup[2] ?? 0) - (known[9] + known[10]) / 2) < 1e-15)
  }

  @Test("a sample leaves out points without a group, and none comes twice")
  func sample() throws {
    let count = 1_000
    let labels = PointLabels((0..<count).map { $0 % 10 == 0 ? nil : $0 % 3 })
    let points = try PointSet(columns: [(0..<count).map { Double($0 % 3) + Double($0) * 1e-6 }])
    let silhouette = try Silhouette(of: points, labels: labels, sampleSize: 90)
    #expect(silhouette.points.count == 90)
    #expect(Set(silhouette.points).count == 90)
    #expect(silhouette.points.allSatisfy { labels[$0] != nil })
    #expect(silhouette.mean > 0.99)
  }

  @Test("one group, none, or labels of other points are refused")
  func refused() throws {
    let points = try PointSet(Self.points)
    for labels in [
      PointLabels(repeating: 0, count: 12), PointLabels(repeating: nil, count: 12), PointLabels([0, 1]),
    ] {
      #expect(throws: LabelError.self) { try Silhouette(of: points, labels: labels) }
    }
  }
}
