/// How the stability of labels is found: how often fits are repeated, and on how many of the points.
///
/// ```swift
/// var configuration = SelectionConfiguration(structures: [.full], criterion: .stability)
/// configuration.stability = StabilityConfiguration(runCount: 10, sampleSize: 5_000)
/// ```
public struct StabilityConfiguration: Sendable, Hashable, Codable {
  /// How many fits there are of each number of components, each of a sample of its own and with a seed of its own.
  public var runCount: Int
  /// How many points a sample has; nil for half of them, and no more than 20,000.
  public var sampleSize: Int?

  /// Takes the options; a selection checks them.
  ///
  /// - Parameters:
  ///   - runCount: at least 2.
  ///   - sampleSize: at least 2, and at most as many as there are points, which is every sample all of them; nil for half of
  ///     them, and no more than 20,000.
  public init(runCount: Int = 5, sampleSize: Int? = nil) {
    self.runCount = runCount
    self.sampleSize = sampleSize
  }

  private static let largestUsualSample = 20_000

  /// How many of so many points a sample has.
  func sampleSize(of pointCount: Int) -> Int {
    sampleSize ?? min((pointCount + 1) / 2, Self.largestUsualSample)
  }

  /// - Throws: ``FitError`` where an option is out of range.
  func check(pointCount: Int) throws(FitError) {
    guard runCount >= 2 else {
      throw FitError(.configuration, "The number of runs is \(runCount); labels are compared of at least 2.")
    }
    guard let sampleSize else { return }
    guard sampleSize >= 2 else {
      throw FitError(.configuration, "The sample has \(sampleSize) points; it needs at least 2.")
    }
    guard sampleSize <= pointCount else {
      throw FitError(
        .tooFewPoints,
        "A sample of \(sampleSize) cannot be drawn from \(pointCount) points; ask for at most \(pointCount).")
    }
  }
}

/// How well the labels of repeated fits agree with those of one component fewer and one more.
///
/// ```swift
/// let selection = try MixtureSelector(SelectionConfiguration(structures: [.full], criterion: .stability)).select(points)
/// for candidate in selection.candidates { print(candidate.componentCount, candidate.stability?.mean ?? .nan) }
/// ```
///
/// Source: M. Varrone, D. Tavernari, A. Santamaria-Martínez, L. A. Walsh and G. Ciriello, CellCharter reveals spatial cell niches
/// associated with tissue remodeling and cell plasticity, Nature Genetics 56 (2024) 74-84,
/// https://doi.org/10.1038/s41588-023-01588-4; for samples A. Ben-Hur, A. Elisseeff and I. Guyon, A stability based method for
/// discovering structure in clustered data, Pacific Symposium on Biocomputing 7 (2002) 6-17.
public struct LabelStability: Sendable, Hashable, Codable {
  /// The mean of ``ConfusionTable/fowlkesMallowsIndex`` over all pairs of different runs, of which one has the candidate's
  /// number of components and the other one fewer, or one more: from 0 to 1.
  public let mean: Double
  /// The standard deviation of the indices of the pairs.
  public let deviation: Double

  /// Takes the values as they are.
  ///
  /// - Parameters:
  ///   - mean: of the indices.
  ///   - deviation: their standard deviation.
  public init(mean: Double, deviation: Double) {
    self.mean = mean
    self.deviation = deviation
  }

  /// - Parameter indices: of pairs of runs.
  /// - Returns: nil where there are none.
  init?(_ indices: [Double]) {
    guard !indices.isEmpty else { return nil }
    let count = Double(indices.count)
    let mean = indices.reduce(0, +) / count
    let squares = indices.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(mean: mean, deviation: indices.count > 1 ? (squares / (count - 1)).squareRoot() : 0)
  }
}
