internal import Elementary
internal import Tables

/// What some rows of a table say of the columns that are called as results: whether they can be such.
struct ResultSample {
  private var labels: [Int: LabelEvidence] = [:]
  private var densities: [Int: DensityEvidence] = [:]

  /// The rows that are looked at.
  fileprivate static let size = 1024

  /// Looks at a table.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - labels: The columns of numbers, from 0, that may be labels.
  ///   - densities: The columns, from 0, that may be densities, each with that of their logarithms.
  /// - Complexity: O(bytes of the rows looked at), however many columns.
  init(of table: PointTable, labels: [Int], densities: [(density: Int, logarithm: Int)]) {
    let columns = Array(Set(labels + densities.flatMap { [$0.density, $0.logarithm] }))
    guard !columns.isEmpty else { return }
    let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($0.element, $0.offset) })
    var (labelEvidence, densityEvidence) = (
      labels.map { _ in LabelEvidence() }, densities.map { _ in DensityEvidence() }
    )
    table.sampleNumbers(in: columns, limit: Self.size) { numbers in
      func cells(of column: Int) -> [Double]? { places[column].flatMap { numbers[$0] } }
      for (index, column) in labels.enumerated() { labelEvidence[index].take(cells(of: column)) }
      for (index, pair) in densities.enumerated() {
        densityEvidence[index].take(cells(of: pair.density), logarithms: cells(of: pair.logarithm))
      }
    }
    self.labels = Dictionary(uniqueKeysWithValues: zip(labels, labelEvidence))
    self.densities = Dictionary(uniqueKeysWithValues: zip(densities.map(\.density), densityEvidence))
  }

  /// Whether nothing speaks against labels in a column.
  func mayBeLabels(_ column: Int) -> Bool { labels[column]?.mayBeLabels ?? true }

  /// Whether a column is the density of which another is the logarithm; nil where the rows do not tell.
  func isOfItsLogarithm(_ column: Int) -> Bool? { densities[column]?.isOfItsLogarithm }
}

/// Whether the numbers of a column can be those of components.
private struct LabelEvidence {
  private var hasText = false
  private var areWhole = true
  private var count = 0
  private var distinct: Set<Double> = []

  mutating func take(_ cells: [Double]?) {
    guard let cells else {
      hasText = true
      return
    }
    for number in cells where areWhole && !number.isNaN {
      areWhole = number == number.rounded() && number >= -1
      count += 1
      // More are too many, whatever follows.
      if distinct.count <= ResultSample.size / 4 { distinct.insert(number) }
    }
  }

  var mayBeLabels: Bool {
    hasText || (areWhole && (distinct.count <= 20 || distinct.count * 4 <= count))
  }
}

/// Whether the numbers of a column are the densities of which others are the logarithms.
private struct DensityEvidence {
  private var hasText = false
  private var rowCount = 0
  private var agrees = true

  mutating func take(_ cells: [Double]?, logarithms: [Double]?) {
    guard let cells, let logarithms else {
      hasText = true
      return
    }
    rowCount += cells.count
    agrees =
      agrees
      && zip(cells, logarithms).allSatisfy { density, logarithm in
        guard density.isFinite, logarithm.isFinite, density > 0 else { return true }
        return abs(naturalLogarithm(density) - logarithm) <= 1e-6 * max(1, abs(logarithm))
      }
  }

  /// A row or two prove nothing.
  var isOfItsLogarithm: Bool? { hasText || rowCount <= 2 ? nil : agrees }
}
