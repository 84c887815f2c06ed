import GaussianMixtures
import Testing

@Suite("Evaluation: comparing labelings")
struct EvaluationTests {
  /// A table and its indices as scikit-learn 1.9.1 gives them (`adjusted_rand_score`,
  /// `normalized_mutual_info_score`, `adjusted_mutual_info_score` and `fowlkes_mallows_score` on the labels that the counts
  /// stand for).
  struct Published: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let counts: [[Int]]
    let errors: Int
    let adjustedRandIndex: Double
    let normalizedMutualInformation: Double
    let adjustedMutualInformation: Double
    let fowlkesMallowsIndex: Double
  }

  static let published = [
    // The errors of full covariances on Anderson's irises: 5 versicolor with the virginica.
    Published(
      testDescription: "iris VVV, 3", counts: [[50, 0, 0], [0, 45, 0], [0, 5, 50]], errors: 5,
      adjustedRandIndex: 0.9038742317748124, normalizedMutualInformation: 0.8996935451597475,
      adjustedMutualInformation: 0.8984361033676299, fowlkesMallowsIndex: 0.9355985958131776),
    Published(
      testDescription: "overlap", counts: [[1, 1, 0], [1, 2, 1], [0, 0, 4]], errors: 3,
      adjustedRandIndex: 0.3125734430082256, normalizedMutualInformation: 0.4558585649165829,
      adjustedMutualInformation: 0.2534273657797827, fowlkesMallowsIndex: 0.5188745216627708),
    Published(
      testDescription: "independent", counts: [[1, 1, 1], [1, 1, 1], [1, 1, 1]], errors: 6,
      adjustedRandIndex: -0.3333333333333333, normalizedMutualInformation: 0,
      adjustedMutualInformation: -0.44115632936888666, fowlkesMallowsIndex: 0),
    Published(
      testDescription: "wide", counts: [[10, 2, 0, 1], [3, 20, 4, 0], [0, 0, 7, 9]], errors: 17,
      adjustedRandIndex: 0.4687781976500578, normalizedMutualInformation: 0.5178647902501823,
      adjustedMutualInformation: 0.49269486470558344, fowlkesMallowsIndex: 0.6373223028698204),
    Published(
      testDescription: "tall", counts: [[0, 5, 1], [6, 0, 0], [0, 2, 8], [1, 1, 0]], errors: 5,
      adjustedRandIndex: 0.5358548039091255, normalizedMutualInformation: 0.6059101504949911,
      adjustedMutualInformation: 0.5459533705283746, fowlkesMallowsIndex: 0.6718580124211433),
    Published(
      testDescription: "a class split in two", counts: [[2, 0, 0], [0, 1, 1]], errors: 1,
      adjustedRandIndex: 0.5714285714285714, normalizedMutualInformation: 0.8,
      adjustedMutualInformation: 0.5714285714285715, fowlkesMallowsIndex: 0.7071067811865476),
    Published(
      testDescription: "worse than chance", counts: [[1, 1], [1, 1]], errors: 2,
      adjustedRandIndex: -0.5, normalizedMutualInformation: 0,
      adjustedMutualInformation: -0.5, fowlkesMallowsIndex: 0),
    Published(
      testDescription: "one class and two", counts: [[1, 1]], errors: 1,
      adjustedRandIndex: 0, normalizedMutualInformation: 0,
      adjustedMutualInformation: 0, fowlkesMallowsIndex: 0),
    Published(
      testDescription: "two classes and one", counts: [[2], [3]], errors: 2,
      adjustedRandIndex: 0, normalizedMutualInformation: 0,
      adjustedMutualInformation: 0, fowlkesMallowsIndex: 0.6324555320336759),
    Published(
      testDescription: "one class twice", counts: [[5]], errors: 0,
      adjustedRandIndex: 1, normalizedMutualInformation: 1,
      adjustedMutualInformation: 1, fowlkesMallowsIndex: 1),
    Published(
      testDescription: "singletons twice", counts: [[0, 1], [1, 0]], errors: 0,
      adjustedRandIndex: 1, normalizedMutualInformation: 1,
      adjustedMutualInformation: 1, fowlkesMallowsIndex: 0),
  ]

  @Test("indices agree with scikit-learn", arguments: published)
  func knownValues(_ known: Published) {
    let table = ConfusionTable(known.counts)
    #expect(table.errorRate == Double(known.errors) / Double(table.total))
    #expect(abs(table.adjustedRandIndex - known.adjustedRandIndex) <= 4e-16)
    #expect(abs(table.normalizedMutualInformation - known.normalizedMutualInformation) <= 1e-15)
    #expect(abs(table.adjustedMutualInformation - known.adjustedMutualInformation) <= 4e-15)
    #expect(abs(table.fowlkesMallowsIndex - known.fowlkesMallowsIndex) <= 4e-16)
  }

  /// Values of a computation in rational numbers, and in decimal numbers of 60 digits.
  @Test(
    "a thousand million items neither overflow nor cancel",
    arguments: [
      ([[999_999_995, 2], [1, 2]], 0.571428568244898, 0.5219609576301212),
      ([[400_000_000, 100_000_000], [100_000_000, 400_000_000]], 0.35999999936, 0.27807190511263763),
      ([[499_999_999, 1], [1, 499_999_999]], 0.999999992, 0.9999999393199042),
      ([[250_000_000, 250_000_000], [250_000_001, 249_999_999]], -9.99999998e-10, 2.885e-18),
    ] as [([[Int]], Double, Double)])
  func largeCounts(counts: [[Int]], rand: Double, information: Double) {
    let table = ConfusionTable(counts)
    #expect(abs(table.adjustedRandIndex - rand) <= 4e-16 * abs(rand))
    #expect(abs(table.normalizedMutualInformation - information) <= 1e-15)
  }

  @Test("the largest table is still exact")
  func largestTable() {
    let half = 1 << 31
    #expect(ConfusionTable([[half, 0], [0, half]]).adjustedRandIndex == 1)
    #expect(ConfusionTable([[1 << 32]]).adjustedRandIndex == 1)
    #expect(ConfusionTable([[half, half]]).adjustedRandIndex == 0)
    #expect(ConfusionTable([[half, 0], [0, half]]).errorRate == 0)
  }

  @Test("labels are counted into cells and margins")
  func counting() throws {
    let table = try ConfusionTable([0, 0, 1, 2, 2, 2], [1, 1, 0, 1, 3, 3])
    #expect(table.counts == [0, 2, 0, 0, 1, 0, 0, 0, 0, 1, 0, 2])
    #expect(table.rowTotals == [2, 1, 3])
    #expect(table.columnTotals == [1, 3, 0, 2])
    #expect(table.total == 6)
    #expect(table[2, 3] == 2)
    #expect(table.matching.columnOfRow == [1, 0, 3])
    #expect(table.matching.rowOfColumn == [1, 0, nil, 2])
  }

  @Test("no items, and classes without items, give numbers")
  func empty() throws {
    for table in [try ConfusionTable([], []), try ConfusionTable([], [], rowCount: 2, columnCount: 3)] {
      #expect(table.errorRate == 0)
      #expect(table.adjustedRandIndex == 1)
      #expect(table.normalizedMutualInformation == 1)
    }
    let padded = ConfusionTable([[0, 3, 0], [0, 0, 0], [2, 0, 0]])
    #expect(padded.errorRate == 0)
    #expect(padded.adjustedRandIndex == 1)
    #expect(padded.normalizedMutualInformation == 1)
  }

  @Test("the adjusted Rand index is that of counting all pairs", arguments: 0..<60)
  func randIndexOfAllPairs(seed: Int) throws {
    var generator = SplitMix(seed: seed)
    let (rows, columns) = generator.labelings(count: 2 + seed % 25)
    let table = try ConfusionTable(PointLabels(rows), PointLabels(columns), rowCount: 4, columnCount: 5)
    var together = [0.0, 0.0, 0.0]  // in both, in the first, in the second
    for i in rows.indices {
      for j in 0..<i {
        let (first, second) = (rows[i] == rows[j], columns[i] == columns[j])
        together[0] += first && second ? 1 : 0
        together[1] += first ? 1 : 0
        together[2] += second ? 1 : 0
      }
    }
    let expected = together[1] * together[2] / Double(rows.count * (rows.count - 1) / 2)
    let largest = (together[1] + together[2]) / 2
    let reference = largest == expected ? 1 : (together[0] - expected) / (largest - expected)
    #expect(abs(table.adjustedRandIndex - reference) <= 1e-13)
  }

  @Test("symmetric, and blind to names, to the last bit", arguments: 0..<60)
  func symmetryAndRenaming(seed: Int) throws {
    var generator = SplitMix(seed: 1000 + seed)
    let (rows, columns) = generator.labelings(count: 3 + seed)
    let names = generator.permutation(4)
    let table = try ConfusionTable(PointLabels(rows), PointLabels(columns), rowCount: 4, columnCount: 5)
    let mirrored = try ConfusionTable(PointLabels(columns), PointLabels(rows), rowCount: 5, columnCount: 4)
    let renamed = try ConfusionTable(
      PointLabels(rows.map { names[$0] }), PointLabels(columns), rowCount: 4, columnCount: 5)
    for other in [mirrored, renamed] {
      #expect(table.errorRate == other.errorRate)
      #expect(table.adjustedRandIndex == other.adjustedRandIndex)
      #expect(table.normalizedMutualInformation == other.normalizedMutualInformation)
    }
    #expect((0...1).contains(table.normalizedMutualInformation))
    #expect((0..<1).contains(table.errorRate))
  }

  @Test("identical labelings score exactly 1, under any names", arguments: 0..<40)
  func identical(seed: Int) throws {
    var generator = SplitMix(seed: 2000 + seed)
    let rows = generator.labelings(count: 1 + 3 * seed).rows
    let names = generator.permutation(4)
    let table = try ConfusionTable(
      PointLabels(rows), PointLabels(rows.map { names[$0] }), rowCount: 4, columnCount: 4)
    #expect(table.errorRate == 0)
    #expect(table.adjustedRandIndex == 1)
    #expect(table.normalizedMutualInformation == 1)
    for row in Set(rows) { #expect(table.matching.columnOfRow[row] == names[row]) }
  }
}

extension ConfusionTable {
  fileprivate init(_ rows: [[Int]]) {
    self.init(counts: rows.flatMap { $0 }, rowCount: rows.count, columnCount: rows.first?.count ?? 0)
  }
}
